from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.model import Row


class NotesDocument(Row):
    """The head of a room's notes: the newest numbers, the editor's schema, and the lock."""

    __tablename__ = "notes_document"

    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"), unique=True)
    last: Mapped[int] = mapped_column(default=0)
    editor_schema: Mapped[int] = mapped_column(default=1)  # the newest that wrote; older is refused
    locked: Mapped[bool] = mapped_column(default=False)
    points: Mapped[int] = mapped_column(default=0)  # changes of its ideas and actions so far


class NotesUpdate(Row):
    """One Yjs update, sealed. Numbers run from 1 without a gap; the log is the truth."""

    __tablename__ = "notes_update"
    __table_args__ = (UniqueConstraint("room_id", "number"),)

    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"))
    number: Mapped[int]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))  # None: a step's own
    sealed: Mapped[bytes]
    at: Mapped[datetime]


class NotesSnapshot(Row):
    """The rows up to `through` of a room's log as one update, sealed: what a long log is read by.

    It follows from the log, which stays the truth, and may be thrown away at any time.
    """

    __tablename__ = "notes_snapshot"

    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"), unique=True)
    through: Mapped[int]
    sealed: Mapped[bytes]
    at: Mapped[datetime]


class NotesPoint(Row):
    """An idea or an action, as a row of its own beside a room's notes.

    `position` and `number` count the changes of the room's points: the one that made it, and the
    newest. A removed one keeps its row, so that others hear of it, and no words.
    """

    __tablename__ = "notes_point"
    __table_args__ = (
        UniqueConstraint("room_id", "number"),
        UniqueConstraint("room_id", "person_id", "key"),
    )

    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"))
    number: Mapped[int]
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))  # who wrote it
    key: Mapped[UUID]  # made by the browser: what is sent again is not noted twice
    taker_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))  # of an action
    due_on: Mapped[date | None]
    sealed: Mapped[bytes]
    removed: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
