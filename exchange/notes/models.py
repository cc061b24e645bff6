from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.model import Row


class NotesDocument(Row):
    """The head of a room's notes: the newest number, the editor's schema, and the lock."""

    __tablename__ = "notes_document"

    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"), unique=True)
    last: Mapped[int] = mapped_column(default=0)
    editor_schema: Mapped[int] = mapped_column(default=1)  # the newest that wrote; older is refused
    locked: Mapped[bool] = mapped_column(default=False)


class NotesUpdate(Row):
    """One Yjs update, sealed. Numbers run from 1 without a gap; the log is the truth."""

    __tablename__ = "notes_update"
    __table_args__ = (UniqueConstraint("room_id", "number"),)

    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"))
    number: Mapped[int]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    sealed: Mapped[bytes]
    at: Mapped[datetime]
