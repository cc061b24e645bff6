"""Work to be done after a commit: written in the same transaction, done at least once."""
