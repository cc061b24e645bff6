"""The server: `python wsgi.py` serves embedded; gunicorn's gevent worker imports `app`.

gevent is named here and in the server's settings only; everything else is plain blocking code.
"""

from gevent import monkey

monkey.patch_all()

import gc
import socket
import sys
import threading
from collections.abc import Iterable
from signal import SIGINT, SIGTERM
from typing import Any

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from gevent import signal_handler
from gevent.pool import Pool
from gevent.pywsgi import WSGIServer
from sqlalchemy.exc import SQLAlchemyError

from exchange.app import create_app
from exchange.cli import alembic_config
from exchange.core.db import scope_of
from exchange.outbox.enqueue import woken
from exchange.realtime.carrier import connect_processes
from exchange.realtime.leaving import UnderWay, leave
from exchange.rooms import sockets as rooms
from exchange.settings import Process, SettingsError
from exchange.vault.memory import leave_no_core
from exchange.vault.ready import why_not_ready
from exchange.web.application import Exchange
from exchange.worker import run_worker

CONNECTIONS = 10_000
BACKLOG = 2048
PATIENCE = 5.0  # seconds that requests and the worker's job under way are waited for


class CannotStart(Exception):
    """The text says what to do about it."""


class Company:
    """What runs beside the pages and sockets of a serving process."""

    def __init__(self, app: Exchange) -> None:
        """Start it. Raises `CannotStart` when database or keys are not those of this service."""
        check_migrated(app)
        check_keys(app)
        leave_no_core()
        self._app = app
        self._carrier = connect_processes(app.settings.redis_url)
        self._stop = threading.Event()
        self._worker = threading.Thread(target=run_worker, args=(app, self._stop), daemon=True)
        rooms.start()
        if app.settings.process is Process.ALL:
            self._worker.start()
        calm_collector()

    def dismiss(self) -> None:
        """End it, once the sockets are closed and the job under way is done."""
        rooms.stop()
        self._stop.set()
        woken.set()
        if self._worker.ident is not None:
            self._worker.join(PATIENCE)
        if self._carrier:
            self._carrier.stop()
        self._app.database.dispose()


def check_migrated(app: Exchange) -> None:
    """Raise `CannotStart` unless the database is at this version's newest migration."""
    newest = ScriptDirectory.from_config(alembic_config(app.settings.database_url)).get_heads()
    try:
        with app.database.engine.connect() as connection:
            present = MigrationContext.configure(connection).get_current_heads()
    except SQLAlchemyError:
        raise CannotStart(
            "The database does not answer: see that it runs, and check EXCHANGE_DATABASE_URL."
        ) from None
    if set(present) != set(newest):
        raise CannotStart("Bring the database up to date first: flask --app wsgi db upgrade")


def check_keys(app: Exchange) -> None:
    """Raise `CannotStart` unless rooms can be opened with the keys that are configured."""
    with scope_of(app.database):
        fault = why_not_ready()
    if fault:
        raise CannotStart(fault)


def calm_collector() -> None:
    """Keep the garbage collector from pausing every conversation to look at what never dies."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(2000, 20, 10_000)


class Embedded:
    """gevent's own server in this process."""

    def __init__(self, app: Exchange) -> None:
        self._app = app
        self._requests = UnderWay()
        address = (app.settings.host, app.settings.port)
        pool = Pool(CONNECTIONS)
        self._server = WSGIServer(address, self._answer, backlog=BACKLOG, spawn=pool, log=None)

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with self._requests.one():
            return self._app(environ, start_response)

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT, then finish what is under way."""
        self._listen()
        company = Company(self._app)
        stopping = threading.Event()
        for number in (SIGTERM, SIGINT):
            signal_handler(number, stopping.set)
        self._server.start()
        self._greet()
        stopping.wait()
        self._server.close()
        leave()
        self._requests.wait(PATIENCE)
        self._server.stop(timeout=0.5)
        company.dismiss()

    def _listen(self) -> None:
        try:
            self._server.init_socket()
        except OSError as error:
            raise CannotStart(
                f"Port {self._app.settings.port} cannot be used ({error.strerror}): "
                "choose another with EXCHANGE_PORT."
            ) from None
        # Accepted connections inherit it: small answers must not wait for more.
        self._server.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _greet(self) -> None:
        settings = self._app.settings
        then = (
            "sign in as one of the demonstration people" if settings.is_demonstration else "sign in"
        )
        print(
            f"Exchange is at {settings.base_url}: open it and {then}. Ctrl+C stops it.", flush=True
        )


def refuse(error: Exception) -> None:
    """Say in one line why there is no server, and end."""
    sys.stderr.write(f"Exchange cannot start. {error}\n")
    sys.exit(2)


try:
    app = create_app()
    if __name__ == "__main__":
        Embedded(app).run()
except (SettingsError, CannotStart) as error:
    refuse(error)
