"""People, signing in and out, sessions that can be revoked, tokens."""
