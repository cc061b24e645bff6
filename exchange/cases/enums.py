from enum import StrEnum


class CaseSeenBy(StrEnum):
    """Who reads a case beside its presenter."""

    ADMITTED = "admitted"  # everybody with a place, and the facilitators
    FACILITATORS = "facilitators"  # they alone
