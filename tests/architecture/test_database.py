from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from exchange.cli import alembic_config
from exchange.core.db import Database, scope_of, transaction


def test_the_migrations_have_one_head():
    script = ScriptDirectory.from_config(alembic_config("sqlite://"))
    assert len(script.get_heads()) == 1


def test_the_models_and_the_newest_migration_agree(database_url: str):
    command.check(alembic_config(database_url))


def test_an_sqlite_migration_that_fails_changes_nothing(tmp_path: Path):
    """The driver's own transactions would leave half of a failed migration behind."""
    url = f"sqlite:///{tmp_path / 'half.db'}"
    database = Database(url)
    with (
        database.engine.connect() as connection,
        pytest.raises(OperationalError, match="already exists"),
    ):
        make_twice(connection)
    database.dispose()
    assert rows_in(url, "SELECT count(*) FROM sqlite_master") == 0


def rows_in(url: str, statement: str) -> object:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection, connection.begin():
        result = connection.execute(text(statement))
        return result.scalar() if result.returns_rows else None


def make_twice(connection: Connection) -> None:
    with connection.begin():
        connection.execute(text("CREATE TABLE first (id INTEGER)"))
        connection.execute(text("CREATE TABLE first (id INTEGER)"))


@pytest.mark.postgres
def test_postgresql_runs_at_read_committed_whatever_its_own_default(postgres_url: str):
    """REPEATABLE READ would let a registration count what was true before it had the lock."""
    name = make_url(postgres_url).database
    rows_in(
        postgres_url, f"ALTER DATABASE {name} SET default_transaction_isolation = 'serializable'"
    )
    database = Database(postgres_url)
    with scope_of(database), transaction() as session:
        level = session.execute(text("SHOW transaction_isolation")).scalar()
    database.dispose()
    assert level == "read committed"
