"""Actions that people took on themselves: theirs alone, and kept beyond the room."""
