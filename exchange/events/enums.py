from enum import StrEnum


class EventKind(StrEnum):
    EXCHANGE = "exchange"
    WORKSHOP = "workshop"
    TRAINING = "training"
    COURSE = "course"


class EventState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Audience(StrEnum):
    MEMBERS_ONLY = "members_only"
    OPEN = "open"


class Delivery(StrEnum):
    ROOMS = "rooms"  # live here, in facilitated rooms
    EXTERNAL_CALL = "external_call"
    IN_PERSON = "in_person"


class PriceFor(StrEnum):
    MEMBER = "member"
    NON_MEMBER = "non_member"
    EVERYONE = "everyone"


class SeenBy(StrEnum):
    EVERYONE = "everyone"
    ADMITTED = "admitted"
