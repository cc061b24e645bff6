"""Cases: a participant's own problem, handed in beforehand and sealed."""
