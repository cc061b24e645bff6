from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.model import Row


class Takeaway(Row):
    """A line that somebody proposed to let out of a room. Nobody is named: not who, nor who not.

    A change of its wording is a new version, with a period of its own.
    """

    __tablename__ = "takeaway"

    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    sealed: Mapped[bytes]
    shown_at: Mapped[datetime]
    releases_at: Mapped[datetime] = mapped_column(index=True)  # unless somebody holds it back
    told_at: Mapped[datetime | None]  # when those who were there were written to
    held_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
