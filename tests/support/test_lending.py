"""A database that was lent, spoilt and handed back is as the migration left it, for the next."""

from contextlib import closing
from dataclasses import replace

import psycopg
import pytest
from psycopg.sql import SQL

from tests.support.lending import SEQUENCES, TABLES, Lender
from tests.support.postgres import dsn

pytestmark = pytest.mark.postgres

SPOIL = """
INSERT INTO organisation (id, name, kind, created_at)
VALUES (gen_random_uuid(), 'Somebody''s council', 'council', now());
UPDATE audit_head SET entries = 7;
DELETE FROM alembic_version;
SELECT nextval('room_seq_seq'), setval('audit_head_seq_seq', 40)
"""
ALTERATIONS = [
    "CREATE TABLE left_behind ()",
    "ALTER TABLE room ADD COLUMN left_behind int",
    "ALTER TABLE room ALTER COLUMN name DROP NOT NULL",
    "ALTER TABLE room ALTER COLUMN name SET DEFAULT ''",
    "ALTER TABLE room DROP CONSTRAINT pk_room CASCADE",
    "ALTER TABLE room DISABLE TRIGGER ALL",
    "ALTER SEQUENCE room_seq_seq INCREMENT 2",
    "CREATE FUNCTION left_behind() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE SCHEMA left_behind",
    "DROP INDEX ix_visit_room_id",
    "DROP TABLE visit",
]


@pytest.fixture
def spoilt(lender: Lender) -> str:
    """A lent database in which somebody wrote, moved sequences and took rows away."""
    url = lender.lend()
    ask(url, SPOIL)
    return url


def ask(url: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(dsn(url)) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def content(url: str) -> dict[str, object]:
    """Every row of every table, and where every sequence stands."""
    names = [str(name) for (name,) in ask(url, TABLES)]
    rows = {name: ask(url, f"SELECT json_agg(t)::text FROM {name} t") for name in names}
    return {**rows, "sequences": ask(url, SEQUENCES)}


def identity(url: str) -> list[tuple[object, ...]]:
    return ask(url, "SELECT oid FROM pg_database WHERE datname = current_database()")


def test_its_rows_and_sequences_are_the_migrations_again(
    lender: Lender, migrated_postgres: str, spoilt: str
) -> None:
    used = identity(spoilt)
    assert content(spoilt) != content(migrated_postgres)
    lender.take_back(spoilt)
    lent = lender.lend()
    assert identity(lent) == used
    assert content(lent) == content(migrated_postgres)
    lender.take_back(lent)


@pytest.mark.parametrize("step", ['DELETE FROM "organisation"', "INSERT INTO", "SELECT setval"])
def test_without_any_step_of_the_cleaning_something_would_stay(
    lender: Lender, migrated_postgres: str, spoilt: str, step: str, monkeypatch
) -> None:
    original = lender._original
    statements = original.restoring.as_string().split("; ")
    rest = SQL("; ".join(one for one in statements if not one.startswith(step)))
    with monkeypatch.context() as incomplete:
        incomplete.setattr(lender, "_original", replace(original, restoring=rest))
        lender.take_back(spoilt)
    lent = lender.lend()
    assert content(lent) != content(migrated_postgres)
    lender.take_back(lent)


def test_connections_left_hanging_are_closed_with_their_locks(lender: Lender) -> None:
    url = lender.lend()
    with closing(psycopg.connect(dsn(url))) as hanging:
        hanging.execute("LOCK TABLE room")
        lender.take_back(url)
        with pytest.raises(psycopg.OperationalError, match="terminating connection"):
            hanging.execute("SELECT 1")


def test_who_kept_the_address_finds_nothing_there(lender: Lender) -> None:
    url = lender.lend()
    assert ask(url, "SELECT 1") == [(1,)]
    lender.take_back(url)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        ask(url, "SELECT 1")


@pytest.mark.parametrize("alteration", ALTERATIONS)
def test_one_whose_schema_was_altered_is_never_lent_again(lender: Lender, alteration: str) -> None:
    url = lender.lend()
    altered = identity(url)
    ask(url, alteration)
    lender.take_back(url)
    lent = lender.lend()
    assert identity(lent) != altered
    lender.take_back(lent)


def test_what_is_kept_up_by_the_database_itself_is_no_alteration(lender: Lender) -> None:
    url = lender.lend()
    used = identity(url)
    with psycopg.connect(dsn(url), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    lender.take_back(url)
    lent = lender.lend()
    assert identity(lent) == used
    lender.take_back(lent)
