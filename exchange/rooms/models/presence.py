"""Who is connected through which process, who was put out, and what that took."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.model import Row, unique_while


class Connection(Row):
    """An open attendance interval: one socket of one person in one part.

    `process_id` names the server process that holds the socket; when its heartbeat stops, its
    intervals are closed at the last beat. `sid` names the socket to that process alone. `by_choice`
    tells somebody who has left from somebody whose line has dropped.
    """

    __tablename__ = "connection"
    __table_args__ = (
        Index("ix_connection_open", "part_id", "ended_at"),
        # A socket that leaves and comes back has a second interval.
        unique_while("uq_connection_sid_open", "sid", holds="ended_at IS NULL"),
    )

    part_id: Mapped[UUID] = mapped_column(ForeignKey("part.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    process_id: Mapped[UUID] = mapped_column(index=True)
    sid: Mapped[str] = mapped_column(String(40))
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    by_choice: Mapped[bool] = mapped_column(default=False)


class ServerProcess(Row):
    """A process that holds sockets, and when it was last known to live."""

    __tablename__ = "server_process"

    began_at: Mapped[datetime]
    beat_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Removal(Row):
    """A facilitator has put a person out of a part, until `lifted_at`."""

    __tablename__ = "removal"
    __table_args__ = (
        unique_while("uq_removal_current", "part_id", "person_id", holds="lifted_at IS NULL"),
    )

    part_id: Mapped[UUID] = mapped_column(ForeignKey("part.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    removed_at: Mapped[datetime]
    removed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    lifted_at: Mapped[datetime | None]


class Mute(Row):
    """A facilitator has paused a person's voice in the chats of a part, until `lifted_at`."""

    __tablename__ = "mute"
    __table_args__ = (
        unique_while("uq_mute_current", "part_id", "person_id", holds="lifted_at IS NULL"),
    )

    part_id: Mapped[UUID] = mapped_column(ForeignKey("part.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    muted_at: Mapped[datetime]
    muted_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
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
