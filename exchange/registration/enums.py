from enum import StrEnum


class RegistrationState(StrEnum):
    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"  # a held place for a named person, until `offer_expires_at`
    CANCELLED = "cancelled"
    EXPIRED = "expired"  # an offer nobody took in time
    ATTENDED = "attended"
    ABSENT = "absent"


class Shown(StrEnum):
    """What others who come to the event see of a person before the doors open."""

    NOTHING = "nothing"
    ORGANISATION = "organisation"
    NAME = "name"  # and organisation


# States in which a registration stands: one of these per person and event.
STANDING = (
    RegistrationState.CONFIRMED,
    RegistrationState.WAITLISTED,
    RegistrationState.OFFERED,
    RegistrationState.ATTENDED,
    RegistrationState.ABSENT,
)
# States that hold one of the event's places.
HOLDS_PLACE = (
    RegistrationState.CONFIRMED,
    RegistrationState.OFFERED,
    RegistrationState.ATTENDED,
    RegistrationState.ABSENT,
)
