"""Doing the outbox's work: take a message, do it without a transaction, note how it went.

A message is done at least once. Taking it pushes `due_at` forward by a lease, so that no other
process takes it meanwhile, and that somebody does if this one dies. These are the worker's own
books, not acts of anybody: they open transactions themselves, and what a job does is recorded by
the actions that it calls.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from prometheus_client import Counter
from sqlalchemy import delete, exists, or_, select

from exchange.core import clock
from exchange.core.db import lock, session, transaction
from exchange.outbox.jobs import JOBS, GiveUp, JobFailed, every
from exchange.outbox.models import OutboxMessage

log = structlog.get_logger()

LEASE = timedelta(minutes=5)  # longer than any job takes, network timeouts included
KEPT = timedelta(days=30)  # how long a finished message stays, without its payload
BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)

DONE = Counter("exchange_outbox_done_total", "Messages done", ["kind"])
FAILED = Counter("exchange_outbox_failed_total", "Tries that failed", ["kind"])
GIVEN_UP = Counter("exchange_outbox_given_up_total", "Messages given up", ["kind"])


@dataclass(frozen=True)
class Taken:
    """A message that is ours until its lease ends."""

    id: UUID
    kind: str
    payload: Mapping[str, Any]
    attempts: int  # this one included


def drain_one(*, keep_payload: bool = False) -> bool:
    """Do the next due message in the open scope; False if there was none.

    `keep_payload` is for the demonstration, whose mailbox shows what was sent.
    """
    taken = _take() if _is_any_due() else None
    if taken is None:
        return False
    try:
        _do(taken)
    except Exception as error:  # noqa: BLE001  # whatever it was, the message gets its next try
        _note_failure(taken, error)
    else:
        DONE.labels(taken.kind).inc()
        _finish(taken, keep_payload=keep_payload)
    return True


def _do(taken: Taken) -> None:
    run = JOBS.get(taken.kind)
    if run is None:  # perhaps a newer process knows it
        raise LookupError(taken.kind)
    run(taken.payload)


def _note_failure(taken: Taken, error: Exception) -> None:
    code = error.code if isinstance(error, JobFailed) else type(error).__name__
    is_final = isinstance(error, GiveUp) or taken.attempts > len(BACK_OFF)
    FAILED.labels(taken.kind).inc()
    if is_final:
        GIVEN_UP.labels(taken.kind).inc()
    log.error(
        "outbox_given_up" if is_final else "outbox_failed",
        kind=taken.kind,
        message=taken.id.hex,
        attempt=taken.attempts,
        error=code,
    )
    _fail(taken, code, is_final=is_final)


def _due() -> Any:
    return (
        OutboxMessage.done_at.is_(None)
        & OutboxMessage.given_up_at.is_(None)
        & (OutboxMessage.due_at <= clock.now())
    )


def _is_any_due() -> bool:
    """A plain read, so that an idle worker takes no lock."""
    return bool(session().scalar(select(exists().where(_due()))))


def _take() -> Taken | None:
    """Take the message that is due longest, unless another process holds it.

    PostgreSQL skips locked rows; on SQLite the writer lock keeps others out.
    """
    statement = (
        select(OutboxMessage)
        .where(_due())
        .order_by(OutboxMessage.due_at, OutboxMessage.seq)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with transaction():
        message = session().scalars(statement).one_or_none()
        if message is None:
            return None
        message.attempts += 1
        message.due_at = clock.now() + LEASE
        return Taken(message.id, message.kind, dict(message.payload), message.attempts)


def _finish(taken: Taken, *, keep_payload: bool) -> None:
    """Note that it is done, and forget what it said."""
    with transaction():
        message = lock(OutboxMessage, taken.id)
        if message is None or message.done_at is not None:
            return
        message.done_at = clock.now()
        if not keep_payload:
            message.payload = {}


def _fail(taken: Taken, code: str, *, is_final: bool) -> None:
    """Note the error's code, and when to try again, or that nobody will."""
    with transaction():
        message = lock(OutboxMessage, taken.id)
        if message is None or message.done_at is not None or message.attempts != taken.attempts:
            return  # it was done, or taken, by another process after our lease had ended
        message.last_error = code
        if is_final:
            message.given_up_at = clock.now()
            message.payload = {}
        else:
            message.due_at = clock.now() + BACK_OFF[min(taken.attempts, len(BACK_OFF)) - 1]


@every(seconds=3600, name="outbox.forget")
def forget_finished() -> None:
    """Delete messages that were finished or given up `KEPT` ago."""
    past = clock.now() - KEPT
    finished = or_(OutboxMessage.done_at < past, OutboxMessage.given_up_at < past)
    with transaction():
        session().execute(delete(OutboxMessage).where(finished))
