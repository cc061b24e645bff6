"""Rows past objects: read as columns, looked for by the hundred, stored by one statement."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar, TypeVarTuple
from uuid import uuid4

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Insert,
    Result,
    Select,
    Update,
    any_,
    bindparam,
    column,
    func,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from exchange.core.db import session, transactions_overlap, unit

V = TypeVar("V")
Ts = TypeVarTuple("Ts")

FEW = 16  # rows that PostgreSQL takes one by one as fast as all at once


def columns(statement: Select[*Ts], given: Mapping[str, Any] | None = None) -> Result[*Ts]:
    """Read columns, never objects: as `session().execute`, at half of its price.

    For what is asked at every message.
    """
    reading = session()
    reading.flush()  # what an action has changed so far is read as changed
    return reading.connection().execute(statement, given)


def among(attribute: InstrumentedAttribute[V], values: Collection[V]) -> ColumnElement[bool]:
    """Whether the attribute has one of `values`, of which there may be hundreds.

    PostgreSQL gets them as one array: a crowd's parameters took longer to render, to parse and to
    plan than their rows to find.
    """
    if transactions_overlap():
        return attribute == any_(bindparam(None, list(values), ARRAY(attribute.type)))
    return attribute.in_(values)


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
