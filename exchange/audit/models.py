from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.model import Row


class AuditEntry(Row):
    """One act. `facts` holds ids, codes and numbers; never words said or written in a room."""

    __tablename__ = "audit_entry"

    at: Mapped[datetime]
    tag: Mapped[str] = mapped_column(String(60), index=True)
    actor_kind: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[UUID | None] = mapped_column(index=True)
    actor_label: Mapped[str] = mapped_column(String(40), default="")
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID | None] = mapped_column(index=True)
    facts: Mapped[dict[str, Any]]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class AuditHead(Row):
    """The end of the chain: one row, locked while entries are appended."""

    __tablename__ = "audit_head"

    name: Mapped[str] = mapped_column(String(10), unique=True)
    hash: Mapped[str] = mapped_column(String(64))
    entries: Mapped[int]
