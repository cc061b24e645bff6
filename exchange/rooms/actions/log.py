"""A room's log: numbered without a gap, sealed, each line stored once, sent after its commit."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Select,
    Update,
    bindparam,
    select,
    update,
)

from exchange.core import clock
from exchange.core.actor import Actor
from exchange.core.bulk import among, change, columns, store, table_of, tupled, tuples
from exchange.core.db import unit
from exchange.core.prepared import built_once
from exchange.realtime.publish import publish, room_channel
from exchange.rooms.enums import MessageKind
from exchange.rooms.models import Message, Room
from exchange.rooms.queries import message_in_clear, place_of
from exchange.vault.content import vault


@dataclass(frozen=True)
class Line:
    """What somebody wants to add to a room's log; `key` is made by whoever sends it."""

    actor: Actor
    room_id: UUID
    kind: MessageKind
    text: str
    key: UUID

    @property
    def name(self) -> tuple[UUID, UUID, UUID]:
        """What two lines share only if they are the same line, sent twice."""
        return self.room_id, self.actor.person, self.key


@dataclass(frozen=True)
class Said:
    """A line as it was stored."""

    number: int
    at: datetime


def hold_logs(room_ids: Collection[UUID]) -> dict[UUID, int]:
    """The newest numbers of these rooms' logs, held until the transaction ends.

    Closed and unknown rooms are left out. Rooms are taken in the order of `seq`, as a flush takes
    them: no two transactions wait for each other.
    """
    unit()
    rows = columns(_heads(), {"rooms": list(room_ids)})
    return {row.id: row.last_message for row in rows if row.closed_at is None}


def append(lines: Sequence[Line], heads: dict[UUID, int]) -> list[Said]:
    """Add `lines` to logs that `heads` names and holds; those stored before stay as they are."""
    stored = stored_before(lines)
    rows, now = [], clock.now()
    for line in lines:
        if line.name not in stored:
            heads[line.room_id] += 1
            stored[line.name] = said = Said(heads[line.room_id], now)
            rows.append(_row(line, said))
    if rows:
        _write(rows, heads)
    return [stored[line.name] for line in lines]


def stored_before(lines: Iterable[Line]) -> dict[tuple[UUID, UUID, UUID], Said]:
    """Those of the lines that are in their logs already, by `Line.name`."""
    names = [line.name for line in lines]
    if not names:
        return {}
    rows = columns(_same(), tuples(names))
    return {(row.room_id, row.person_id, row.key): Said(row.number, row.at) for row in rows}


def _row(line: Line, said: Said) -> dict[str, Any]:
    """The line as its row; it is passed on once that is committed."""
    told = message_in_clear(
        room_id=line.room_id,
        number=said.number,
        kind=line.kind,
        person_id=line.actor.person,
        at=said.at,
        text=line.text,
        name=line.actor.name,
    )
    publish("message", told.payload(), to=room_channel(line.room_id))
    return {
        "room_id": line.room_id,
        "number": said.number,
        "kind": line.kind.value,
        "person_id": line.actor.person,
        "key": line.key,
        "sealed": vault().seal(line.text.encode(), place_of(line.room_id, said.number)),
        "at": said.at,
    }


def _write(rows: list[dict[str, Any]], heads: dict[UUID, int]) -> None:
    store(Message, rows)
    grown = {row["room_id"] for row in rows}
    change(_growth(), [{"of": each, "last": heads[each]} for each in grown])


@built_once
def _heads() -> Select[*tuple[Any, ...]]:
    return (
        select(Room.id, Room.last_message, Room.closed_at)
        .where(among(Room.id, "rooms"))
        .order_by(Room.seq)
        .with_for_update(key_share=True)  # rows that refer to a room need not wait
    )


@built_once
def _growth() -> Update:
    rooms = table_of(Room)
    return update(rooms).where(rooms.c.id == bindparam("of")).values(last_message=bindparam("last"))


@built_once
def _same() -> Select[*tuple[Any, ...]]:
    return select(
        Message.room_id, Message.person_id, Message.key, Message.number, Message.at
    ).where(tupled(Message.room_id, Message.person_id, Message.key))
