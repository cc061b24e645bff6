"""The queue for places: who is next, and what becomes of a free place. Pure.

Places go in the order of sign-up. A place that becomes free is offered to the first in line who
could take it, and is held for that person until the offer ends. Someone who cannot take it now
(their organisation has all its places, or its membership opens nothing today) keeps their
position and is passed over for this time only. A newcomer never passes anybody who could take
the place.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from exchange.registration.enums import RegistrationState

OFFER_LASTS = timedelta(hours=48)
BEFORE_START = timedelta(hours=1)  # an offer ends this long before the event begins …
LATE_OFFER_LASTS = timedelta(minutes=15)  # … except for places that become free after that

CANCEL, OFFER, ACCEPT, EXPIRE = "cancel", "offer", "accept", "expire"
ATTEND, MISS = "attend", "miss"  # what became of a place

STATES: dict[tuple[RegistrationState, str], RegistrationState] = {
    (RegistrationState.CONFIRMED, CANCEL): RegistrationState.CANCELLED,
    (RegistrationState.WAITLISTED, CANCEL): RegistrationState.CANCELLED,
    (RegistrationState.OFFERED, CANCEL): RegistrationState.CANCELLED,
    (RegistrationState.WAITLISTED, OFFER): RegistrationState.OFFERED,
    (RegistrationState.OFFERED, ACCEPT): RegistrationState.CONFIRMED,
    (RegistrationState.OFFERED, EXPIRE): RegistrationState.EXPIRED,
    (RegistrationState.CONFIRMED, ATTEND): RegistrationState.ATTENDED,
    (RegistrationState.CONFIRMED, MISS): RegistrationState.ABSENT,
    (RegistrationState.ATTENDED, MISS): RegistrationState.ABSENT,
    (RegistrationState.ABSENT, ATTEND): RegistrationState.ATTENDED,
}


@dataclass(frozen=True)
class Waiting:
    """One person in line. `can_come`: nothing but a place keeps them from coming today."""

    registration_id: UUID
    organisation_id: UUID | None
    can_come: bool = True


@dataclass(frozen=True)
class Shares:
    """How many places each organisation holds, and how many it may hold (None: any number)."""

    held: Mapping[UUID, int]
    most: int | None

    def has_room(self, organisation_id: UUID | None) -> bool:
        """Whether one more person of this organisation may have a place (None: always)."""
        if self.most is None or organisation_id is None:
            return True
        return self.held.get(organisation_id, 0) < self.most


def next_in_line(line: Iterable[Waiting], shares: Shares) -> Waiting | None:
    """The first of `line` (in order of sign-up) who could take a place now.

    `line` is read only as far as needed: whether somebody can come may cost a question.
    """
    with_room = (waiting for waiting in line if shares.has_room(waiting.organisation_id))
    return next((waiting for waiting in with_room if waiting.can_come), None)


def allot(free: int, line: Iterable[Waiting], shares: Shares) -> list[Waiting]:
    """Who is offered the `free` places, in order."""
    held = Counter(shares.held)
    chosen: list[Waiting] = []
    for waiting in line:
        if len(chosen) >= free:
            break
        if next_in_line([waiting], Shares(held, shares.most)):
            chosen.append(waiting)
            if waiting.organisation_id is not None:
                held[waiting.organisation_id] += 1
    return chosen


def place_for_newcomer(free: int, line: Iterable[Waiting], shares: Shares) -> RegistrationState:
    """A place, if one is free and nobody in line could take it; else the end of the line."""
    if free > 0 and next_in_line(line, shares) is None:
        return RegistrationState.CONFIRMED
    return RegistrationState.WAITLISTED


def offer_ends_at(now: datetime, starts_at: datetime, ends_at: datetime) -> datetime | None:
    """Until when a place offered `now` is held; None: the event is over, nothing is offered.

    48 hours, but no later than an hour before the event begins, so that a place nobody takes can
    still go to the next. A place that becomes free later than 75 minutes before the start, or
    during the event, is held for 15 minutes (and no longer than the event lasts): the next in
    line should not lose it to someone who is not looking.
    """
    if now >= ends_at:
        return None
    latest = starts_at - BEFORE_START
    if now + LATE_OFFER_LASTS > latest:
        return min(now + LATE_OFFER_LASTS, ends_at)
    return min(now + OFFER_LASTS, latest)
