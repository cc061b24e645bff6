"""Questions put to rooms: who has voted apart from what, and the network's dilemmas."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.model import Row, unique_while
from exchange.rooms.enums import PollState


class Poll(Row):
    """A question put to every open room of a part, or to one. At most one is under way.

    Question and options are content: sealed with the key of `sealed_in`, the room that is asked,
    or the plenary where all are.
    """

    __tablename__ = "poll"
    __table_args__ = (
        unique_while("uq_poll_under_way", "part_id", holds="state NOT IN ('prepared', 'closed')"),
    )

    part_id: Mapped[UUID] = mapped_column(ForeignKey("part.id"), index=True)
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("room.id"))  # None: every room
    sealed_in: Mapped[UUID] = mapped_column(ForeignKey("room.id"))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default=PollState.PREPARED.value)
    sealed: Mapped[bytes]


class Ballot(Row):
    """Somebody has voted; what, stands nowhere. Kept until the vote is revealed, then forgotten.

    `vote` is 1, or 2 for the vote after the talk (docs/decisions/0009-ballots.md).
    """

    __tablename__ = "ballot"
    __table_args__ = (UniqueConstraint("poll_id", "vote", "person_id"),)

    poll_id: Mapped[UUID] = mapped_column(ForeignKey("poll.id"))
    vote: Mapped[int]
    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)


class Tally(Row):
    """What a room has voted: one row of counts, sealed; no row is ever made for one vote."""

    __tablename__ = "tally"
    __table_args__ = (UniqueConstraint("poll_id", "room_id", "vote"),)

    poll_id: Mapped[UUID] = mapped_column(ForeignKey("poll.id"))
    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"))
    vote: Mapped[int]
    sealed: Mapped[bytes]


class Dilemma(Row):
    """A dilemma of the network's library, from which a poll can be made. No content of a room."""

    __tablename__ = "dilemma"

    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(10))
    situation: Mapped[str] = mapped_column(Text)
    question: Mapped[str] = mapped_column(String(500))
    options: Mapped[list[str]]
    retired_at: Mapped[datetime | None]  # no longer offered
