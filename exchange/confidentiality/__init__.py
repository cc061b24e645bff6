"""Protocols: versions, what changed between them, and who has assented to which."""
