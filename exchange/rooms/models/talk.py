"""What is said in a room, and the signs given there."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.model import Row, unique_while


class Message(Row):
    """One line of a room's chat, sealed. Numbers run from 1 without a gap.

    `key` is made by the sender's browser: sending the same line twice stores it once.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("room_id", "number"),
        UniqueConstraint("room_id", "person_id", "key"),
    )

    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    key: Mapped[UUID]
    sealed: Mapped[bytes]
    at: Mapped[datetime]


class Hand(Row):
    """A raised hand in a room, in the order of raising."""

    __tablename__ = "hand"
    __table_args__ = (
        unique_while("uq_hand_up", "room_id", "person_id", holds="lowered_at IS NULL"),
    )

    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    raised_at: Mapped[datetime]
    lowered_at: Mapped[datetime | None]


class HelpCall(Row):
    """A room asks for a facilitator; facilitators alone see it."""

    __tablename__ = "help_call"
    __table_args__ = (
        unique_while("uq_help_call_open", "room_id", "person_id", holds="ended_at IS NULL"),
    )

    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
