"""Destroying what has been kept long enough: keys first, rows with them, and a receipt."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import String, cast, delete, func, select, update

from exchange.audit.record import record
from exchange.audit.tags import Tag
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
from exchange.vault.content import destroy_keys
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
    rooms = _free(every, {hold.room_id for hold in holds}, whole_part=PERIODS[kind].whole_part)
    for part_id in set(rooms.values()):
        close_abandoned(actor=actor, part_id=part_id)
    keys = destroy_keys(list(rooms), _seals(kind, periods)) if PERIODS[kind].seals else []
    rows = {table.name: gone for table in KEPT[kind] if (gone := delete_rows(table, rooms))}
    if keys or rows:
        if kind is Kind.NOTES:
            _forget_names(rooms)
        record(
            actor,
            Tag.FORGOTTEN,
            event,
            kind=kind,
            days=periods[kind],
            due_on=rules.destroyed_on(stand.ended_on or stand.today, periods[kind]),
            keys=[key.hex for key in keys],
            rows=rows,
            held_rooms=len(every) - len(rooms),
        )


def _rooms(event_id: UUID) -> dict[UUID, UUID]:
    """The event's rooms, each with its part."""
    statement = select(Room.id, Room.part_id).join(Part, Part.id == Room.part_id)
    rows = session().execute(statement.where(Part.event_id == event_id))
    return {row.id: row.part_id for row in rows}


def _free(
    rooms: dict[UUID, UUID], held: Collection[UUID | None], *, whole_part: bool
) -> dict[UUID, UUID]:
    parts = {part_id for room_id, part_id in rooms.items() if room_id in held}
    return {
        room_id: part_id
        for room_id, part_id in rooms.items()
        if room_id not in held and not (whole_part and part_id in parts)
    }


def _seals(kind: Kind, periods: dict[Kind, int]) -> list[Content]:
    """The kind's keys, and with the kind that is kept longest those that open everything."""
    seals = {each: period.seals for each, period in PERIODS.items() if period.seals is not None}
    last = max(seals, key=lambda each: periods[each])
    return [seals[kind], *([Content.EVERYTHING] if kind is last else [])]


def delete_rows(table: Table, rooms: dict[UUID, UUID]) -> int:
    """Delete what the table holds of these rooms, each given with its part; how many rows."""
    wanted = table.column.in_(set(rooms.values()) if table.reach is Reach.PART else set(rooms))
    counted = session().scalar(select(func.count()).select_from(table.model).where(wanted)) or 0
    if counted:  # a room that is held stays due: what finds nothing writes nothing
        statement = delete(table.model).where(wanted)
        session().execute(statement.execution_options(synchronize_session=False))
    return counted


def _forget_names(rooms: Collection[UUID]) -> None:
    """What rooms were called, and asked to do, was said in them."""
    breakouts = update(Room).where(Room.id.in_(rooms), Room.kind == RoomKind.BREAKOUT.value)
    session().execute(breakouts.values(name=cast(Room.position, String), prompt=""))
