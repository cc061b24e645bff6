"""The database: one session per scope, one owner of transactions, one way to lock.

A scope is a request, a socket message, a job or a command. Reads run in the scope's session.
Writes run inside `transaction()` alone; a nested one joins the outer. After the commit the hooks
run, in order, without SQL. On SQLite one process-wide lock serialises writers, because a greenlet
that waits inside SQLite freezes the whole process.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    Connection,
    Dialect,
    Engine,
    create_engine,
    event,
    select,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError, OperationalError
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from exchange.core.errors import Unavailable
from exchange.core.model import Row

R = TypeVar("R", bound=Row)

WRITES = "exchange_writes"
PROVEN = 1.0  # seconds for which a connection that worked is taken to work still
PATIENCE = 10.0  # seconds that a writer waits for another process's SQLite transaction


class TransactionDoomed(RuntimeError):
    """An inner action failed and its caller swallowed the error: the whole is rolled back."""


class WriteOutsideTransaction(RuntimeError):
    """Rows were changed outside an action."""


@dataclass
class Unit:
    """One transaction under way: what to do before and after its commit."""

    before_commit: list[Callable[[], None]] = field(default_factory=list)
    after_commit: list[Callable[[], None]] = field(default_factory=list)
    doomed: bool = False
    writes: int = 0  # flushes and statements that changed rows so far
    journal: list[Any] = field(default_factory=list)  # audit entries so far, in order


class Scope:
    """A session, opened when it is first asked for, and the transaction under way in it."""

    __slots__ = ("_session", "closed_for_hooks", "database", "unit")

    def __init__(self, database: "Database") -> None:
        self.database = database
        self.unit: Unit | None = None
        self.closed_for_hooks = False
        self._session: Session | None = None

    @property
    def session(self) -> Session:
        if self._session is None:
            self._session = self.database.sessions()
        return self._session

    def rollback(self) -> None:
        """Give up what was not committed, and the connection with it."""
        if self._session is not None:
            self._session.rollback()

    def close(self) -> None:
        if self._session is not None:
            self._session.close()


_scope: ContextVar[Scope | None] = ContextVar("exchange_scope", default=None)


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
        self.sessions = sessionmaker(self.engine, expire_on_commit=False)
        event.listen(self.sessions, "before_flush", _judge_flush)
        event.listen(self.sessions, "do_orm_execute", _judge_statement)

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


def _judge_flush(flushing: Session, *_: Any) -> None:
    if flushing.new or flushing.deleted or any(map(flushing.is_modified, flushing.dirty)):
        _count_write(flushing)


def _judge_statement(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        _count_write(state.session)


def _count_write(writing: Session) -> None:
    scope = _scope.get()
    if scope is None or scope.unit is None or scope.session is not writing:
        raise WriteOutsideTransaction("rows may change inside an action alone")
    scope.unit.writes += 1


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
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def scope_of(database: Database) -> Iterator[Session]:
    """Open a scope and its session; closes both, rolling back what was not committed."""
    with scope_on_demand(database) as scope:
        yield scope.session


@contextmanager
def scope_on_demand(database: Database) -> Iterator[Scope]:
    """As `scope_of`, for what may come to its end without a question to the database."""
    scope = Scope(database)
    token = _scope.set(scope)
    try:
        yield scope
    finally:
        _scope.reset(token)
        scope.close()


def _current() -> Scope:
    scope = _scope.get()
    if scope is None:
        raise RuntimeError("no scope is open: requests, messages, jobs and commands each open one")
    return scope


def session() -> Session:
    """The scope's session. Raises if a hook after a commit asks for it: hooks do no SQL."""
    scope = _current()
    if scope.closed_for_hooks:
        raise RuntimeError(
            "hooks that run after a commit do no SQL; build their payloads before it"
        )
    return scope.session


def unit() -> Unit:
    """The transaction under way; raises `WriteOutsideTransaction` if there is none."""
    current = _current().unit
    if current is None:
        raise WriteOutsideTransaction("this belongs inside an action")
    return current


def release() -> None:
    """Give the scope's connection back before a wait: the pool is for others meanwhile."""
    _current().rollback()


def transactions_overlap() -> bool:
    """Whether the scope's database lets several transactions write at one time."""
    return not _current().database.is_sqlite


def in_scope() -> bool:
    """Whether a scope is open."""
    return _scope.get() is not None


def in_transaction() -> bool:
    """Whether a transaction is under way in this scope."""
    scope = _scope.get()
    return scope is not None and scope.unit is not None


@contextmanager
def transaction() -> Iterator[Session]:
    """Open the scope's transaction, or join the one under way.

    Facts read earlier in the scope are forgotten first, so that rules judge what is true under
    the lock. Raises `TransactionDoomed` if an inner failure was swallowed, `Unavailable` if the
    database cannot be reached in time. Nothing is kept in either case.
    """
    scope = _current()
    if scope.unit is not None:
        try:
            yield scope.session
        except BaseException:
            scope.unit.doomed = True
            raise
        return
    scope.session.rollback()
    with _writing(scope):
        scope.unit = done = Unit()
        try:
            yield scope.session
            _finish(scope, done)
        except BaseException:
            scope.session.rollback()
            raise
        finally:
            scope.unit = None
    _run_hooks(scope, done)


def _finish(scope: Scope, done: Unit) -> None:
    if done.doomed:
        raise TransactionDoomed("an inner action failed; nothing was kept")
    for step in done.before_commit:
        step()
    scope.session.commit()


def _run_hooks(scope: Scope, done: Unit) -> None:
    scope.closed_for_hooks = True
    try:
        for hook in done.after_commit:
            hook()
    finally:
        scope.closed_for_hooks = False


@contextmanager
def _writing(scope: Scope) -> Iterator[None]:
    writing = scope.database.writing
    if not scope.database.is_sqlite:
        scope.session.connection(execution_options=writing)
        yield
        return
    with scope.database.writer_lock:
        _begin_immediate(scope.session, writing)
        yield


def _begin_immediate(opening: Session, writing: Mapping[str, Any]) -> None:
    """Take SQLite's write lock, waiting for another process without stopping this one."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            opening.connection(execution_options=writing)
            return
        except OperationalError as error:
            opening.rollback()
            if "locked" not in str(error.orig) or time.monotonic() > deadline:
                raise Unavailable from error
            time.sleep(0.02)


def before_commit(step: Callable[[], None]) -> None:
    """Run `step` as the last thing inside the transaction (it may use SQL)."""
    unit().before_commit.append(step)


def on_commit(hook: Callable[[], None]) -> None:
    """Run `hook` once the transaction has committed; never if it rolls back. No SQL inside."""
    unit().after_commit.append(hook)


def lock(model: type[R], id: UUID) -> R | None:
    """Load a row freshly and hold it until the transaction ends; None if there is no such row.

    PostgreSQL: `SELECT … FOR UPDATE`. SQLite drops that clause silently, and needs none: the
    transaction already holds the one write lock.
    """
    unit()
    statement = select(model).where(model.id == id).with_for_update()
    return session().scalars(statement.execution_options(populate_existing=True)).one_or_none()


def find(model: type[R], id: UUID) -> R | None:
    """The row with this id, or None."""
    return session().scalars(select(model).where(model.id == id)).one_or_none()


def add(row: R) -> R:
    """Add `row` to the transaction under way and flush it, so that constraints answer now."""
    unit()
    session().add(row)
    session().flush()
    return row
