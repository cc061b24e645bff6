"""Lists of registrations, for their person and for staff."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from exchange.accounts.models import Person
from exchange.core.db import session
from exchange.core.paging import Page, paginate
from exchange.events.models import Event, Part
from exchange.membership.models import Organisation
from exchange.registration.messages import Filters
from exchange.registration.models import Registration
from exchange.registration.queries.places import STANDS

MINE_PER_PAGE = 12


def mine_to_come(person_id: UUID, at: datetime, page_number: int) -> Page[Registration]:
    """What the person has or waits for and is not over, soonest first."""
    last, first = _last_end(), _first_start()
    statement = _mine(person_id).where(or_(last > at, last.is_(None)))
    ordered = statement.order_by(first.is_(None), first, Registration.seq)
    return paginate(ordered, page_number, MINE_PER_PAGE)


def mine_past(person_id: UUID, at: datetime, page_number: int) -> Page[Registration]:
    """What the person had and is over, latest first."""
    last = _last_end()
    statement = _mine(person_id).where(last <= at)
    return paginate(statement.order_by(last.desc(), Registration.seq), page_number, MINE_PER_PAGE)


def registrations(event_id: UUID, filters: Filters, page_number: int) -> Page[Registration]:
    """Staff's page of an event's registrations, in the order of sign-up."""
    return paginate(_of_event(event_id, filters), page_number)


def registrations_for_export(event_id: UUID, filters: Filters) -> Sequence[Registration]:
    """All of them at once, for a file."""
    return session().scalars(_of_event(event_id, filters)).all()


def _mine(person_id: UUID) -> Select[Any]:
    return (
        select(Registration)
        .join(Event, Event.id == Registration.event_id)
        .where(Registration.person_id == person_id, Registration.state.in_(STANDS))
        .options(joinedload(Registration.event).selectinload(Event.parts))
    )


def _of_event(event_id: UUID, filters: Filters) -> Select[Any]:
    statement = (
        select(Registration)
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(Organisation, Organisation.id == Registration.organisation_id)
        .where(Registration.event_id == event_id)
        .options(selectinload(Registration.person), selectinload(Registration.organisation))
        .order_by(Registration.seq)
    )
    if filters.state:
        statement = statement.where(Registration.state == filters.state)
    for word in filters.text.split()[:8]:
        columns = (Person.name, Person.email, Organisation.name, Registration.order_number)
        statement = statement.where(or_(*(c.icontains(word, autoescape=True) for c in columns)))
    return statement


def _last_end() -> Any:
    return select(func.max(Part.ends_at)).where(Part.event_id == Event.id).scalar_subquery()


def _first_start() -> Any:
    return select(func.min(Part.starts_at)).where(Part.event_id == Event.id).scalar_subquery()
