from enum import StrEnum


class CommitmentState(StrEnum):
    """How an action stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
