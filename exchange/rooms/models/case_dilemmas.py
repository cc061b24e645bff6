"""Dilemmas made of cases, and what their presenters have consented to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.model import Row


class CaseDilemma(Row):
    """A case whose presenter lets it be rewritten as a dilemma, and how far that has come.

    What is proposed is sealed with the case's key. `digest` names the text that was approved
    at `approved_at`: the library's `dilemma_id` holds that text and no other while these stand.
    """

    __tablename__ = "case_dilemma"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("event_case.id"), unique=True)
    agreed_at: Mapped[datetime | None]  # None: not agreed any more
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime | None]
    sealed: Mapped[bytes | None]
    declined_at: Mapped[datetime | None]  # what is proposed now
    approved_at: Mapped[datetime | None]
    digest: Mapped[str | None] = mapped_column(String(64))
    dilemma_id: Mapped[UUID | None] = mapped_column(ForeignKey("dilemma.id"), unique=True)
