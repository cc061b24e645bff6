"""Who was in which part, computed from presence whenever it is asked; stored nowhere else."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import joinedload

from exchange.accounts.models import Person
from exchange.core import clock
from exchange.core.db import session
from exchange.events.enums import Delivery, EventState
from exchange.events.models import Event, Facilitation, Part
from exchange.membership.models import Organisation
from exchange.registration.enums import RegistrationState
from exchange.registration.models import Registration
from exchange.registration.rules import HAD_PLACE
from exchange.rooms.attendance import Attendance, Interval, attendance, came
from exchange.rooms.models import Connection, LivePart

AFTER_END = timedelta(hours=1)  # of an event, before it is settled who came
AT_LAST = timedelta(hours=12)  # even if nobody has closed the doors

ByPart = Mapping[UUID, Attendance]


@dataclass(frozen=True)
class Attender:
    """Somebody who had a place, or was there without one (no registration any more)."""

    person: Person
    organisation: Organisation | None
    registration: Registration | None
    parts: ByPart

    @property
    def was_there(self) -> bool:
        return came(self.parts.values())


@dataclass(frozen=True)
class CouncilFigures:
    """How many of an organisation (None: of none) had a place, and how many were there."""

    organisation: Organisation | None
    places: int
    there: int


@dataclass(frozen=True)
class MyPart:
    """One part in which the reader was."""

    event: Event
    part: Part
    attended: Attendance


def attenders(event_id: UUID) -> list[Attender]:
    """Everybody who had a place or was there, by name; facilitators are not counted."""
    registrations = {each.person_id: each for each in _places(event_id)}
    stays = _stays(event_id)
    left_out = _facilitators(event_id) - registrations.keys()
    ids = (registrations.keys() | stays.keys()) - left_out
    people = session().scalars(
        select(Person).where(Person.id.in_(ids)).order_by(Person.name, Person.seq)
    )
    return [_attender(each, registrations.get(each.id), stays.get(each.id, {})) for each in people]


def _attender(person: Person, registration: Registration | None, parts: ByPart) -> Attender:
    organisation = registration.organisation if registration else None
    return Attender(person, organisation, registration, parts)


def by_council(people: Iterable[Attender]) -> list[CouncilFigures]:
    """The figures of each organisation, by name; those of none come last."""
    places: Counter[UUID | None] = Counter()
    there: Counter[UUID | None] = Counter()
    councils: dict[UUID | None, Organisation | None] = {}
    for each in people:
        key = each.organisation.id if each.organisation else None
        councils[key] = each.organisation
        places[key] += each.registration is not None
        there[key] += each.was_there
    figures = [CouncilFigures(councils[key], places[key], there[key]) for key in councils]
    return sorted(figures, key=_by_name)


def _by_name(figures: CouncilFigures) -> tuple[bool, str]:
    name = figures.organisation.name if figures.organisation else ""
    return not name, name


def who_came(event_id: UUID) -> set[UUID]:
    """Those who were there long enough to count as having attended."""
    return {person for person, parts in _stays(event_id).items() if came(parts.values())}


def my_attendance(person_id: UUID) -> list[MyPart]:
    """The parts in which the person was, the newest first."""
    rows = _connections(Connection.person_id == person_id)
    by_part = _by_part(rows).get(person_id, {})
    parts = session().execute(
        select(Part, Event)
        .join(Event, Event.id == Part.event_id)
        .where(Part.id.in_(by_part))
        .order_by(Part.starts_at.desc())
    )
    return [MyPart(row.Event, row.Part, by_part[row.Part.id]) for row in parts]


def events_to_settle(at: datetime) -> Sequence[UUID]:
    """Events in rooms that are over and of which it is not settled yet who came.

    Where no doors were ever opened nothing is known, and nothing is settled.
    """
    parts = select(Part.id).where(Part.event_id == Event.id)
    last_end = select(func.max(Part.ends_at)).where(Part.event_id == Event.id).scalar_subquery()
    held = exists().where(LivePart.part_id.in_(parts))
    still_open = exists().where(LivePart.part_id.in_(parts), LivePart.closed_at.is_(None))
    unsettled = exists().where(
        Registration.event_id == Event.id,
        Registration.state == RegistrationState.CONFIRMED.value,
    )
    statement = select(Event.id).where(
        Event.state == EventState.PUBLISHED.value,
        Event.delivery == Delivery.ROOMS.value,
        last_end <= at - AFTER_END,
        held,
        or_(~still_open, last_end <= at - AT_LAST),
        unsettled,
    )
    return session().scalars(statement.order_by(Event.seq)).all()


def _places(event_id: UUID) -> Sequence[Registration]:
    statement = (
        select(Registration)
        .where(Registration.event_id == event_id, Registration.state.in_(HAD_PLACE))
        .options(joinedload(Registration.organisation))
    )
    return session().scalars(statement).all()


def _facilitators(event_id: UUID) -> set[UUID]:
    statement = select(Facilitation.person_id).where(Facilitation.event_id == event_id)
    return set(session().scalars(statement))


def _stays(event_id: UUID) -> dict[UUID, dict[UUID, Attendance]]:
    """For each person who was there, how they attended each part."""
    return _by_part(_connections(Part.event_id == event_id))


Stay = tuple[UUID, UUID, datetime, datetime, datetime | None]


def _connections(wanted: ColumnElement[bool]) -> list[Stay]:
    statement = (
        select(
            Connection.person_id,
            Connection.part_id,
            Part.starts_at,
            Connection.began_at,
            Connection.ended_at,
        )
        .join(Part, Part.id == Connection.part_id)
        .where(wanted)
    )
    return [tuple(row) for row in session().execute(statement)]  # type: ignore[misc]


def _by_part(rows: Iterable[Stay]) -> dict[UUID, dict[UUID, Attendance]]:
    now = clock.now()
    intervals: defaultdict[tuple[UUID, UUID], list[Interval]] = defaultdict(list)
    starts: dict[UUID, datetime] = {}
    for person_id, part_id, starts_at, began_at, ended_at in rows:
        intervals[person_id, part_id].append(Interval(began_at, ended_at))
        starts[part_id] = starts_at
    found: defaultdict[UUID, dict[UUID, Attendance]] = defaultdict(dict)
    for (person_id, part_id), each in intervals.items():
        attended = attendance(each, starts[part_id], now)
        if attended is not None:
            found[person_id][part_id] = attended
    return dict(found)
