"""What somebody finds who has the database, the mail and the logs: with the key, and without."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from exchange.core.db import scope_of, session
from exchange.core.model import Base
from exchange.retention.jobs import forget_what_is_due
from exchange.retention.queries.kept import SEALED
from exchange.vault.content import vault
from exchange.vault.envelope import Place, VaultError, unseal
from exchange.vault.models import DataKey
from exchange.web.application import Exchange
from tests.retention.conftest import WORDS, Past


def dump(app: Exchange) -> bytes:
    """Every row of every table, the mail that waits among them."""
    with app.database.engine.connect() as connection:
        rows = [
            list(row)
            for table in Base.metadata.sorted_tables
            for row in connection.execute(select(table))
        ]
    return json.dumps(
        rows, default=lambda value: value.hex() if isinstance(value, bytes) else str(value)
    ).encode()


@contextmanager
def logs() -> Iterator[io.StringIO]:
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield heard
    root.setLevel(before)
    root.removeHandler(handler)


def sealed_rows() -> list[tuple[bytes, Place]]:
    return [
        (row.sealed, each.place(row))
        for each in SEALED
        for row in session().scalars(select(each.model))
    ]


def keys_in_the_dump() -> list[bytes]:
    """What the living keys unwrap to, for whoever has the key-encryption key as well."""
    living = session().scalars(select(DataKey).where(DataKey.destroyed_at.is_(None)))
    return [vault().keyring.unwrap(k.wrapped_by, k.wrapped, k.scope_id) for k in living]


def opened_by(keys: list[bytes], rows: list[tuple[bytes, Place]]) -> list[str]:
    found = []
    for sealed, place in rows:
        for key in keys:
            try:
                found.append(unseal(key, sealed, place).decode())
            except VaultError:
                continue
    return found


@pytest.mark.parametrize("past", [400], indirect=True)
def test_without_the_key_nothing_and_after_its_time_nothing_with_it_either(
    app: Exchange, past: Past
):
    with app.app_context(), scope_of(app.database), logs() as heard:
        in_a_backup = sealed_rows()
        assert len(in_a_backup) == 24  # seven in each room, a case, it rewritten, a private word
        read = opened_by(keys_in_the_dump(), in_a_backup)  # with the key, before
        assert [WORDS in each for each in read] == [True] * 24
        session().rollback()
        everything = dump(app)
        forget_what_is_due()
        everything += dump(app) + heard.getvalue().encode()
        assert sealed_rows() == []
        assert opened_by(keys_in_the_dump(), in_a_backup) == []
    for form in (WORDS.encode(), WORDS.encode().hex().encode(), WORDS.encode("utf-16-le")):
        assert form not in everything
