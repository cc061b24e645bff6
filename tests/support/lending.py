"""One PostgreSQL database that test after test borrows, each finding it as the migration left it.

A copy of its own for every test would take a third of a second; emptying one takes milliseconds.
"""

from dataclasses import dataclass

import psycopg
from psycopg.rows import scalar_row, tuple_row
from psycopg.sql import SQL, Composed, Identifier, Literal

from tests.support.postgres import Postgres, dsn

# Where PostgreSQL writes down what a migration, or a test, may make, alter or remove.
CATALOGUES = (
    *("pg_attrdef", "pg_attribute", "pg_class", "pg_constraint", "pg_db_role_setting"),
    *("pg_depend", "pg_enum", "pg_extension", "pg_index", "pg_namespace", "pg_policy", "pg_proc"),
    *("pg_rewrite", "pg_sequence", "pg_trigger", "pg_type"),
)
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
SEQUENCES = "SELECT sequencename, start_value, last_value FROM pg_sequences ORDER BY sequencename"
# Whatever alters a schema writes a catalogue's row, under the number of its transaction.
SCHEMA = SQL("SELECT concat_ws(', ', {})").format(
    SQL(", ").join(
        SQL("(SELECT concat({}, ' ', count(*), ' ', max(xmin::text::bigint)) FROM {})").format(
            Literal(name), Identifier(name)
        )
        for name in CATALOGUES
    )
)


@dataclass(frozen=True)
class Original:
    """What a migrated database looks like, and the statements that lead back to it."""

    schema: str
    restoring: Composed

    @classmethod
    def read(cls, url: str) -> "Original":
        with psycopg.connect(dsn(url), row_factory=scalar_row) as connection:
            schema = connection.execute(SCHEMA).fetchone()
            tables = [_restored_table(connection, name) for name in connection.execute(TABLES)]
            return cls(schema, SQL("; ").join([*tables, _restored_sequences(connection)]))

    def restore(self, url: str) -> bool:
        """Make the database as it was. False, and nothing done, if its schema was altered."""
        with psycopg.connect(dsn(url), row_factory=scalar_row) as connection:
            if connection.execute(SCHEMA).fetchone() != self.schema:
                return False
            connection.execute("SET session_replication_role = replica")  # no foreign keys asked
            connection.execute(self.restoring)
            return True


class Lender:
    """Lends copies of the database at `template`, at an address that is never used twice."""

    def __init__(self, server: Postgres, template: str) -> None:
        self._server = server
        self._template = template
        self._original = Original.read(template)
        self._free: str | None = None

    def lend(self) -> str:
        """The address of a migrated database that nobody else knows."""
        url, self._free = self._free, None
        return url or self._server.new_database(self._template)

    def take_back(self, url: str) -> None:
        """Whoever still uses the database is cut off, and knows no address of it any more."""
        moved = self._server.move_database(url)
        if self._free is None and self._original.restore(moved):
            self._free = moved
        else:
            self._server.drop_database(moved)


def _restored_table(connection: psycopg.Connection[str], name: str) -> Composed:
    table = Identifier(name)
    emptied = SQL("DELETE FROM {}").format(table)
    rows = connection.execute(SQL("SELECT json_agg(t)::text FROM {} t").format(table)).fetchone()
    if rows is None:
        return emptied
    filled = SQL(
        "INSERT INTO {table} OVERRIDING SYSTEM VALUE"
        " SELECT * FROM json_populate_recordset(NULL::{table}, {rows})"
    )
    return SQL("; ").join([emptied, filled.format(table=table, rows=Literal(rows))])


def _restored_sequences(connection: psycopg.Connection[str]) -> Composed:
    with connection.cursor(row_factory=tuple_row) as cursor:
        sequences = cursor.execute(SEQUENCES).fetchall()
    set_back = SQL("setval({}, {}, {})")
    return SQL("SELECT {}").format(
        SQL(", ").join(
            set_back.format(Literal(name), Literal(last or start), Literal(last is not None))
            for name, start, last in sequences
        )
    )
