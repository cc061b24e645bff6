"""Content at rest: envelope encryption, one data key per room."""
