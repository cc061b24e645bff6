"""The Flask application with what it owns: settings, database, and the way to know who asks."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from flask import Flask, current_app

from exchange.core.actor import Actor
from exchange.core.db import scope_of
from exchange.core.engine import Database
from exchange.settings import Settings


class Exchange(Flask):
    """One installation. Every request runs in a database scope of its own."""

    settings: Settings
    database: Database
    actor_of_session: Callable[[UUID], Actor]  # anonymous when the session is over
    actors_of_sessions: Callable[[Sequence[UUID]], Mapping[UUID, Actor]]  # several at once
    actor_of_token: Callable[[str], Actor]  # anonymous when the token is not valid

    def wsgi_app(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with scope_of(self.database):
            return super().wsgi_app(environ, start_response)


def application() -> Exchange:
    """The application that serves the request, message, job or command under way."""
    return cast(Exchange, current_app)
