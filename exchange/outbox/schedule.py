"""Jobs by the clock: each runs in one process at a time, whoever takes its turn first."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from exchange.core import clock
from exchange.core.bulk import columns
from exchange.core.db import session, transaction
from exchange.core.pace import step_aside
from exchange.core.prepared import built_once
from exchange.outbox.drain import FAILED
from exchange.outbox.jobs import SCHEDULE, Scheduled
from exchange.outbox.models import ScheduledTurn

log = structlog.get_logger()

LEASE = timedelta(minutes=1)  # a process that dies in its turn costs the job no more than this


def due_jobs() -> list[Scheduled]:
    """The scheduled jobs whose turn has come, the longest due first; one plain SELECT."""
    known = {row.name: row.due_at for row in columns(_turns())}
    now = clock.now()
    due = [job for name, job in SCHEDULE.items() if name not in known or known[name] <= now]
    return sorted(due, key=lambda job: known.get(job.name, now))


@built_once  # asked every second
def _turns() -> Select[str, datetime]:
    return select(ScheduledTurn.name, ScheduledTurn.due_at)


def run_turn(job: Scheduled) -> bool:
    """Run `job` if its turn can be taken; False if another process has taken it."""
    try:
        if not _take_turn(job):
            return False
    except IntegrityError:  # another process has just made the job's row, and so taken the turn
        return False
    began = clock.now()
    step_aside()
    try:
        job.run()
    except Exception as error:  # noqa: BLE001  # the next turn comes by itself
        FAILED.labels(job.name).inc()
        log.error("scheduled_job_failed", job=job.name, error=type(error).__name__)
    step_aside()
    _end_turn(job, began)
    return True


def _take_turn(job: Scheduled) -> bool:
    """Take the job's turn for at least `LEASE`; False if it is not due."""
    statement = select(ScheduledTurn).where(ScheduledTurn.name == job.name)
    now = clock.now()
    with transaction():
        turn = session().scalars(statement.with_for_update(skip_locked=True)).one_or_none()
        if turn is None:
            session().add(ScheduledTurn(name=job.name, due_at=now + max(job.interval, LEASE)))
            return True
        if turn.due_at > now:
            return False
        turn.due_at = now + max(job.interval, LEASE)
        return True


def _end_turn(job: Scheduled, began: datetime) -> None:
    """Set the next turn to one interval after this one began."""
    statement = select(ScheduledTurn).where(ScheduledTurn.name == job.name).with_for_update()
    with transaction():
        session().scalars(statement).one().due_at = began + job.interval
