"""What goes over the wire about notes: typed, with `.payload()` as the browser reads it."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

HEAD = struct.Struct(">QI")  # number, length of the update that follows


@dataclass(frozen=True)
class NumberedUpdate:
    """A row of the log in the clear. `update` is content: it goes to the room alone."""

    number: int
    update: bytes


@dataclass(frozen=True)
class Backlog:
    """A stretch of a room's log, oldest first; `more` if there is newer.

    One blob, because Socket.IO takes at most ten attachments in a message.
    """

    rows: Sequence[NumberedUpdate]
    last: int
    more: bool
    read_only: bool

    def payload(self) -> dict[str, Any]:
        packed = b"".join(HEAD.pack(row.number, len(row.update)) + row.update for row in self.rows)
        return {
            "rows": packed,
            "last": self.last,
            "more": self.more,
            "read_only": self.read_only,
        }


@dataclass(frozen=True)
class Written:
    """An update that was committed, as the others in the room get it."""

    room_id: UUID
    number: int
    update: bytes
    editor_schema: int

    def payload(self) -> dict[str, Any]:
        return {
            "room": self.room_id.hex,
            "seq": self.number,
            "update": self.update,
            "schema": self.editor_schema,
        }


@dataclass(frozen=True)
class Moment:
    """A stretch of a room's writing without a pause: its updates `first` to `last`, and when."""

    first: int
    last: int
    began_at: datetime
    ended_at: datetime

    def begun(self, first: int, began_at: datetime) -> "Moment":
        """The same, begun earlier."""
        return replace(self, first=first, began_at=began_at)

    def payload(self) -> dict[str, Any]:
        return {
            "first": self.first,
            "last": self.last,
            "began_at": self.began_at.isoformat(),
            "ended_at": self.ended_at.isoformat(),
        }


@dataclass(frozen=True)
class Moments:
    """Moments of a room's notes, newest first; `more` if there are earlier ones."""

    moments: Sequence[Moment]
    more: bool

    def payload(self) -> dict[str, Any]:
        return {"moments": [each.payload() for each in self.moments], "more": self.more}


@dataclass(frozen=True)
class PointView:
    """An idea or an action as the room has it now. `text` is content: it goes to the room alone.

    A removed one has neither words nor taker.
    """

    room_id: UUID
    id: UUID
    number: int
    position: int
    kind: str
    text: str
    due_on: date | None
    writer_id: UUID
    taker_id: UUID | None
    taker: str
    removed: bool

    def payload(self) -> dict[str, Any]:
        return {
            "room": self.room_id.hex,
            "id": self.id.hex,
            "number": self.number,
            "position": self.position,
            "kind": self.kind,
            "text": self.text,
            "due": self.due_on.isoformat() if self.due_on else None,
            "writer": self.writer_id.hex,
            "taker": {"id": self.taker_id.hex, "name": self.taker} if self.taker_id else None,
            "removed": self.removed,
        }


@dataclass(frozen=True)
class Points:
    """What changed of a room's points after some number, in the order of its changes."""

    points: Sequence[PointView]
    last: int

    def payload(self) -> dict[str, Any]:
        return {"points": [point.payload() for point in self.points], "last": self.last}
