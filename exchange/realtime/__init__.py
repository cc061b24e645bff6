"""How messages enter and leave: one namespace base, one way to publish."""
