"""Rows past objects: read as columns, looked for by the hundred, stored by one statement."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar, TypeVarTuple, cast
from uuid import UUID, uuid4

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Dialect,
    Insert,
    Result,
    Select,
    Table,
    Text,
    Update,
    Uuid,
    any_,
    bindparam,
    column,
    func,
    insert,
    select,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import TypeDecorator, TypeEngine

from exchange.core.db import connection, transactions_overlap, unit
from exchange.core.model import Row
from exchange.core.prepared import built_once, prepared

V = TypeVar("V")
Ts = TypeVarTuple("Ts")

TUPLES = "tuples"
PARTS = ("first", "second", "third")  # of the tuples that are looked for
FEW = 16  # rows that PostgreSQL takes one by one as fast as all at once


class JsonArray(TypeDecorator[Sequence[Any]]):
    """Values of one type, or tuples of them, as SQLite takes them in one parameter."""

    impl = Text
    cache_ok = True

    def __init__(self, item: TypeEngine[Any]) -> None:
        super().__init__()
        self.item = item

    def bind_processor(self, dialect: Dialect) -> Callable[[Sequence[Any] | None], str]:
        """What writes them, each as a column of SQLite has it."""
        turn = self.item.dialect_impl(dialect).bind_processor(dialect) or _as_it_is

        def written(values: Sequence[Any] | None) -> str:
            return json.dumps(
                [
                    [turn(each) for each in value] if isinstance(value, tuple) else turn(value)
                    for value in values or ()
                ]
            )

        return written


def _as_it_is(value: Any) -> Any:
    return value


def columns(statement: Select[*Ts], given: Mapping[str, Any] | None = None) -> Result[*Ts]:
    """Read columns, never objects: as `session().execute`, at a fraction of its price.

    For what is asked at every message, by statements that are `built_once`.
    """
    asked = connection()
    return prepared(statement, asked.dialect).read(asked, given or {})


def among(
    expression: ColumnElement[V] | InstrumentedAttribute[V], values: Collection[V] | str
) -> ColumnElement[bool]:
    """Whether it has one of `values`, or of those that the statement is given under that name.

    They are one array: a crowd's parameters took longer to render, to parse and to plan than their
    rows to find, and SQL that does not change with their number is compiled once. A name is for a
    statement that is `built_once`.
    """
    overlap = transactions_overlap()
    if not overlap and not isinstance(values, str):
        return expression.in_(values)
    array = ARRAY(expression.type) if overlap else JsonArray(expression.type)
    given: ColumnElement[Any] = (
        bindparam(values, type_=array)
        if isinstance(values, str)
        else bindparam(None, list(values), array)
    )
    if overlap:
        return expression == any_(given)
    return expression.in_(select(func.json_each(given).table_valued("value").c.value))


def tupled(*expressions: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Whether they are one of the tuples that the statement is given by `tuples`."""
    together = tuple_(*expressions)
    if not transactions_overlap():
        each = func.json_each(bindparam(TUPLES, type_=JsonArray(Uuid()))).table_valued("value")
        parts = (func.json_extract(each.c.value, f"$[{n}]") for n in range(len(expressions)))
        return together.in_(select(*parts))
    names = PARTS[: len(expressions)]
    arrays = (bindparam(name, type_=ARRAY(Uuid())) for name in names)
    table = func.unnest(*arrays).table_valued(*(column(name, Uuid()) for name in names))
    given = table.render_derived().columns
    return together.in_(select(*(given[name] for name in names)))


def tuples(given: Collection[tuple[UUID, ...]]) -> dict[str, list[Any]]:
    """What `tupled` looks for, as a statement is given it."""
    if not transactions_overlap():
        return {TUPLES: list(given)}
    arrays = [list(values) for values in zip(*given, strict=True)] or [[] for _ in PARTS]
    return dict(zip(PARTS, arrays, strict=False))


def store(model: type[Row], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows by one statement, past objects, in the transaction under way; in their order.

    They name every column but `seq`, and `id` where nobody has to know it.
    """
    named = [{"id": uuid4(), **row} for row in rows]
    if len(named) > FEW and transactions_overlap():
        by_column = {name: [row[name] for row in named] for name in named[0]}
        _write(_inserting_arrays(model, *by_column), [by_column])
    else:
        _write(_inserting(model), named, tuple(named[0]))


def change(statement: Update, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run a change that is `built_once`, for each of `rows`, as `store` inserts."""
    _write(statement, rows)


def _write(
    statement: Insert | Update, given: Sequence[Mapping[str, Any]], names: Sequence[str] = ()
) -> None:
    unit().writes += 1
    writing = connection()
    prepared(statement, writing.dialect, names).write(writing, given)


@built_once
def _inserting(model: type[Row]) -> Insert:
    return insert(table_of(model))


@built_once
def _inserting_arrays(model: type[Row], *names: str) -> Insert:
    """An array for each column: a third of PostgreSQL's price for the rows one by one."""
    table = table_of(model)
    types = {name: table.columns[name].type for name in names}
    arrays = [bindparam(name, type_=ARRAY(type)) for name, type in types.items()]
    given = func.unnest(*arrays).table_valued(
        *(column(name, type) for name, type in types.items()), with_ordinality="position"
    )
    found = given.render_derived().columns
    ordered = select(*(found[name] for name in types)).order_by(found.position)
    return insert(table).from_select(list(types), ordered, include_defaults=False)


def table_of(model: type[Row]) -> Table:
    """The table of a model, for statements past objects."""
    return cast(Table, model.__table__)
