"""What is written outside a room's chat: between two, and among a part's facilitators."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.model import Row, unique_while


class Conversation(Row):
    """The head of what two people write to each other in a part; without people, facilitators.

    `one_id` is the smaller of the two ids, so that a pair has one row. What is written is sealed
    with the chat's key of `sealed_in`, the part's plenary.
    """

    __tablename__ = "conversation"
    __table_args__ = (
        UniqueConstraint("part_id", "one_id", "other_id"),
        unique_while("uq_conversation_facilitators", "part_id", holds="one_id IS NULL"),
    )

    part_id: Mapped[UUID] = mapped_column(ForeignKey("part.id"))
    one_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    other_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    sealed_in: Mapped[UUID] = mapped_column(ForeignKey("room.id"), index=True)
    last: Mapped[int] = mapped_column(default=0)  # number of the newest remark
    last_at: Mapped[datetime] = mapped_column(index=True)


class Remark(Row):
    """One line of a conversation, sealed as its head says. Numbers run from 1 without a gap.

    `key` is made by the writer's browser: sending the same line twice stores it once.
    """

    __tablename__ = "remark"
    __table_args__ = (
        UniqueConstraint("conversation_id", "number"),
        UniqueConstraint("conversation_id", "person_id", "key"),
    )

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id"))
    sealed_in: Mapped[UUID] = mapped_column(ForeignKey("room.id"), index=True)
    number: Mapped[int]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    key: Mapped[UUID]
    sealed: Mapped[bytes]
    at: Mapped[datetime]
