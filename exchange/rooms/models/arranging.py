"""What facilitators of an event ask of every seating: theirs alone, and soon forgotten."""

from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.model import Row


class Arrangement(Row):
    """One line of the event's lists: people kept apart or together, a manager, a host.

    Forgotten a week after the event's last part (`arranging.KEPT`).
    """

    __tablename__ = "arrangement"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    room: Mapped[int | None]  # of a host: the number of their room, from 1

    people: Mapped[list["Arranged"]] = relationship(
        order_by="Arranged.position", cascade="all, delete-orphan", lazy="selectin"
    )


class Arranged(Row):
    """Somebody in a line of the lists; of a manager's line, the first is the manager."""

    __tablename__ = "arranged"
    __table_args__ = (UniqueConstraint("arrangement_id", "person_id"),)

    arrangement_id: Mapped[UUID] = mapped_column(ForeignKey("arrangement.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    position: Mapped[int]
