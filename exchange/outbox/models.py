from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.model import Row


class OutboxMessage(Row):
    """One piece of work: pending until `done_at`, or given up at `given_up_at`.

    `payload` holds no content of rooms. A finished message's payload is emptied, since a
    sign-in link is a secret and an address is personal data.
    """

    __tablename__ = "outbox_message"

    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(80), default="")
    done_at: Mapped[datetime | None] = mapped_column(index=True)
    given_up_at: Mapped[datetime | None]


class ScheduledTurn(Row):
    """When a scheduled job is next due. Whoever pushes `due_at` forward has taken the turn."""

    __tablename__ = "scheduled_turn"

    name: Mapped[str] = mapped_column(String(60), unique=True)
    due_at: Mapped[datetime]
