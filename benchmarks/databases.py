"""Fresh databases, alike for every turn: a file for SQLite, a real server for PostgreSQL."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol
from unittest.mock import patch

from alembic import command

from exchange.cli import alembic_config
from tests.support import postgres


class Databases(Protocol):
    """Where databases are made; `name` is for people."""

    name: str

    def new(self, template: str | None = None) -> str:
        """The address of an empty database, or of a copy of the one at `template`."""


class Files:
    """SQLite files in a folder."""

    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    def new(self, template: str | None = None) -> str:
        path = self._folder / f"{next(self._numbers)}.db"
        if template:
            shutil.copy(template.removeprefix("sqlite:///"), path)
        return f"sqlite:///{path}"


class PostgresServer:
    """A PostgreSQL that waits for the disk at each commit, as in production."""

    name = "PostgreSQL"

    def __init__(self, server: postgres.Postgres) -> None:
        self._server = server

    def new(self, template: str | None = None) -> str:
        return self._server.new_database(template)


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """The tests' PostgreSQL without the shortcuts that tests may take."""
    server = postgres.Postgres()
    with patch.dict(postgres.FAST, clear=True):
        server.start()
    try:
        yield PostgresServer(server)
    finally:
        server.close()


def migrated(databases: Databases) -> str:
    """The address of a new database at the newest version."""
    url = databases.new()
    command.upgrade(alembic_config(url), "head")
    return url
