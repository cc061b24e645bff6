"""Pages of long lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from exchange.core.db import session

T = TypeVar("T")

PAGE_SIZE = 25
LAST_PAGE = 100_000  # beyond any real list, and small enough for every database's OFFSET


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page: `items`, its `number` (from 1), the number of `pages`, and `total` rows."""

    items: Sequence[T]
    number: int
    total: int
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


def paginate(statement: Select[Any], number: int, size: int = PAGE_SIZE) -> Page[Any]:
    """Page `number` of a one-entity SELECT; a number out of range is brought into range."""
    total = (
        session().scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    )
    pages = max(1, -(-total // size))
    number = min(max(1, min(number, LAST_PAGE)), pages)
    rows = session().scalars(statement.limit(size).offset((number - 1) * size)).all()
    return Page(rows, number, total, size)
