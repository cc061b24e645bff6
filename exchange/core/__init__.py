"""Ideas that every feature shares; imports no Flask and no feature."""
