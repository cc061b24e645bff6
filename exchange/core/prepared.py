"""Statements that are asked at every message: compiled once, run on the driver's own cursor.

SQLAlchemy writes their SQL and turns values on their way in and out. What is spared is its way
through an execution, which cost several times what the database takes to answer (decision 32).
Errors, lost connections and listeners to statements are as if it had executed them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Dialect, Executable, Insert, Select
from sqlalchemy.engine import IteratorResult, Result
from sqlalchemy.engine.result import SimpleResultMetaData

from exchange.core.db import transactions_overlap

P = ParamSpec("P")
S = TypeVar("S")

Given = Mapping[str, Any]
Turn = Callable[[Any], Any]


def built_once(build: Callable[P, S]) -> Callable[P, S]:
    """Keep the statement that `build` makes, for each kind of database.

    For what is asked at every message: to build and compile it anew would cost more than to ask.
    """
    built: dict[Any, S] = {}

    @wraps(build)
    def statement(*args: P.args, **options: P.kwargs) -> S:
        asked = (transactions_overlap(), args, tuple(options.items()))
        if asked not in built:
            built[asked] = build(*args, **options)
        return built[asked]

    return statement


class Prepared:
    """A statement for one kind of database; `names` are the columns that an insert is given.

    Raises `ValueError` where it lacks one with a default in Python: nobody fills that here.
    """

    def __init__(self, statement: Executable, dialect: Dialect, names: Iterable[str]) -> None:
        inserts = isinstance(statement, Insert)
        compiled: Any = statement.compile(  # type: ignore[attr-defined]  # all of them have it
            dialect=dialect,
            column_keys=list(names) if inserts else None,
            for_executemany=inserts,  # so that no new keys come back, which nobody reads
        )
        if lacking := [column.name for column in compiled.insert_prefetch] if inserts else []:
            raise ValueError(f"an insert lacks {', '.join(lacking)}")
        binds = compiled.binds
        self._open = {name for name, bind in binds.items() if bind.required}
        whole = compiled.construct_expanded_state(dict.fromkeys(self._open))
        turns = {name: _inward(bind.type, dialect) for name, bind in binds.items()}
        turns |= whole.processors
        self._dialect = dialect
        self._sql: str = whole.statement
        self._order: Sequence[str] | None = whole.positiontup
        self._turns = {name: turn for name, turn in turns.items() if turn}
        self._fixed = {
            name: self._turned(name, value)
            for name, value in whole.parameters.items()
            if name not in self._open
        }
        columns = list(statement.selected_columns) if isinstance(statement, Select) else []
        self._types = [column.type for column in columns]
        self._head = SimpleResultMetaData([column.key or "" for column in columns])
        self._outward: list[tuple[int, Turn]] | None = None

    def read(self, connection: Connection, given: Given) -> Result[Any]:
        """The rows that it finds, all of them: the cursor is closed."""
        rows, described = self._run(connection, [given], reads=True)
        if self._outward is None:
            self._outward = self._turns_outward([each[1] for each in described])
        if self._outward:
            rows = [self._read(row) for row in rows]
        return IteratorResult(self._head, iter(rows))

    def write(self, connection: Connection, given: Sequence[Given]) -> None:
        """Run it once for each."""
        self._run(connection, given, reads=False)

    def _run(
        self, connection: Connection, given: Sequence[Given], *, reads: bool
    ) -> tuple[list[Any], Sequence[Any]]:
        values = [self._values(each) for each in given]
        many = len(values) > 1
        cursor = connection.connection.cursor()
        heard: Any = connection.engine.dispatch
        heard.before_cursor_execute(connection, cursor, self._sql, values, None, many)
        try:
            if many:
                cursor.executemany(self._sql, values)
            else:
                cursor.execute(self._sql, values[0])
            found = (list(cursor.fetchall()), cursor.description or ()) if reads else ([], ())
        except BaseException as error:  # noqa: BLE001  # which raises it again, as SQLAlchemy's
            connection._handle_dbapi_exception(error, self._sql, None, cursor, None)  # noqa: SLF001
        cursor.close()
        return found

    def _values(self, given: Given) -> Any:
        values = {
            **self._fixed,
            **{name: self._turned(name, given[name]) for name in self._open},
        }
        return [values[name] for name in self._order] if self._order is not None else values

    def _turned(self, name: str, value: Any) -> Any:
        turn = self._turns.get(name)
        return turn(value) if turn else value

    def _turns_outward(self, codes: Sequence[Any]) -> list[tuple[int, Turn]]:
        turns = [
            type.dialect_impl(self._dialect).result_processor(self._dialect, code)
            for type, code in zip(self._types, codes, strict=True)
        ]
        return [(position, turn) for position, turn in enumerate(turns) if turn]

    def _read(self, row: Sequence[Any]) -> tuple[Any, ...]:
        values = list(row)
        for position, turn in self._outward or ():
            values[position] = turn(values[position])
        return tuple(values)


def _inward(type: Any, dialect: Dialect) -> Turn | None:
    turn: Turn | None = type.dialect_impl(dialect).bind_processor(dialect)
    return turn


_prepared: WeakKeyDictionary[Executable, dict[Any, Prepared]] = WeakKeyDictionary()


def prepared(statement: Executable, dialect: Dialect, names: Iterable[str] = ()) -> Prepared:
    """`statement` for this kind of database, compiled when it is first asked for.

    That pays for one that is `built_once`; any other is compiled at each call.
    """
    asked = (dialect.name, *names)
    known = _prepared.setdefault(statement, {})
    if asked not in known:
        known[asked] = Prepared(statement, dialect, names)
    return known[asked]
