from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.model import Row
from exchange.events.models import Event


class Harvest(Row):
    """How an event's harvest is arranged, and to whom it is published."""

    __tablename__ = "harvest"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), unique=True)
    audience: Mapped[str] = mapped_column(String(20), default="")  # the one last published to
    published_at: Mapped[datetime | None]
    headings: Mapped[list[str]] = mapped_column(default=list)  # in order


class HarvestLine(Row):
    """One line that a room released. It names neither the room nor anybody.

    Only the day is kept, and lines that nobody has arranged stand by their random ids: which of
    them left one room together is not to be seen.
    """

    __tablename__ = "harvest_line"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    searched: Mapped[str] = mapped_column(Text)  # the text as `rules.folded` gives it
    released_on: Mapped[date]
    heading: Mapped[str] = mapped_column(String(120), default="")  # of the harvest's; none: ""
    position: Mapped[int | None]  # None: staff have not looked at it yet
    left_out: Mapped[bool] = mapped_column(default=False)

    event: Mapped[Event] = relationship()
