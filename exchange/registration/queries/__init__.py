"""Named reads of registrations, places and the queue."""

from exchange.registration.queries.lists import (
    mine_past,
    mine_to_come,
    registrations,
    registrations_for_export,
)
from exchange.registration.queries.of_person import (
    ADMITTED,
    get_registration_for,
    is_admitted,
    is_binding,
    position,
    standing_registration,
)
from exchange.registration.queries.places import (
    events_to_offer,
    facts_for,
    line,
    places,
    places_taken,
    shares,
    span_of,
)

__all__ = [
    "ADMITTED",
    "events_to_offer",
    "facts_for",
    "get_registration_for",
    "is_admitted",
    "is_binding",
    "line",
    "mine_past",
    "mine_to_come",
    "places",
    "places_taken",
    "position",
    "registrations",
    "registrations_for_export",
    "shares",
    "span_of",
    "standing_registration",
]
