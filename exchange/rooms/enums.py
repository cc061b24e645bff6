from enum import StrEnum


class RoomKind(StrEnum):
    PLENARY = "plenary"
    BREAKOUT = "breakout"


class RoundState(StrEnum):
    PREPARED = "prepared"
    OPEN = "open"
    CLOSING = "closing"  # a countdown runs in which a sentence can be finished
    CLOSED = "closed"


class MessageKind(StrEnum):
    SAID = "said"
    BROADCAST = "broadcast"  # from a facilitator to every room
    NOTICE = "notice"  # the platform's own: a visit, a lock


class SeatedHow(StrEnum):
    HAND = "hand"
    RANDOM = "random"
    LATE = "late"  # came when the rooms were open already
