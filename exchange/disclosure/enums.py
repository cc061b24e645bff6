from enum import StrEnum


class Ground(StrEnum):
    """Why the content of a room has to be opened. The matter itself stays outside."""

    COURT_ORDER = "court_order"
    POLICE_ORDER = "police_order"
    REGULATOR = "regulator"
    SAFEGUARDING = "safeguarding"


class DelayGround(StrEnum):
    """Why those concerned are told at the window's end instead of its beginning."""

    ORDERED = "ordered"
    INVESTIGATION = "investigation"
    SAFETY = "safety"


class State(StrEnum):
    """Where a request stands; what time alone changes is computed."""

    ASKED = "asked"
    OPEN = "open"
    OVER = "over"
    REFUSED = "refused"
    LAPSED = "lapsed"
