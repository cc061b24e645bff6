from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from exchange.cli import alembic_config


def test_the_migrations_have_one_head():
    script = ScriptDirectory.from_config(alembic_config("sqlite://"))
    assert len(script.get_heads()) == 1


def test_the_models_and_the_newest_migration_agree(database_url: str):
    command.check(alembic_config(database_url))


def test_an_sqlite_migration_that_fails_changes_nothing(tmp_path: Path):
    """The driver's own transactions would leave half of a failed migration behind."""
    url = f"sqlite:///{tmp_path / 'half.db'}"
    from exchange.core.db import Database

    database = Database(url)
    with database.engine.connect() as connection:
        try:
            with connection.begin():
                connection.execute(text("CREATE TABLE first (id INTEGER)"))
                connection.execute(text("CREATE TABLE first (id INTEGER)"))
        except Exception as error:
            assert "already exists" in str(error)
    database.dispose()
    with create_engine(url).connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar() == 0


def test_postgresql_runs_at_read_committed(postgres_url: str):
    """REPEATABLE READ would let a registration count what was true before it had the lock."""
    from exchange.core.db import Database

    database = Database(postgres_url)
    with database.engine.connect() as connection:
        level = connection.execute(text("SHOW transaction_isolation")).scalar()
    database.dispose()
    assert level == "read committed"
