"""Shapes in which registration's facts travel between its files."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from exchange.events.enums import Audience, EventState
from exchange.events.pricing import Quote
from exchange.membership.standing import StandingOn
from exchange.registration.enums import RegistrationState


@dataclass(frozen=True)
class Places:
    """An event's places: how many there are, are held (offers included), and are waited for."""

    capacity: int
    taken: int
    waiting: int

    @property
    def free(self) -> int:
        """Places that nobody holds; never negative."""
        return max(0, self.capacity - self.taken)


@dataclass(frozen=True)
class Facts:
    """Everything that decides whether a person may register for an event at the instant `at`.

    `quote` is None where no place is sold to this person. `organisation_has_room` is about the
    organisation's share of the event. `by_staff`: staff do it for the person, with a reason.
    """

    at: datetime
    event_state: EventState
    audience: Audience
    opens_at: datetime | None
    closes_at: datetime | None
    late_entry: bool
    starts_at: datetime | None  # of the first part
    ends_at: datetime | None  # of the last part
    person_active: bool
    organisation_id: UUID | None
    standing: StandingOn
    quote: Quote | None
    organisation_has_room: bool
    organisation_most: int | None
    mine: RegistrationState | None
    places: Places
    by_staff: bool = False


@dataclass(frozen=True)
class Filters:
    """Which registrations staff want to see; empty values mean all."""

    state: str = ""
    text: str = ""
