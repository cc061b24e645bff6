from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.accounts.models import Person
from exchange.core.model import Row, unique_while


class RetentionPeriod(Row):
    """For how many days after the event a kind is kept: at one event, or at all (no event)."""

    __tablename__ = "retention_period"
    __table_args__ = (
        unique_while("uq_retention_period_event", "event_id", "kind", holds="event_id IS NOT NULL"),
        unique_while("uq_retention_period_network", "kind", holds="event_id IS NULL"),
    )

    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("event.id"))
    kind: Mapped[str] = mapped_column(String(20))
    days: Mapped[int]


class LegalHold(Row):
    """Nothing of the event, or of one room, is destroyed until the day after `ends_on`."""

    __tablename__ = "legal_hold"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("room.id"))  # None: the whole event
    reason: Mapped[str] = mapped_column(String(30))
    reference: Mapped[str] = mapped_column(String(60))
    placed_at: Mapped[datetime]
    placed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    ends_on: Mapped[date]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    placer: Mapped[Person] = relationship(foreign_keys=placed_by)
