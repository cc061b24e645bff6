"""Fixtures for what the scaled mode needs; `tests/conftest.py` imports them.

Each worker of a parallel run starts its own servers, on first use, so that none waits for another
and none can disturb another's rows.
"""

from collections.abc import Iterator

import pytest

from tests.support.postgres import Postgres
from tests.support.redis_server import RedisServer


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """A running PostgreSQL; `new_database()` gives the address of an empty database."""
    server = Postgres()
    server.start()
    yield server
    server.close()


@pytest.fixture
def postgres_url(postgres_server: Postgres) -> Iterator[str]:
    """The SQLAlchemy address of an empty database of this test's own."""
    url = postgres_server.new_database()
    yield url
    postgres_server.drop_database(url)


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A running Redis."""
    server = RedisServer()
    server.start()
    yield server
    server.close()


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """The address of an empty Redis."""
    redis_server.empty()
    return redis_server.url
