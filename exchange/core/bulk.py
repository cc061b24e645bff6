"""Rows past objects: read as columns, looked for by the hundred, stored by one statement."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import wraps
from typing import Any, ParamSpec, TypeVar, TypeVarTuple
from uuid import UUID, uuid4

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Insert,
    Result,
    Select,
    Update,
    Uuid,
    any_,
    bindparam,
    column,
    func,
    select,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute

from exchange.core.db import session, transactions_overlap, unit

P = ParamSpec("P")
S = TypeVar("S")
V = TypeVar("V")
Ts = TypeVarTuple("Ts")

PAIRS = ("first", "second")
FEW = 16  # rows that PostgreSQL takes one by one as fast as all at once


def columns(statement: Select[*Ts], given: Mapping[str, Any] | None = None) -> Result[*Ts]:
    """Read columns, never objects: as `session().execute`, at half of its price.

    For what is asked at every message.
    """
    reading = session()
    reading.flush()  # what an action has changed so far is read as changed
    return reading.connection().execute(statement, given)


def built_once(build: Callable[P, S]) -> Callable[P, S]:
    """Keep the statement that `build` makes, for each kind of database.

    For what is asked at every message: to build it anew would cost more than to ask it.
    """
    built: dict[Any, S] = {}

    @wraps(build)
    def statement(*args: P.args, **options: P.kwargs) -> S:
        asked = (transactions_overlap(), args, tuple(options.items()))
        if asked not in built:
            built[asked] = build(*args, **options)
        return built[asked]

    return statement


def among(
    expression: ColumnElement[V] | InstrumentedAttribute[V], values: Collection[V] | str
) -> ColumnElement[bool]:
    """Whether it has one of `values`, or of those that the statement is given under that name.

    PostgreSQL gets them as one array: a crowd's parameters took longer to render, to parse and to
    plan than their rows to find. A name is for a statement that is `built_once`.
    """
    if not transactions_overlap():
        return expression.in_(
            bindparam(values, type_=expression.type, expanding=True)
            if isinstance(values, str)
            else values
        )
    array = ARRAY(expression.type)
    return expression == any_(
        bindparam(values, type_=array)
        if isinstance(values, str)
        else bindparam(None, list(values), array)
    )


def paired(
    first: InstrumentedAttribute[UUID], second: InstrumentedAttribute[UUID]
) -> ColumnElement[bool]:
    """Whether the two are one of the pairs that the statement is given by `pairs`."""
    both = tuple_(first, second)
    if not transactions_overlap():
        return both.in_(bindparam("pairs", expanding=True))
    arrays = (bindparam(name, type_=ARRAY(Uuid())) for name in PAIRS)
    table = func.unnest(*arrays).table_valued(*(column(name, Uuid()) for name in PAIRS))
    given = table.render_derived().columns
    return both.in_(select(*(given[name] for name in PAIRS)))


def pairs(given: Collection[tuple[UUID, UUID]]) -> dict[str, list[Any]]:
    """The pairs that `paired` looks for, as a statement is given them."""
    if not transactions_overlap():
        return {"pairs": list(given)}
    return {name: [pair[n] for pair in given] for n, name in enumerate(PAIRS)}


def store(statement: Insert | Update, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows of a table by one statement, past objects, in the transaction under way.

    What is inserted names every column but `seq`, and `id` where nobody has to know it.
    """
    unit().writes += 1
    writing = session()
    writing.flush()
    if isinstance(statement, Insert) and len(rows) > FEW and transactions_overlap():
        writing.connection().execute(_by_columns(statement, rows))
    else:
        writing.connection().execute(statement, rows)


def _by_columns(statement: Insert, rows: Sequence[Mapping[str, Any]]) -> Insert:
    """The same rows in their order, as an array for each column: a third of PostgreSQL's price."""
    named = [{"id": uuid4(), **row} for row in rows]
    types = {name: statement.table.columns[name].type for name in named[0]}
    arrays = [
        bindparam(None, [row[name] for row in named], ARRAY(type)) for name, type in types.items()
    ]
    table = func.unnest(*arrays).table_valued(
        *(column(name, type) for name, type in types.items()), with_ordinality="position"
    )
    given = table.render_derived().columns
    ordered = select(*(given[name] for name in types)).order_by(given.position)
    return statement.from_select(list(types), ordered, include_defaults=False)
