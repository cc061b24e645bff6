"""One application that test after test uses: making it takes longer than most tests do.

What a test sees of it is its own: database, settings, configuration, sockets, counted requests.
"""

from dataclasses import replace
from typing import Any

from exchange.app import create_app
from exchange.core.engine import Database
from exchange.extensions import limiter, socketio
from exchange.settings import Settings
from exchange.vault import content as vault
from exchange.web.application import Exchange


class Applications:
    """Lends the application, and makes another when that one will not do.

    Extensions belong to the application that was made last: once a test has made one itself, the
    one before is of no use.
    """

    def __init__(self) -> None:
        self._app: Exchange | None = None
        self._server: object = None
        self._config: dict[str, Any] = {}

    def lend(self, settings: Settings) -> Exchange:
        """The application under `settings`, as `create_app` makes it."""
        app = self._app
        if app is None or socketio.server is not self._server or _differ(app.settings, settings):
            return self._make(settings)
        app.settings = settings
        app.database = Database(settings.database_url)
        app.config.clear()
        app.config.update(self._config, SECRET_KEY=settings.secret_key)
        vault.configure(settings.content_keys)
        _forget()
        return app

    def _make(self, settings: Settings) -> Exchange:
        self._app = app = create_app(settings)
        self._server, self._config = socketio.server, dict(app.config)
        return app


def _differ(one: Settings, other: Settings) -> bool:
    """Whether more differs than what every test has of its own."""
    return one != replace(
        other,
        data_dir=one.data_dir,
        database_url=one.database_url,
        secret_key=one.secret_key,
        content_keys=one.content_keys,
    )


def _forget() -> None:
    """Sockets that a test left open, and how often it asked."""
    assert socketio.server is not None
    manager = socketio.server.manager
    for left in (manager.rooms, manager.eio_to_sid, manager.callbacks, socketio.server.environ):
        left.clear()
    limiter.reset()
