"""The shared notes of a room: an append-only, sealed log of opaque updates."""
