"""The worker: drains the outbox and runs the schedule, in its own process or inside a web process.

    python -m exchange.worker        (EXCHANGE_PROCESS=worker)

SIGTERM and SIGINT stop it after the work under way.
"""

import signal
import sys
import threading
from types import FrameType

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from exchange.app import create_app
from exchange.core.db import scope_of
from exchange.core.errors import Unavailable
from exchange.outbox.drain import drain_one
from exchange.outbox.enqueue import woken
from exchange.outbox.schedule import due_jobs, run_turn
from exchange.realtime.carrier import connect_processes
from exchange.settings import SettingsError
from exchange.vault.memory import leave_no_core
from exchange.web.application import Exchange

log = structlog.get_logger()

POLL = 1.0  # seconds between looks; work committed in this process is seen at once
PATIENCE = 30.0  # the longest wait, in seconds, between tries while the database is away
AWAY = (OperationalError, InterfaceError, PoolTimeout, Unavailable)


def run_worker(app: Exchange, stop: threading.Event) -> None:
    """Work until `stop` is set. While the database is away: says so once, and tries ever slower."""
    wait = POLL
    log.info("worker_started")
    while not stop.is_set():
        try:
            busy = work_once(app)
        except AWAY as error:
            if wait == POLL:
                log.error("worker_waits_for_database", error=type(error).__name__)
            wait = min(wait * 2, PATIENCE)
            stop.wait(wait)
            continue
        if wait > POLL:
            log.info("worker_goes_on")
            wait = POLL
        if not busy:
            woken.wait(POLL)
            woken.clear()
    log.info("worker_stopped")


def work_once(app: Exchange) -> bool:
    """Do one message and every scheduled job that is due; whether there was a message."""
    with app.app_context(), scope_of(app.database):
        due = due_jobs()
    for job in due:
        with app.app_context(), scope_of(app.database):
            run_turn(job)
    with app.app_context(), scope_of(app.database):
        return drain_one(keep_payload=app.settings.is_demonstration)


def main() -> int:
    """Run a worker in a process of its own until it is told to stop."""
    try:
        app = create_app()
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    leave_no_core()
    stop = threading.Event()

    def end(_: int, __: FrameType | None) -> None:
        stop.set()
        woken.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    carrier = connect_processes(app.settings.redis_url)
    run_worker(app, stop)
    if carrier is not None:
        carrier.stop()
    app.database.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main())
