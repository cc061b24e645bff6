from enum import StrEnum


class Kind(StrEnum):
    """What is kept of an event's rooms, each for a period of its own."""

    CHAT = "chat"
    VOTES = "votes"
    NOTES = "notes"
    TAKEAWAYS = "takeaways"
    CASES = "cases"
    PRESENCE = "presence"


class HoldReason(StrEnum):
    """On what ground destruction is stopped. A reference names the matter, which stays outside."""

    COMPLAINT = "complaint"
    COURT = "court"
    POLICE = "police"
    REGULATOR = "regulator"
    INFORMATION_REQUEST = "information_request"
