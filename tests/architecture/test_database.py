from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from exchange.cli import alembic_config
from exchange.core.db import scope_of, transaction
from exchange.core.engine import Database


def test_the_migrations_have_one_head():
    script = ScriptDirectory.from_config(alembic_config("sqlite://"))
    assert len(script.get_heads()) == 1


def test_the_models_and_the_newest_migration_agree(database_url: str):
    command.check(alembic_config(database_url))


@pytest.fixture
def filled_at_0001(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database at the first version, in which a part is live."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'filled.db'}"
    else:
        url = request.getfixturevalue("postgres_server").new_database()
    command.upgrade(alembic_config(url), "0001")
    for statement in LIVE_AT_0001:
        rows_in(url, statement)
    yield url
    if request.param != "sqlite":
        request.getfixturevalue("postgres_server").drop_database(url)


EVENT, PART, LIVE = ("'" + f"{n:032x}" + "'" for n in (1, 2, 3))
LIVE_AT_0001 = (
    f"""INSERT INTO event (seq, id, slug, kind, state, title, organiser, language, currency,
        vat_rate, time_zone, summary, rationale, audience, delivery, peer_led, facilitated_by,
        venue, call_provider, call_link, capacity, late_entry, suggested_roles,
        suggested_responsibilities, outcomes, figures, research, contact_role, contact_email,
        in_house_on_request, for_whole_teams, interest_before_dates, own_cases, dilemma_game,
        created_at)
    VALUES (1, {EVENT}, 'live', 'exchange', 'published', 'Live', 'Network', 'en', 'GBP', 0.2,
        'Europe/London', 'Short.', 'Long.', 'open', 'rooms', false, '', '{{}}', '', '', 20, false,
        '[]', '[]', '[]', '[]', '{{}}', '', '', false, false, false, false, false,
        '2026-11-24 09:00:00')""",
    f"""INSERT INTO part (seq, id, event_id, number, title, starts_at, ends_at)
    VALUES (1, {PART}, {EVENT}, 1, '', '2026-11-24 09:00:00', '2026-11-24 12:00:00')""",
    f"""INSERT INTO live_part (seq, id, part_id, opened_at, version, chat_locked)
    VALUES (1, {LIVE}, {PART}, '2026-11-24 09:00:00', 7, true)""",
)


@pytest.mark.parametrize(
    "filled_at_0001",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)],
    indirect=True,
)
def test_a_part_that_is_live_goes_on_over_the_upgrade_to_run_sheets(filled_at_0001: str):
    """And over the way back: the next release must be able to give up."""
    command.upgrade(alembic_config(filled_at_0001), "0002")
    allows = "SELECT count(*) FROM live_part WHERE version = 7 AND chat_locked"
    assert rows_in(filled_at_0001, f"{allows} AND NOT hands_locked AND NOT notes_paused") == 1
    command.downgrade(alembic_config(filled_at_0001), "0001")
    assert rows_in(filled_at_0001, "SELECT version FROM live_part") == 7
    command.upgrade(alembic_config(filled_at_0001), "head")
    command.check(alembic_config(filled_at_0001))
    assert rows_in(filled_at_0001, f"{allows} AND NOT votes_locked") == 1
    command.downgrade(alembic_config(filled_at_0001), "0002")
    assert rows_in(filled_at_0001, allows) == 1
    command.upgrade(alembic_config(filled_at_0001), "head")


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
    with scope_of(database) as session, transaction():
        level = session.execute(text("SHOW transaction_isolation")).scalar()
    database.dispose()
    assert level == "read committed"
