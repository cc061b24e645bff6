"""Until when each kind is kept at an event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, func, or_, select

from exchange.core import clock
from exchange.core.clock import local, today
from exchange.core.db import session
from exchange.events.models import Event, Part
from exchange.retention.enums import Kind
from exchange.retention.models import RetentionPeriod
from exchange.retention.periods import PERIODS, Period
from exchange.retention.queries.kept import remains
from exchange.retention.rules import Stand, destroyed_on, may_destroy
from exchange.rooms.models import Connection, LivePart


@dataclass(frozen=True)
class Line:
    """What is kept of one kind: for how many days, and until which day, if that is known.

    `past`: the day has come. `left`: something is there still.
    """

    kind: Kind
    days: int
    on: date | None
    past: bool
    left: bool

    @property
    def period(self) -> Period:
        return PERIODS[self.kind]


def default_periods() -> dict[Kind, int]:
    """The network's periods, in days, by kind."""
    return _filled(RetentionPeriod.event_id.is_(None), {k: p.days for k, p in PERIODS.items()})


def periods_of(event_id: UUID) -> dict[Kind, int]:
    """The event's periods, in days, by kind: its own choice, else the network's."""
    return _filled(RetentionPeriod.event_id == event_id, default_periods())


def _filled(where: object, periods: dict[Kind, int]) -> dict[Kind, int]:
    statement = select(RetentionPeriod.kind, RetentionPeriod.days).where(where)  # type: ignore[arg-type]
    return periods | {Kind(kind): days for kind, days in session().execute(statement)}


def stand_of(event: Event) -> Stand:
    """How the event stands today. It ended when its last part did, or the last person left."""
    of_event = select(Part.id).where(Part.event_id == event.id)
    ends = (
        session()
        .execute(
            select(
                select(func.max(Part.ends_at)).where(Part.event_id == event.id).scalar_subquery(),
                select(func.max(LivePart.closed_at))
                .where(LivePart.part_id.in_(of_event))
                .scalar_subquery(),
                select(func.max(Connection.ended_at))
                .where(Connection.part_id.in_(of_event))
                .scalar_subquery(),
            )
        )
        .one()
    )
    connected = exists().where(Connection.part_id.in_(of_event), Connection.ended_at.is_(None))
    known = [instant for instant in ends if instant is not None]
    return Stand(
        today=today(event.time_zone),
        ended_on=local(max(known), event.time_zone).date() if known else None,
        in_use=bool(session().scalar(select(connected))),
    )


def has_begun(event_id: UUID) -> bool:
    """Whether people may have spoken already: a part has begun, or its doors were opened."""
    begun = exists().where(Part.event_id == event_id, Part.starts_at <= clock.now())
    opened = exists().where(LivePart.part_id == Part.id, Part.event_id == event_id)
    return bool(session().scalar(select(or_(begun, opened))))


def schedule_of(event: Event) -> list[Line]:
    """Each kind's day at this event, in the order in which people ask about it."""
    periods, stand = periods_of(event.id), stand_of(event)
    asked = select(*(remains(kind) for kind in PERIODS)).where(Event.id == event.id)
    left = session().execute(asked).one()
    lines = []
    for kind, is_left in zip(PERIODS, left, strict=True):
        on = destroyed_on(stand.ended_on, periods[kind]) if stand.ended_on else None
        past = on is not None and on <= stand.today
        lines.append(Line(kind, periods[kind], on, past=past, left=bool(is_left)))
    return lines


def due() -> Sequence[tuple[UUID, Kind]]:
    """Of which event which kind is to be destroyed now, holds left aside."""
    return [
        (event.id, kind)
        for kind in PERIODS
        for event in session().scalars(select(Event).where(remains(kind)).order_by(Event.seq)).all()
        if may_destroy(stand_of(event), periods_of(event.id)[kind], held=False)
    ]
