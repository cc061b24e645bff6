"""Takeaways: what a room agrees to release, line by line, each open to anybody's veto."""
