"""The two backups of docs/operations.md: content without its keys, and the keys alone."""

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from exchange.core.db import scope_of, session, transaction
from exchange.vault.content import vault
from exchange.vault.models import DataKey
from exchange.web.application import Exchange
from tests.support.postgres import Postgres


@pytest.fixture
def wrapped(app: Exchange) -> list[bytes]:
    with scope_of(app.database), transaction():
        vault().make_keys(uuid4())
        return list(session().scalars(select(DataKey.wrapped)))


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_postgresql_dumps_content_and_keys_apart(
    wrapped: list[bytes], database_url: str, postgres_server: Postgres
):
    def dump(*options: str) -> str:
        program = postgres_server.programs / "pg_dump"
        address = database_url.replace("+psycopg", "")
        done = subprocess.run(
            [program, *options, address], check=True, capture_output=True, **postgres_server.options
        )
        return done.stdout.decode()

    content, keys = dump("--exclude-table-data=data_key"), dump("--data-only", "--table=data_key")
    assert "CREATE TABLE public.data_key" in content
    assert not any(key.hex() in content for key in wrapped)
    assert all(key.hex() in keys for key in wrapped)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sqlite_is_copied_without_its_keys(wrapped: list[bytes], tmp_path: Path):
    copy = tmp_path / "content.db"
    with (
        closing(sqlite3.connect(tmp_path / "exchange.db")) as here,
        closing(sqlite3.connect(copy)) as there,
    ):
        here.backup(there)
        there.execute("DELETE FROM data_key")
        there.commit()
        there.execute("VACUUM")
        kept = [row[0] for row in here.execute("SELECT wrapped FROM data_key")]
    assert kept == wrapped
    assert not any(key in copy.read_bytes() for key in wrapped)
