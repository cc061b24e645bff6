"""The database: one connection per scope, one owner of transactions, one way to lock.

A scope is a request, a socket message, a job or a command. Reads run on the scope's connection, by
its session where they are of objects.
Writes run inside `transaction()` alone; a nested one joins the outer. After the commit the hooks
run, in order, without SQL. On SQLite one process-wide lock serialises writers, because a greenlet
that waits inside SQLite freezes the whole process.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Engine, event, select
from sqlalchemy.orm import ORMExecuteState, Session

from exchange.core.engine import JOINS, Database, JoiningSession
from exchange.core.errors import Unavailable
from exchange.core.model import Row

R = TypeVar("R", bound=Row)

HOOKS_DO_NO_SQL = "hooks that run after a commit do no SQL; build their payloads before it"
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
    """A connection, a session once objects are asked for, and the transaction under way.

    What is asked past objects needs the connection alone; to make a session for it took as long as
    to ask. A session that is made later joins the transaction of the connection, and ends it.
    """

    __slots__ = ("_alone", "_session", "closed_for_hooks", "database", "unit")

    def __init__(self, database: Database) -> None:
        self.database = database
        self.unit: Unit | None = None
        self.closed_for_hooks = False
        self._alone: Connection | None = None  # open without a session, or before there was one
        self._session: Session | None = None

    @property
    def session(self) -> Session:
        if self._session is None:
            self._session = self.database.sessions(info={JOINS: self.joined})
        return self._session

    def joined(self) -> Connection | Engine:
        """What the session runs its transaction on."""
        return self._alone or self.database.engine

    def connection(self, **options: Any) -> Connection:
        """The connection in its transaction, begun with these execution options if it must be."""
        if self._alone is not None and not self._alone.in_transaction():
            if self.unit is not None:
                raise TransactionDoomed("a flush failed and rolled back; nothing was kept")
            self._leave()
        if self._alone is not None:
            return self._alone
        if self._session is not None:
            return self._session.connection(execution_options=options)
        self._alone = self.database.engine.connect()
        self._alone.execution_options(**options).begin()
        return self._alone

    def flush(self) -> None:
        """Write what was changed in objects."""
        if self._session is not None:
            self._session.flush()

    def commit(self) -> None:
        """Keep what was written, and give the connection back."""
        if self._session is not None:
            self._session.commit()
        if self._alone is not None and self._alone.in_transaction():  # no session has joined it
            self._alone.commit()
        self._leave()

    def rollback(self) -> None:
        """Give up what was not committed, and the connection with it."""
        if self._session is not None:
            self._session.rollback()
        self._leave()

    def close(self) -> None:
        if self._session is not None:
            self._session.close()
        self._leave()

    def _leave(self) -> None:
        if self._alone is not None:
            alone, self._alone = self._alone, None
            alone.close()


_scope: ContextVar[Scope | None] = ContextVar("exchange_scope", default=None)


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


event.listen(JoiningSession, "before_flush", _judge_flush)
event.listen(JoiningSession, "do_orm_execute", _judge_statement)


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
        raise RuntimeError(HOOKS_DO_NO_SQL)
    return scope.session


def connection() -> Connection:
    """The scope's connection, for statements past objects, which read what actions have changed."""
    scope = _current()
    if scope.closed_for_hooks:
        raise RuntimeError(HOOKS_DO_NO_SQL)
    scope.flush()
    return scope.connection()


def flush() -> None:
    """Write what was changed in objects so far."""
    _current().flush()


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
def transaction() -> Iterator[None]:
    """Open the scope's transaction, or join the one under way.

    Facts read earlier in the scope are forgotten first, so that rules judge what is true under
    the lock. Raises `TransactionDoomed` if an inner failure was swallowed, `Unavailable` if the
    database cannot be reached in time. Nothing is kept in either case.
    """
    scope = _current()
    if scope.unit is not None:
        try:
            yield
        except BaseException:
            scope.unit.doomed = True
            raise
        return
    scope.rollback()
    with _writing(scope):
        scope.unit = done = Unit()
        try:
            yield
            _finish(scope, done)
        except BaseException:
            scope.rollback()
            raise
        finally:
            scope.unit = None
    _run_hooks(scope, done)


def _finish(scope: Scope, done: Unit) -> None:
    if done.doomed:
        raise TransactionDoomed("an inner action failed; nothing was kept")
    for step in done.before_commit:
        step()
    scope.commit()


def _run_hooks(scope: Scope, done: Unit) -> None:
    scope.closed_for_hooks = True
    try:
        for hook in done.after_commit:
            hook()
    finally:
        scope.closed_for_hooks = False


@contextmanager
def _writing(scope: Scope) -> Iterator[None]:
    if not scope.database.is_sqlite:
        scope.connection(**scope.database.writing)
        yield
        return
    with scope.database.writer_lock:
        _begin_immediate(scope)
        yield


def _begin_immediate(scope: Scope) -> None:
    """Take SQLite's write lock, waiting for another process without stopping this one."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            scope.connection(**scope.database.writing)
            return
        except sqlite3.OperationalError as error:
            scope.rollback()
            if "locked" not in str(error) or time.monotonic() > deadline:
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
