from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.accounts.models import Person
from exchange.core.model import Row
from exchange.events.models import Event
from exchange.rooms.models import Room


class Disclosure(Row):
    """A request to open one room's content; nothing opens before a second person has agreed."""

    __tablename__ = "disclosure"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"))
    ground: Mapped[str] = mapped_column(String(30))
    reference: Mapped[str] = mapped_column(String(60))
    hours: Mapped[int]
    delay_ground: Mapped[str] = mapped_column(String(30), default="")  # "": told at once
    asked_at: Mapped[datetime]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    opens_until: Mapped[datetime | None]  # None: not agreed to
    ended_at: Mapped[datetime | None]  # before its time
    announced_at: Mapped[datetime | None] = mapped_column(index=True)

    event: Mapped[Event] = relationship()
    room: Mapped[Room] = relationship()
    asker: Mapped[Person] = relationship(foreign_keys=asked_by)
    decider: Mapped[Person | None] = relationship(foreign_keys=decided_by)
