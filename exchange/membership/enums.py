from enum import StrEnum


class Standing(StrEnum):
    """What an organisation's membership amounts to on a day; computed, never stored."""

    NONE = "none"  # never had a term: not a member
    PROSPECTIVE = "prospective"  # the first term begins later
    ACTIVE = "active"
    GRACE = "grace"  # the term has ended, and the tier's days of grace have not
    LAPSED = "lapsed"
    SUSPENDED = "suspended"
