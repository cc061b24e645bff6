"""Opening everything that is sealed, to find what was altered or moved. Nothing opened is kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select

from exchange.core.db import session
from exchange.retention.queries.kept import SEALED
from exchange.vault.content import vault
from exchange.vault.envelope import VaultError
from exchange.vault.models import DataKey

AT_A_TIME = 500


@dataclass(frozen=True)
class Opened:
    """How a key or a row stood the try: `fault` is "" if it opened. Never holds content."""

    table: str
    id: UUID
    fault: str


def open_everything() -> Iterator[Opened]:
    """Try each living key, then each sealed row, table by table."""
    vault().opened.clear()  # a key in memory would hide what became of its row
    for key in _in_order(DataKey):
        if key.destroyed_at is None:
            unwrap = partial(vault().keyring.unwrap, key.wrapped_by, key.wrapped, key.scope_id)
            yield Opened(DataKey.__tablename__, key.id, _fault(unwrap))
    for sealed in SEALED:
        for row in filter(lambda row: row.sealed, _in_order(sealed.model)):  # else taken back
            place = sealed.place(row)
            opened = partial(vault().open, row.sealed, place)
            yield Opened(place.table, row.id, _fault(opened))


def _fault(opening: Callable[[], bytes]) -> str:
    try:
        opening()
    except VaultError as error:
        return str(error)
    return ""


def _in_order(model: type[Any]) -> Iterator[Any]:
    last = 0
    while True:
        statement = select(model).where(model.seq > last).order_by(model.seq).limit(AT_A_TIME)
        rows = session().scalars(statement).all()
        yield from rows
        if len(rows) < AT_A_TIME:
            return
        last = rows[-1].seq
        for row in rows:
            session().expunge(row)
