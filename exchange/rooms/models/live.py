"""What is desired of a part while it is live: its rounds, its rooms, and who sits where."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.model import Row, unique_while
from exchange.events.models import Part
from exchange.rooms.enums import RoundState, Seating


class LivePart(Row):
    """What is desired of a part while it is live. One row per part, made when it is opened.

    Every change of it, of its rooms or of who sits where adds one to `version`; a client that
    holds an older version fetches its view anew.
    """

    __tablename__ = "live_part"

    part_id: Mapped[UUID] = mapped_column(ForeignKey("part.id"), unique=True)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    timer_ends_at: Mapped[datetime | None]  # the one deadline that drives every clock
    timer_left: Mapped[int | None]  # seconds, while the clock is paused; then it has no deadline
    chat_locked: Mapped[bool] = mapped_column(default=False)
    private_locked: Mapped[bool] = mapped_column(default=False)  # by hand, until it is undone
    # Taken from the event when the doors open; facilitators may change it while they are open.
    admits_each: Mapped[bool] = mapped_column(default=False)
    # Put in force by the step that runs, in every room of the part.
    hands_locked: Mapped[bool] = mapped_column(default=False)
    notes_paused: Mapped[bool] = mapped_column(default=False)
    private_paused: Mapped[bool] = mapped_column(default=False)
    votes_locked: Mapped[bool] = mapped_column(default=False)
    voices: Mapped[str] = mapped_column(String(20), default="")  # empty: everybody's
    # Where the run sheet stands. `next_step_id` begins by itself once the rooms have closed.
    step_id: Mapped[UUID | None] = mapped_column(ForeignKey("sheet_step.id"))
    step_began_at: Mapped[datetime | None]
    next_step_id: Mapped[UUID | None] = mapped_column(ForeignKey("sheet_step.id"))

    part: Mapped[Part] = relationship()


class Round(Row):
    """One stay in breakout rooms."""

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("part_id", "number"),)

    part_id: Mapped[UUID] = mapped_column(ForeignKey("part.id"), index=True)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default=RoundState.PREPARED.value)
    # Whoever comes late is seated too, but where seats are given by hand or chosen: they wait then.
    seating: Mapped[str] = mapped_column(String(20), default=Seating.RANDOM.value)
    moves_locked: Mapped[bool] = mapped_column(default=False)  # where people choose their rooms
    reached: Mapped[dict[str, Any] | None]  # of a mixed round: counts alone (mixing.Reached)
    opened_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None] = mapped_column(index=True)  # end of the countdown
    closed_at: Mapped[datetime | None]


class Room(Row):
    """Plenary (no round) or breakout. Who may enter is computed; its id gives nothing."""

    __tablename__ = "room"
    __table_args__ = (unique_while("uq_room_plenary", "part_id", holds="kind = 'plenary'"),)

    part_id: Mapped[UUID] = mapped_column(ForeignKey("part.id"), index=True)
    round_id: Mapped[UUID | None] = mapped_column(ForeignKey("round.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(60))
    prompt: Mapped[str] = mapped_column(String(500), default="")
    capacity: Mapped[int | None]  # the most who may choose it; None: any number
    last_message: Mapped[int] = mapped_column(default=0)  # number of the newest chat message
    # A countdown of this room alone, and where its people go; None: to the plenary.
    closes_at: Mapped[datetime | None]
    closes_into: Mapped[UUID | None]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("event_case.id"), index=True)
    presenter_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]

    round: Mapped[Round | None] = relationship()


class Seat(Row):
    """The seating: who belongs in which room of a round. A move ends one seat and makes another.

    A seat in the plenary says that a facilitator wants the person there although rooms are open.
    """

    __tablename__ = "seat"
    __table_args__ = (
        unique_while("uq_seat_current", "round_id", "person_id", holds="ended_at IS NULL"),
    )

    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"))
    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    how: Mapped[str] = mapped_column(String(20))
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Visit(Row):
    """A facilitator stands in a breakout room; announced there when it begins."""

    __tablename__ = "visit"
    __table_args__ = (
        unique_while("uq_visit_current", "part_id", "person_id", holds="ended_at IS NULL"),
    )

    part_id: Mapped[UUID] = mapped_column(ForeignKey("part.id"))
    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
