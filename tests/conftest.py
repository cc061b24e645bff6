"""Fixtures for every test: a migrated database of its own, an application, and a small world.

Each test that asks for `database_url` (directly or through `app`) runs on SQLite, and again on
PostgreSQL under the marker `postgres`; most tests of pages, and those of the API and of messages,
the second time in `make soak` alone.
"""

import gc
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from exchange.accounts.models import Person
from exchange.cli import alembic_config
from exchange.core import clock
from exchange.core.db import scope_of
from exchange.extensions import limiter
from exchange.notes.queries import reader
from exchange.realtime import control
from exchange.settings import Settings, read_settings
from exchange.web.application import Exchange
from tests.support.applications import Applications
from tests.support.browser import chromium
from tests.support.lending import Lender
from tests.support.postgres import Postgres
from tests.support.services import postgres_server, postgres_url, redis_server, redis_url
from tests.support.statements import CompiledStatements
from tests.support.world import World

__all__ = ["chromium", "postgres_server", "postgres_url", "redis_server", "redis_url"]


def pytest_collection_finish() -> None:
    """Spare the collector what stays to the end, as `wsgi.py` does: a fourth of the whole time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session", autouse=True)
def _no_child_is_left() -> Iterator[None]:
    """The child that reads notes ends with the tests, whichever of them asked it something."""
    yield
    reader.close()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes minutes, so that no worker ends long after the others."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    chosen = [mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")]
    if "database_url" in metafunc.fixturenames and "database_url" not in chosen:
        marks = [pytest.mark.postgres]
        if shows_what_others_try(metafunc.definition.path):
            marks.append(pytest.mark.soak)
        databases = ["sqlite", pytest.param("postgresql", marks=marks)]
        metafunc.parametrize("database_url", databases, indirect=True)


# What is searched and paged in these is asked by their pages alone; so is a lawful request.
ASKED_BY_PAGES = ("audit", "disclosure", "events", "membership", "registration")


def shows_what_others_try(path: Path) -> bool:
    """Whether a file's tests are of pages, of the API or of messages, over what is tried elsewhere.

    The actions and queries behind them have tests of their own on either database; every page
    is opened on either by tests/architecture/test_outsiders.py, and messages cross two processes
    on PostgreSQL in tests/faults.
    """
    folder = path.parent.name
    if folder in ("api", "sockets") or path.stem.endswith("sockets"):
        return True
    return path.stem.endswith("views") and folder not in ASKED_BY_PAGES


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file brought to the newest version once; tests copy it."""
    path = tmp_path_factory.mktemp("migrated") / "exchange.db"
    command.upgrade(alembic_config(f"sqlite:///{path}"), "head")
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: Postgres) -> str:
    """A PostgreSQL database brought to the newest version once; tests copy it."""
    url = postgres_server.new_database()
    command.upgrade(alembic_config(url), "head")
    return url


@pytest.fixture(scope="session")
def lender(postgres_server: Postgres, migrated_postgres: str) -> Lender:
    """Lends migrated PostgreSQL databases to one test after another."""
    return Lender(postgres_server, migrated_postgres)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database of this test's own."""
    if request.param == "sqlite":
        path = tmp_path / "exchange.db"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        yield f"sqlite:///{path}"
        return
    lender: Lender = request.getfixturevalue("lender")
    url = lender.lend()
    yield url
    lender.take_back(url)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Demonstration mode on this test's database."""
    return read_settings(
        {
            "EXCHANGE_MODE": "demonstration",
            "EXCHANGE_DATA_DIR": str(tmp_path),
            "EXCHANGE_DATABASE_URL": database_url,
            "EXCHANGE_BASE_URL": "http://localhost",
        }
    )


@pytest.fixture(scope="session")
def applications() -> Applications:
    return Applications()


@pytest.fixture(scope="session")
def compiled_statements() -> Iterator[CompiledStatements]:
    with pytest.MonkeyPatch.context() as patch:
        yield CompiledStatements(patch)


@pytest.fixture
def app(
    settings: Settings,
    applications: Applications,
    compiled_statements: CompiledStatements,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Exchange]:
    """The application on this test's database; forms need no CSRF token unless a test asks."""
    app = applications.lend(settings)
    write_without_waiting(app.database.engine)
    compiled_statements.share(app.database.engine)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    monkeypatch.setattr(limiter, "enabled", False)  # tests of the limits set it again
    app.testing = False  # errors become answers, as people would meet them
    yield app
    app.database.dispose()


def write_without_waiting(engine: Engine) -> None:
    """Nobody will miss an SQLite file of a test: what is written there need not reach the disk."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda made, _: made.execute("PRAGMA synchronous=OFF"))


@pytest.fixture
def scope(app: Exchange) -> Iterator[Session]:
    """An open scope, for calling queries and actions. Not to be held around a client's request."""
    with scope_of(app.database) as session:
        yield session


@pytest.fixture
def client(app: Exchange) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def world(app: Exchange) -> World:
    """Factories for the rows that a test begins with."""
    return World(app.database)


@pytest.fixture
def heard(app: Exchange, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What every process would hear about changed access, but for the instants of the commits."""
    bodies: list[dict[str, Any]] = []

    def hear(body: Mapping[str, Any]) -> None:
        told = dict(body)
        assert datetime.fromisoformat(told.pop("committed_at")) <= clock.now()
        bodies.append(told)

    monkeypatch.setattr(control, "_listeners", {"access_changed": [hear]})
    return bodies


@pytest.fixture
def sign_in(app: Exchange, world: World) -> Callable[[FlaskClient, Person], FlaskClient]:
    """Sign a person in on a test client, as a real server-side session."""

    def do(client: FlaskClient, person: Person) -> FlaskClient:
        account_session = world.account_session(person)
        with client.session_transaction() as cookie:
            cookie["account_session"] = account_session.id.hex
            cookie.permanent = True
        return client

    return do
