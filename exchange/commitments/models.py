from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.model import Row
from exchange.events.models import Event


class Commitment(Row):
    """An action that a person took on; nobody else can read it. Sealed with a key of its own."""

    __tablename__ = "commitment"
    __table_args__ = (UniqueConstraint("person_id", "key"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    key: Mapped[UUID]  # of the room's row it was taken from, or made by the browser
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("event.id"))  # where it was taken on
    state: Mapped[str] = mapped_column(String(10))
    due_on: Mapped[date | None]
    sealed: Mapped[bytes]
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime] = mapped_column(index=True)
    reminded: Mapped[int] = mapped_column(default=0)  # how many of its reminders are done with

    event: Mapped[Event | None] = relationship()


class ReminderChoice(Row):
    """Whether a person wants to be reminded of their actions by e-mail. Without a row they do."""

    __tablename__ = "reminder_choice"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), unique=True)
    wanted: Mapped[bool]
