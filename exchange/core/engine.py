"""The database's engine: how its connections are made, prepared and begun."""

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from exchange.core.model import Row

WRITES = "exchange_writes"
JOINS = "exchange_joins"
PROVEN = 1.0  # seconds for which a connection that worked is taken to work still


class JoiningSession(Session):
    """A session that runs on its scope's connection where that is open."""

    def get_bind(self, *_: Any, **__: Any) -> Connection | Engine:
        """The connection, or the engine for one of its own."""
        joined: Callable[[], Connection | Engine] = self.info[JOINS]
        return joined()


class Database:
    """An engine with its session factory and, on SQLite, its writer lock.

    On PostgreSQL reads commit themselves: between two statements READ COMMITTED promises nothing
    that they lose by it, and each read saves two turns to the server. `transaction()` begins one
    explicitly, at that level: REPEATABLE READ would break lock-then-count.
    """

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.engine = _engine(url, pool_size)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        # How a connection runs a transaction; otherwise one reads, statement by statement.
        self.writing = {WRITES: True} if self.is_sqlite else {"isolation_level": "READ COMMITTED"}
        self.writer_lock = threading.Lock()
        self.sessions = sessionmaker(
            self.engine,
            class_=JoiningSession,
            expire_on_commit=False,
            join_transaction_mode="control_fully",
        )

    def scrub(self, *models: type[Row]) -> None:
        """Have what was deleted leave the files, not the tables alone.

        SQLite overwrites deleted rows; its log is emptied into the file and cut. PostgreSQL writes
        `models` anew, without the rows that nobody can see any more; each is locked meanwhile, so
        they should be small. Its write-ahead log keeps them until it is recycled
        (docs/operations.md).
        """
        if self.is_sqlite:
            with closing(self.engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        with self.engine.connect() as connection:  # which commits each statement by itself
            for model in models:
                connection.exec_driver_sql(f'VACUUM (FULL) "{model.__tablename__}"')

    def dispose(self) -> None:
        self.engine.dispose()


def _engine(url: str, pool_size: int) -> Engine:
    if url.startswith("sqlite"):
        engine = create_engine(
            url, hide_parameters=True, pool_size=pool_size, max_overflow=pool_size
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(
        url,
        hide_parameters=True,
        isolation_level="AUTOCOMMIT",
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=10,
        connect_args={"connect_timeout": 5},
    )
    event.listen(engine, "checkin", _note_return)
    event.listen(engine, "checkout", partial(_prove_alive, engine.dialect))
    return engine


def _note_return(_: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    record.info["returned"] = time.monotonic()


def _prove_alive(
    dialect: Dialect, connection: DBAPIConnection, record: ConnectionPoolEntry, _: Any
) -> None:
    """A connection that has lain in the pool may have been lost unnoticed: ask it first.

    One that was used within the last second goes without: under load that is every one of them.
    """
    returned = record.info.get("returned")
    if returned is None or time.monotonic() - returned < PROVEN:
        return
    try:
        dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error as error:
        raise InvalidatePoolError from error


def _prepare_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None  # BEGIN is ours: the driver's own half-applies migrations
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # "saved" means on the disk
        "foreign_keys=ON",
        "secure_delete=ON",  # a destroyed key leaves the file
        "busy_timeout=20",  # short: waiting inside SQLite stops every greenlet
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
    connection.connection.cursor().execute(begin)  # which is all: an execution costs ten times it
