"""Who waits at the doors of a part, who was let in, who is shut out, and who takes a break."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.model import Row, unique_while


class LobbyStay(Row):
    """One socket of one person in the lobby of a part. `process_id` as of a `Connection`."""

    __tablename__ = "lobby_stay"
    __table_args__ = (
        Index("ix_lobby_stay_part_id_person_id", "part_id", "person_id"),
        unique_while("uq_lobby_stay_sid_open", "sid", holds="ended_at IS NULL"),
    )

    part_id: Mapped[UUID] = mapped_column(ForeignKey("part.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    process_id: Mapped[UUID] = mapped_column(index=True)
    sid: Mapped[str] = mapped_column(String(40))
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Admission(Row):
    """A facilitator has let a person into a part, until `ended_at`."""

    __tablename__ = "admission"
    __table_args__ = (
        unique_while("uq_admission_current", "part_id", "person_id", holds="ended_at IS NULL"),
    )

    part_id: Mapped[UUID] = mapped_column(ForeignKey("part.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    admitted_at: Mapped[datetime]
    admitted_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]


class Ban(Row):
    """A facilitator has shut a person out of an event with all its parts, until `lifted_at`."""

    __tablename__ = "ban"
    __table_args__ = (
        unique_while("uq_ban_current", "event_id", "person_id", holds="lifted_at IS NULL"),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(String(20))
    banned_at: Mapped[datetime]
    banned_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    lifted_at: Mapped[datetime | None]


class Aside(Row):
    """A person takes a short break from a part: still in it, counted nowhere."""

    __tablename__ = "aside"
    __table_args__ = (
        unique_while("uq_aside_current", "part_id", "person_id", holds="ended_at IS NULL"),
    )

    part_id: Mapped[UUID] = mapped_column(ForeignKey("part.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
