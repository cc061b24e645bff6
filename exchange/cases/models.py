from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.accounts.models import Person
from exchange.core.model import Row, unique_while


class Case(Row):
    """A participant's own problem, handed in for an event; one of each person stands.

    Its words are sealed with a key of its own, which withdrawing destroys.
    """

    __tablename__ = "event_case"
    __table_args__ = (
        unique_while(
            "uq_event_case_standing", "event_id", "person_id", holds="withdrawn_at IS NULL"
        ),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)  # its presenter
    seen_by: Mapped[str] = mapped_column(String(20))
    # Whether those in the room that works on it may read it there, whoever reads it beforehand.
    shown_in_room: Mapped[bool]
    sealed: Mapped[bytes]
    handed_in_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    presenter: Mapped[Person] = relationship()


class CaseWish(Row):
    """Which cases of an event somebody wishes to work on: two at most, or those of a topic."""

    __tablename__ = "case_wish"
    __table_args__ = (UniqueConstraint("event_id", "person_id"),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    first_id: Mapped[UUID | None] = mapped_column(ForeignKey("event_case.id"))
    second_id: Mapped[UUID | None] = mapped_column(ForeignKey("event_case.id"))
    topic: Mapped[str] = mapped_column(String(60), default="")  # of the event's list
