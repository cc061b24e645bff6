"""How long each kind of data is kept, what stops that, and the proof that it was destroyed."""
