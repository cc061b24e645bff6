"""Dilemmas made of cases, and what their presenters have consented to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.model import Row


class CaseRewriting(Row):
    """A case whose presenter lets it be rewritten, and what is proposed; it goes with the case."""

    __tablename__ = "case_rewriting"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("event_case.id"), unique=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    agreed_at: Mapped[datetime | None]  # None: not agreed any more
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime | None]
    sealed: Mapped[bytes]  # with the case's key; empty while nothing is proposed
    declined_at: Mapped[datetime | None]  # what is proposed now


class DilemmaConsent(Row):
    """Whose a dilemma of the library is, so that they can take it back when the case is long gone.

    `digest` names the text that they approved at `approved_at`, which is None once taken back.
    """

    __tablename__ = "dilemma_consent"
    __table_args__ = (UniqueConstraint("event_id", "person_id"),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    dilemma_id: Mapped[UUID] = mapped_column(ForeignKey("dilemma.id"), unique=True)
    approved_at: Mapped[datetime | None]
    digest: Mapped[str] = mapped_column(String(64))
