from enum import StrEnum


class State(StrEnum):
    """Where a proposed line stands."""

    PROPOSED = "proposed"
    HELD_BACK = "held_back"
    RELEASED = "released"


class NameKind(StrEnum):
    """What a marked stretch of a line may give away."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    ADDRESS = "address"  # of e-mail or of a page
    NUMBER = "number"  # of a telephone
