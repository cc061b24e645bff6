"""One side of the rush: `python -m gevent.monkey --module benchmarks.registering SIDE`.

The plan comes in as JSON. Forty greenlets register everybody, each person once. Afterwards the
rows are counted: a side that oversold or lost somebody gets no figure.
"""

import json
import sqlite3
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from gevent.pool import Pool
from psycopg_pool import ConnectionPool
from sqlalchemy import event as events
from sqlalchemy import func, select

from exchange.app import create_app
from exchange.core.actor import Actor, ActorKind
from exchange.core.db import scope_of
from exchange.core.engine import Database
from exchange.registration.actions import register
from exchange.registration.enums import RegistrationState
from exchange.registration.models import Registration
from exchange.settings import read_settings

AT_ONCE = 40
CONFIRMED, WAITLISTED = RegistrationState.CONFIRMED.value, RegistrationState.WAITLISTED.value
Register = Callable[[UUID], None]

COUNT = "SELECT count(*) FROM registration WHERE event_id = {p} AND state = 'confirmed'"
LOCK = "SELECT id FROM event WHERE id = %s FOR UPDATE"
COLUMNS = (
    "id, event_id, person_id, state, made_at, changed_at, price_who, price, vat_rate, currency, "
    "order_number"
)


def _row(ids: tuple[Any, Any, Any], now: Any, *, free: bool) -> tuple[Any, ...]:
    state = CONFIRMED if free else WAITLISTED
    return (*ids, state, now, now, "member", 0, "0.2", "GBP", "")


def bare_sqlite(path: str, event: UUID, places: int) -> Register:
    """Lock, count, insert, commit, set up as the product's database is."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    insert = f"INSERT INTO registration ({COLUMNS}) VALUES ({', '.join('?' * 11)})"
    writing = threading.Lock()

    def one(person: UUID) -> None:
        now = str(datetime.now(UTC).replace(tzinfo=None))
        with writing:
            connection.execute("BEGIN IMMEDIATE")
            (taken,) = connection.execute(COUNT.format(p="?"), (event.hex,)).fetchone()
            ids = (uuid4().hex, event.hex, person.hex)
            connection.execute(insert, _row(ids, now, free=taken < places))
            connection.execute("COMMIT")

    return one


def bare_postgres(url: str, event: UUID, places: int) -> Register:
    """Lock, count, insert, commit, with as many connections as the product has."""
    pool = ConnectionPool(url, min_size=10, max_size=20, open=True)
    insert = f"INSERT INTO registration ({COLUMNS}) VALUES ({', '.join(['%s'] * 11)})"

    def one(person: UUID) -> None:
        with pool.connection() as connection:
            connection.execute(LOCK, (event,))
            found = connection.execute(COUNT.format(p="%s").encode(), (event,)).fetchone()
            free = bool(found and found[0] < places)
            row = _row((uuid4(), event, person), datetime.now(UTC), free=free)
            connection.execute(insert.encode(), row)

    return one


class Statements:
    """Counts the SQL statements of each greenlet; BEGIN and COMMIT are not counted."""

    def __init__(self, database: Database) -> None:
        self._here = threading.local()
        self.most = 0
        events.listen(database.engine, "before_cursor_execute", self._count)

    def _count(self, _c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            self._here.count = getattr(self._here, "count", 0) + 1
            self.most = max(self.most, self._here.count)

    def forget(self) -> None:
        self._here.count = 0


def product(database: Database, event: UUID, statements: Statements) -> Register:
    """The product's own action, as pages and API call it."""

    def one(person: UUID) -> None:
        statements.forget()
        with scope_of(database):
            register(actor=Actor(ActorKind.PERSON, person_id=person), event_id=event)

    return one


def bare(url: str, event: UUID, places: int) -> Register:
    """The reference for a SQLAlchemy address."""
    if url.startswith("sqlite:///"):
        return bare_sqlite(url.removeprefix("sqlite:///"), event, places)
    return bare_postgres(url.replace("+psycopg", ""), event, places)


def confirmed(database: Database, event: UUID) -> tuple[int, int]:
    """How many have a place, and how many stand at all."""
    with scope_of(database) as session:
        of_event = select(func.count()).where(Registration.event_id == event)
        having = of_event.where(Registration.state == CONFIRMED)
        return session.scalars(having).one(), session.scalars(of_event).one()


def main() -> None:
    """Carry out the plan; print registrations a second and SQL statements as JSON."""
    plan = json.load(sys.stdin)
    event, people = UUID(plan["event"]), [UUID(person) for person in plan["people"]]
    app = create_app(read_settings(plan["env"]))
    statements = Statements(app.database)
    if sys.argv[1] == "product":
        one = product(app.database, event, statements)
    else:
        one = bare(app.settings.database_url, event, plan["places"])
    warming, rushing = people[:AT_ONCE], people[AT_ONCE:]
    pool = Pool(AT_ONCE)
    pool.map(one, warming)  # connections and compiled statements exist before the clock starts
    began = time.monotonic()
    pool.map(one, rushing)
    took = time.monotonic() - began
    if confirmed(app.database, event) != (plan["places"], len(people)):
        sys.exit("somebody has no place, or there are too many")
    most = statements.most if sys.argv[1] == "product" else 3
    print(json.dumps({"per_second": len(rushing) / took, "statements": most}))


if __name__ == "__main__":
    main()
