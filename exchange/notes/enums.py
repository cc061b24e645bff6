from enum import StrEnum


class PointKind(StrEnum):
    """What a room notes as a row of its own."""

    IDEA = "idea"
    ACTION = "action"  # somebody may take it on, and say by when
