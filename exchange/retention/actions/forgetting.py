"""Destroying what has been kept long enough: keys first, rows with them, and a receipt."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import String, cast, delete, func, or_, select, update

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.cases.models import Case
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import lock, session
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.events.models import Event, Part
from exchange.retention import queries, rules
from exchange.retention.enums import Kind
from exchange.retention.periods import PERIODS
from exchange.retention.queries import KEPT, Reach, Table
from exchange.rooms.actions import close_abandoned
from exchange.rooms.enums import RoomKind
from exchange.rooms.models import Room
from exchange.vault.content import ROOM_KINDS, destroy_keys
from exchange.vault.envelope import Content


@action
def forget(*, actor: Actor, event_id: UUID, kind: Kind) -> None:
    """Destroy what the event has kept of this kind, but for rooms that are held.

    Doors that nobody closed are closed first. Nothing happens where nothing is left. Raises
    `Refused` before its day, and where the whole event is held; `NotFound`.
    """
    event = lock(Event, event_id)
    if event is None:
        raise NotFound
    holds, periods = queries.holds_of(event), queries.periods_of(event_id)
    stand = queries.stand_of(event)
    whole = any(hold.room_id is None for hold in holds)
    require(rules.may_destroy(stand, periods[kind], held=whole))
    every = _rooms(event_id)
    held = {hold.room_id for hold in holds if hold.room_id is not None}
    free = _free(event_id, every, held, whole_part=PERIODS[kind].whole_part)
    for part_id in free.parts:
        close_abandoned(actor=actor, part_id=part_id)
    keys = destroy_keys(_scopes(kind, free), _seals(kind, periods)) if PERIODS[kind].seals else []
    if kind is Kind.CASES and free.events:
        _part_from_cases(free)
    rows = {table.name: gone for table in KEPT[kind] if (gone := delete_rows(table, free))}
    if keys or rows:
        if kind is Kind.NOTES:
            _forget_names(free)
        record(
            actor,
            Tag.FORGOTTEN,
            event,
            kind=kind,
            days=periods[kind],
            due_on=rules.destroyed_on(stand.ended_on or stand.today, periods[kind]),
            keys=[key.hex for key in keys],
            rows=rows,
            held_rooms=len(every) - len(free.rooms),
        )


@dataclass(frozen=True)
class Free:
    """What no hold covers: rooms, parts and the event, as far as anything of them may go."""

    rooms: Collection[UUID]
    parts: Collection[UUID] = ()
    events: Collection[UUID] = ()

    def ids(self, reach: Reach) -> Collection[UUID]:
        """What rows of this reach belong to."""
        return {Reach.ROOM: self.rooms, Reach.PART: self.parts, Reach.EVENT: self.events}[reach]


def _rooms(event_id: UUID) -> dict[UUID, UUID]:
    """The event's rooms, each with its part."""
    statement = select(Room.id, Room.part_id).join(Part, Part.id == Room.part_id)
    rows = session().execute(statement.where(Part.event_id == event_id))
    return {row.id: row.part_id for row in rows}


def _free(
    event_id: UUID, rooms: Mapping[UUID, UUID], held: Collection[UUID], *, whole_part: bool
) -> Free:
    parts = {part_id for room_id, part_id in rooms.items() if room_id in held}
    free = {
        room_id: part_id
        for room_id, part_id in rooms.items()
        if room_id not in held and not (whole_part and part_id in parts)
    }
    every_part = set(session().scalars(select(Part.id).where(Part.event_id == event_id)))
    return Free(free.keys(), every_part - parts, () if held else (event_id,))


def _scopes(kind: Kind, free: Free) -> Collection[UUID]:
    if kind is not Kind.CASES:
        return free.rooms
    return session().scalars(select(Case.id).where(Case.event_id.in_(free.events))).all()


def _seals(kind: Kind, periods: Mapping[Kind, int]) -> list[Content]:
    """The kind's keys, and with the rooms' kind that is kept longest those that open everything."""
    seals = {each: period.seals for each, period in PERIODS.items() if period.seals is not None}
    last = max(
        (each for each in seals if seals[each] in ROOM_KINDS), key=lambda each: periods[each]
    )
    return [seals[kind], *([Content.EVERYTHING] if kind is last else [])]


def delete_rows(table: Table, free: Free) -> int:
    """Delete what the table holds of these rooms, parts or events; how many rows."""
    wanted = table.column.in_(free.ids(table.reach))
    counted = session().scalar(select(func.count()).select_from(table.model).where(wanted)) or 0
    if counted:  # a room that is held stays due: what finds nothing writes nothing
        statement = delete(table.model).where(wanted)
        session().execute(statement.execution_options(synchronize_session=False))
    return counted


def _part_from_cases(free: Free) -> None:
    """Which case a room worked on, and whose, is forgotten with the cases."""
    worked = Room.id.in_(free.rooms), or_(Room.case_id.is_not(None), Room.presenter_id.is_not(None))
    if session().scalar(select(Room.seq).where(*worked).limit(1)) is not None:
        session().execute(update(Room).where(*worked).values(case_id=None, presenter_id=None))


def _forget_names(free: Free) -> None:
    """What rooms were called, and asked to do, was said in them."""
    breakouts = update(Room).where(Room.id.in_(free.rooms), Room.kind == RoomKind.BREAKOUT.value)
    session().execute(breakouts.values(name=cast(Room.position, String), prompt=""))
