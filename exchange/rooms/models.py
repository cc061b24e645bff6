from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.model import Row
from exchange.events.models import Part
from exchange.rooms.enums import PollState, RoundState, Seating


class SheetStep(Row):
    """One planned step of a part. Steps are ordered by `position`, which may have gaps.

    What a step allows is put into force when it begins. `rooms` or `per_room`, and `seating`,
    belong to breakout steps alone; rooms made from the round before need neither number.
    """

    __tablename__ = "sheet_step"

    part_id: Mapped[UUID] = mapped_column(ForeignKey("part.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(120))
    minutes: Mapped[int]
    prompt: Mapped[str] = mapped_column(String(500), default="")
    material: Mapped[str] = mapped_column(Text, default="")  # plain text; addresses become links
    headings: Mapped[str] = mapped_column(Text, default="")  # for the notes, one on each line
    chat: Mapped[bool] = mapped_column(default=True)
    hands: Mapped[bool] = mapped_column(default=True)
    votes: Mapped[bool] = mapped_column(default=False)
    notes: Mapped[bool] = mapped_column(default=True)
    rooms: Mapped[int | None]
    per_room: Mapped[int | None]
    seating: Mapped[str] = mapped_column(String(20), default="")


class Method(Row):
    """A way of working that a network keeps: a template of steps, appended to a part's sheet."""

    __tablename__ = "method"

    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    people: Mapped[str] = mapped_column(String(60), default="")  # for how many, in words
    about: Mapped[str] = mapped_column(String(500), default="")
    language: Mapped[str] = mapped_column(String(10))
    steps: Mapped[list[dict[str, Any]]]  # the fields of `messages.StepContent`


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
    chat_locked: Mapped[bool] = mapped_column(default=False)
    # Put in force by the step that runs, in every room of the part.
    hands_locked: Mapped[bool] = mapped_column(default=False)
    notes_paused: Mapped[bool] = mapped_column(default=False)
    votes_locked: Mapped[bool] = mapped_column(default=False)
    # Where the run sheet stands. `next_step_id` begins by itself once the rooms have closed; `turn`
    # counts every change of the two, so that of two clashing acts the last is noticed.
    step_id: Mapped[UUID | None] = mapped_column(ForeignKey("sheet_step.id"))
    step_began_at: Mapped[datetime | None]
    next_step_id: Mapped[UUID | None] = mapped_column(ForeignKey("sheet_step.id"))
    turn: Mapped[int] = mapped_column(default=0)

    part: Mapped[Part] = relationship()


class Round(Row):
    """One stay in breakout rooms."""

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("part_id", "number"),)

    part_id: Mapped[UUID] = mapped_column(ForeignKey("part.id"), index=True)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default=RoundState.PREPARED.value)
    # Random: whoever comes late is seated too. By hand: they wait in the plenary to be seated.
    seating: Mapped[str] = mapped_column(String(20), default=Seating.RANDOM.value)
    opened_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None] = mapped_column(index=True)  # end of the countdown
    closed_at: Mapped[datetime | None]


class Room(Row):
    """Plenary (no round) or breakout. Who may enter is computed; its id gives nothing."""

    __tablename__ = "room"
    __table_args__ = (
        Index(
            "uq_room_plenary",
            "part_id",
            unique=True,
            sqlite_where=text("kind = 'plenary'"),
            postgresql_where=text("kind = 'plenary'"),
        ),
    )

    part_id: Mapped[UUID] = mapped_column(ForeignKey("part.id"), index=True)
    round_id: Mapped[UUID | None] = mapped_column(ForeignKey("round.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(60))
    prompt: Mapped[str] = mapped_column(String(500), default="")
    last_message: Mapped[int] = mapped_column(default=0)  # number of the newest chat message
    closed_at: Mapped[datetime | None]

    round: Mapped[Round | None] = relationship()


class Seat(Row):
    """The seating: who belongs in which room of a round. A move ends one seat and makes another.

    A seat in the plenary says that a facilitator wants the person there although rooms are open.
    """

    __tablename__ = "seat"
    __table_args__ = (
        Index(
            "uq_seat_current",
            "round_id",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
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
        Index(
            "uq_visit_current",
            "part_id",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    part_id: Mapped[UUID] = mapped_column(ForeignKey("part.id"))
    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Connection(Row):
    """An open attendance interval: one socket of one person in one part.

    `process_id` names the server process that holds the socket; when its heartbeat stops, its
    intervals are closed at the last beat. `sid` names the socket to that process alone.
    """

    __tablename__ = "connection"
    __table_args__ = (
        Index("ix_connection_open", "part_id", "ended_at"),
        Index(
            "uq_connection_sid_open",  # a socket that leaves and comes back has a second interval
            "sid",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    part_id: Mapped[UUID] = mapped_column(ForeignKey("part.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    process_id: Mapped[UUID] = mapped_column(index=True)
    sid: Mapped[str] = mapped_column(String(40))
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ServerProcess(Row):
    """A process that holds sockets, and when it was last known to live."""

    __tablename__ = "server_process"

    began_at: Mapped[datetime]
    beat_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Message(Row):
    """One line of a room's chat, sealed. Numbers run from 1 without a gap.

    `key` is made by the sender's browser: sending the same line twice stores it once.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("room_id", "number"),
        UniqueConstraint("room_id", "person_id", "key"),
    )

    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    key: Mapped[UUID]
    sealed: Mapped[bytes]
    at: Mapped[datetime]


class Hand(Row):
    """A raised hand in a room, in the order of raising."""

    __tablename__ = "hand"
    __table_args__ = (
        Index(
            "uq_hand_up",
            "room_id",
            "person_id",
            unique=True,
            sqlite_where=text("lowered_at IS NULL"),
            postgresql_where=text("lowered_at IS NULL"),
        ),
    )

    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    raised_at: Mapped[datetime]
    lowered_at: Mapped[datetime | None]


class HelpCall(Row):
    """A room asks for a facilitator; facilitators alone see it."""

    __tablename__ = "help_call"
    __table_args__ = (
        Index(
            "uq_help_call_open",
            "room_id",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class Poll(Row):
    """A question put to every open room of a part, or to one. At most one is under way.

    Question and options are content: sealed with the key of `sealed_in`, the room that is asked,
    or the plenary where all are.
    """

    __tablename__ = "poll"
    __table_args__ = (
        Index(
            "uq_poll_under_way",
            "part_id",
            unique=True,
            sqlite_where=text("state NOT IN ('prepared', 'closed')"),
            postgresql_where=text("state NOT IN ('prepared', 'closed')"),
        ),
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


class Removal(Row):
    """A facilitator has put a person out of a part, until `lifted_at`."""

    __tablename__ = "removal"
    __table_args__ = (
        Index(
            "uq_removal_current",
            "part_id",
            "person_id",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )

    part_id: Mapped[UUID] = mapped_column(ForeignKey("part.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    removed_at: Mapped[datetime]
    removed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    lifted_at: Mapped[datetime | None]


class AccessReceipt(Row):
    """How long it took from a commit that ended somebody's access to their last closed socket."""

    __tablename__ = "access_receipt"

    part_id: Mapped[UUID] = mapped_column(ForeignKey("part.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(String(40))  # the rule's reason code
    committed_at: Mapped[datetime]
    sockets: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None]
    milliseconds: Mapped[int | None]
