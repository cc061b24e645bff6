"""An event's places and its queue, counted in SQL."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from exchange.accounts.models import Person
from exchange.core.db import session
from exchange.core.errors import NotFound
from exchange.events.enums import Audience, EventState
from exchange.events.errors import NoPrice
from exchange.events.models import Event, Part
from exchange.events.pricing import Quote, price_for, prices_of
from exchange.membership.enums import Standing
from exchange.membership.models import Organisation
from exchange.membership.queries import PersonStanding, standing_of_person
from exchange.membership.rules import opens_registration
from exchange.registration.enums import HOLDS_PLACE, STANDING, RegistrationState
from exchange.registration.messages import Facts, Places
from exchange.registration.models import Registration
from exchange.registration.waitlist import Shares, Waiting

HOLDING = [state.value for state in HOLDS_PLACE]
STANDS = [state.value for state in STANDING]


@dataclass(frozen=True)
class Span:
    """When an event begins and ends; None while it has no parts."""

    starts_at: datetime | None
    ends_at: datetime | None


def places(event_id: UUID) -> Places:
    """The event's places now, in one statement; raises `NotFound`."""
    statement = select(Event.capacity, _holding(event_id), _waiting(event_id)).where(
        Event.id == event_id
    )
    row = session().execute(statement).one_or_none()
    if row is None:
        raise NotFound
    return Places(*row)


def places_taken(event_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """Places held at each of these events, offers included; events without any are left out."""
    statement = (
        select(Registration.event_id, func.count())
        .where(Registration.event_id.in_(list(event_ids)), Registration.state.in_(HOLDING))
        .group_by(Registration.event_id)
    )
    return {row[0]: row[1] for row in session().execute(statement)}


def span_of(event_id: UUID) -> Span:
    """From the start of the event's first part to the end of its last."""
    statement = select(func.min(Part.starts_at), func.max(Part.ends_at)).where(
        Part.event_id == event_id
    )
    return Span(*session().execute(statement).one())


def shares(event: Event) -> Shares:
    """How many places each organisation holds; asked only where shares are limited."""
    if event.capacity_per_organisation is None:
        return Shares({}, None)
    statement = (
        select(Organisation.id, func.count())
        .join(Registration, Registration.organisation_id == Organisation.id)
        .where(
            Registration.event_id == event.id,
            Registration.state.in_(HOLDING),
        )
        .group_by(Organisation.id)
    )
    held: dict[UUID, int] = {row[0]: row[1] for row in session().execute(statement)}
    return Shares(held, event.capacity_per_organisation)


def line(event: Event, at: datetime) -> Iterator[Waiting]:
    """Who waits, in order of sign-up. A membership is judged only when its person is reached."""
    statement = (
        select(Registration.id, Registration.organisation_id, Registration.person_id, Person.active)
        .join(Person, Person.id == Registration.person_id)
        .where(
            Registration.event_id == event.id,
            Registration.state == RegistrationState.WAITLISTED.value,
        )
        .order_by(Registration.seq)
    )
    for id, organisation_id, person_id, active in session().execute(statement).all():
        can_come = active and _membership_opens(event, person_id, at)
        yield Waiting(id, organisation_id, can_come)


def events_to_offer(at: datetime) -> Sequence[UUID]:
    """Events that are not over and have both a place nobody holds and somebody in line."""
    last_end = select(func.max(Part.ends_at)).where(Part.event_id == Event.id).scalar_subquery()
    statement = (
        select(Event.id)
        .where(
            Event.state == EventState.PUBLISHED.value,
            last_end > at,
            _waiting(Event.id) > 0,
            _holding(Event.id) < Event.capacity,
        )
        .order_by(Event.seq)
    )
    return session().scalars(statement).all()


def facts_for(event: Event, person_id: UUID, at: datetime, *, by_staff: bool = False) -> Facts:
    """What decides whether the person may register now. Four statements at most."""
    stands = standing_of_person(person_id, at)
    counted = _counted(event, person_id, stands)
    return Facts(
        at=at,
        event_state=EventState(event.state),
        audience=Audience(event.audience),
        opens_at=event.opens_at,
        closes_at=event.closes_at,
        late_entry=event.late_entry,
        starts_at=counted.starts_at,
        ends_at=counted.ends_at,
        person_active=bool(counted.active),
        organisation_id=stands.organisation.id if stands.organisation else None,
        standing=stands.standing,
        quote=_quote(event, stands.standing.kind),
        organisation_has_room=_has_room(event, counted.held_by_organisation, stands),
        organisation_most=event.capacity_per_organisation,
        mine=RegistrationState(counted.mine) if counted.mine else None,
        places=Places(event.capacity, counted.taken, counted.waiting),
        by_staff=by_staff,
    )


def _counted(event: Event, person_id: UUID, stands: PersonStanding) -> Any:
    organisation_id = stands.organisation.id if stands.organisation else None
    mine = select(Registration.state).where(
        Registration.event_id == event.id,
        Registration.person_id == person_id,
        Registration.state.in_(STANDS),
    )
    parts = Part.event_id == event.id
    return (
        session()
        .execute(
            select(
                _holding(event.id).label("taken"),
                _waiting(event.id).label("waiting"),
                _holding(event.id, Registration.organisation_id == organisation_id).label(
                    "held_by_organisation"
                ),
                mine.scalar_subquery().label("mine"),
                select(func.min(Part.starts_at)).where(parts).scalar_subquery().label("starts_at"),
                select(func.max(Part.ends_at)).where(parts).scalar_subquery().label("ends_at"),
                select(Person.active)
                .where(Person.id == person_id)
                .scalar_subquery()
                .label("active"),
            )
        )
        .one()
    )


def _holding(event_id: Any, *more: ColumnElement[bool]) -> Any:
    return _count(event_id, Registration.state.in_(HOLDING), *more)


def _waiting(event_id: Any) -> Any:
    return _count(event_id, Registration.state == RegistrationState.WAITLISTED.value)


def _count(event_id: Any, *conditions: ColumnElement[bool]) -> Any:
    statement = select(func.count(Registration.seq)).where(
        Registration.event_id == event_id, *conditions
    )
    return statement.correlate(Event).scalar_subquery()


def _has_room(event: Event, held: int, stands: PersonStanding) -> bool:
    most = event.capacity_per_organisation
    return most is None or stands.organisation is None or held < most


def _membership_opens(event: Event, person_id: UUID, at: datetime) -> bool:
    if event.audience != Audience.MEMBERS_ONLY.value:
        return True
    return bool(opens_registration(standing_of_person(person_id, at).standing))


def _quote(event: Event, standing: Standing) -> Quote | None:
    try:
        return price_for(prices_of(event), standing)
    except NoPrice:
        return None
