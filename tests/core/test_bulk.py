"""Rows past objects are found, kept in order and judged as objects are."""

from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import aliased

from exchange.audit.models import AuditEntry
from exchange.audit.record import first_broken, record
from exchange.audit.tags import Tag
from exchange.core.action import NotAudited, action
from exchange.core.actor import Actor, system
from exchange.core.bulk import FEW, among, columns, store, tupled, tuples
from exchange.core.db import WriteOutsideTransaction, find, session, transaction
from exchange.events.models import Programme
from tests.core.test_db import make, titles

MANY = 3 * FEW


@action
def note_many(*, actor: Actor) -> None:
    for number in range(MANY):
        record(actor, Tag.EVENT_CREATED, None, number=number)


def test_rows_are_stored_in_an_action_alone_and_it_records_them(scope):
    rows = [{"title": "stray", "slug": "stray", "id": uuid4()}]
    with pytest.raises(WriteOutsideTransaction):
        store(Programme, rows)

    @action
    def silent(*, actor: Actor) -> None:
        store(Programme, rows)

    with pytest.raises(NotAudited):
        silent(actor=system("test"))
    assert titles() == []


def test_columns_are_read_as_an_action_has_changed_them(scope):
    programme = make(actor=system("test"), title="before")
    with transaction():
        find(Programme, programme.id).title = "after"
        assert columns(select(Programme.title)).scalars().all() == ["after"]


@pytest.mark.parametrize("count", [1, FEW, MANY])
def test_rows_keep_their_order_and_get_ids_of_their_own(scope, count):
    given = [f"row {number:03}" for number in range(count)]
    with transaction():
        store(Programme, [{"title": name, "slug": name} for name in given])
    ids = session().scalars(select(Programme.id)).all()
    assert (titles(), len(set(ids))) == (given, count)


def test_a_crowd_of_audit_entries_stays_a_chain_and_reads_as_it_was_written(scope):
    note_many(actor=system("test"))
    entries = session().scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
    assert [entry.facts["number"] for entry in entries[-MANY:]] == list(range(MANY))
    assert first_broken(entries) is None


def test_what_is_among_the_values_is_found_and_among_none_nothing(scope):
    with transaction():
        some = [{"title": name, "slug": name, "id": uuid4()} for name in ("a", "b", "c")]
        store(Programme, some)
    wanted = [some[0]["id"], some[2]["id"], uuid4()]
    found = select(Programme.title).order_by(Programme.seq)
    assert columns(found.where(among(Programme.id, wanted))).scalars().all() == ["a", "c"]
    assert columns(found.where(among(Programme.slug, {"b"}))).scalars().all() == ["b"]
    assert columns(found.where(among(Programme.id, []))).scalars().all() == []


def test_pairs_are_found_and_nobody_across_them(scope):
    with transaction():
        rows = [{"title": name, "slug": name, "id": uuid4()} for name in ("a", "b", "c")]
        store(Programme, rows)
    a, b, c = (row["id"] for row in rows)
    other = aliased(Programme)
    both = select(Programme.title, other.title).join(other, tupled(Programme.id, other.id))
    found = columns(both.order_by(Programme.seq), tuples([(a, b), (c, a), (b, uuid4())])).all()
    assert [tuple(row) for row in found] == [("a", "b"), ("c", "a")]
