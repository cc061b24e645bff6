"""What was done, by whom, to what, when: append-only, chained by hash, without content of rooms."""
