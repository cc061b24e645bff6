import threading
from datetime import datetime
from typing import Any

from exchange.core import clock
from exchange.core.db import on_commit, session, unit
from exchange.outbox.models import OutboxMessage

# Set whenever this process has committed work, so that a worker in it need not wait for its poll.
woken = threading.Event()


def enqueue(kind: str, payload: dict[str, Any], due_at: datetime | None = None) -> None:
    """Have the worker do `kind` with `payload` after the commit of the action under way.

    `due_at` (UTC) puts it off. The worker does it at least once: jobs must bear repeating.
    """
    unit()
    now = clock.now()
    session().add(
        OutboxMessage(kind=kind, payload=payload, created_at=now, due_at=due_at or now, attempts=0)
    )
    on_commit(woken.set)
