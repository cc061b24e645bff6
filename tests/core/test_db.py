from contextlib import suppress
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from exchange.audit.models import AuditEntry
from exchange.audit.record import first_broken, record
from exchange.audit.tags import Tag
from exchange.core.action import NotAudited, action
from exchange.core.actor import Actor, system
from exchange.core.bulk import columns, store
from exchange.core.db import (
    TransactionDoomed,
    WriteOutsideTransaction,
    add,
    connection,
    find,
    lock,
    on_commit,
    release,
    scope_of,
    scope_on_demand,
    session,
    transaction,
)
from exchange.core.errors import Conflict
from exchange.events.models import Programme
from exchange.web.application import Exchange


@action
def make(*, actor: Actor, title: str) -> Programme:
    programme = add(Programme(title=title, slug=title))
    record(actor, Tag.EVENT_CREATED, programme)
    return programme


@action
def fail(*, actor: Actor) -> None:
    add(Programme(title="half", slug="half"))
    raise Conflict


def titles() -> list[str]:
    return list(session().scalars(select(Programme.title).order_by(Programme.seq)))


def test_rows_cannot_change_outside_an_action(scope):
    scope.add(Programme(title="stray", slug="stray"))
    with pytest.raises(WriteOutsideTransaction):
        scope.flush()


def test_an_action_that_records_nothing_is_rolled_back(scope):
    @action
    def silent(*, actor: Actor) -> None:
        add(Programme(title="silent", slug="silent"))

    with pytest.raises(NotAudited):
        silent(actor=system("test"))
    assert titles() == []


def test_a_swallowed_inner_failure_dooms_the_whole(scope):
    @action
    def outer(*, actor: Actor) -> None:
        make(actor=actor, title="kept?")
        with suppress(Conflict):
            fail(actor=actor)

    with pytest.raises(TransactionDoomed):
        outer(actor=system("test"))
    assert titles() == []


def test_an_inner_action_is_not_charged_with_what_its_outer_changed(scope):
    @action(unaudited_because="it only looks")
    def look(*, actor: Actor) -> None: ...

    @action
    def look_strictly(*, actor: Actor) -> None: ...

    @action
    def outer(*, actor: Actor) -> None:
        programme = make(actor=actor, title="outer")
        programme.title = "changed, not flushed yet"
        look_strictly(actor=actor)
        look(actor=actor)

    outer(actor=system("test"))
    assert titles() == ["changed, not flushed yet"]


def test_hooks_run_after_the_commit_and_may_not_use_sql(scope):
    seen: list[str] = []

    def hook() -> None:
        seen.append("ran")
        with pytest.raises(RuntimeError, match="no SQL"):
            session()

    with transaction():
        add(Programme(title="one", slug="one"))
        on_commit(hook)
        assert seen == []
    assert seen == ["ran"]


def test_hooks_of_a_rolled_back_transaction_never_run(scope):
    seen: list[str] = []

    def promise_and_fail() -> None:
        with transaction():
            on_commit(lambda: seen.append("ran"))
            raise Conflict

    with pytest.raises(Conflict):
        promise_and_fail()
    assert seen == []


def test_a_lock_reads_what_another_scope_has_committed(app: Exchange):
    with scope_of(app.database):
        programme = make(actor=system("test"), title="first")
    with scope_of(app.database):
        mine = find(Programme, programme.id)
        assert mine is not None
        assert mine.title == "first"
        with scope_of(app.database), transaction():
            found = lock(Programme, programme.id)
            assert found is not None
            found.title = "second"
        with transaction():
            fresh = lock(Programme, programme.id)
            assert fresh is mine
            assert fresh.title == "second"


def test_the_audit_chain_is_whole_until_an_entry_is_altered(scope):
    for title in ("a", "b", "c"):
        make(actor=system("test"), title=title)
    entries = list(scope.scalars(select(AuditEntry).order_by(AuditEntry.seq)))
    assert first_broken(entries) is None
    entries[1].facts = {"forged": 1}
    assert first_broken(entries) == entries[1].id
    scope.expunge_all()
    kept = list(scope.scalars(select(AuditEntry).order_by(AuditEntry.seq)))
    assert first_broken([kept[0], kept[2]]) == kept[2].id


def test_an_unknown_row_is_none(scope):
    assert find(Programme, uuid4()) is None


def test_a_session_made_in_the_middle_joins_what_was_written_past_objects(app: Exchange):
    with scope_on_demand(app.database), transaction():
        store(Programme, [{"title": "past objects", "slug": "one"}])
        add(Programme(title="by an object", slug="two"))
        assert set(columns(select(Programme.title)).scalars()) == set(titles())
    with scope_on_demand(app.database), suppress(Conflict), transaction():
        store(Programme, [{"title": "half", "slug": "three"}])
        add(Programme(title="other half", slug="four"))
        raise Conflict
    with scope_on_demand(app.database):
        assert titles() == ["past objects", "by an object"]


@pytest.mark.parametrize("made", [False, True])
def test_what_was_written_past_objects_is_kept_with_an_idle_session_and_without(
    app: Exchange, made: bool
):
    with scope_on_demand(app.database), transaction():
        store(Programme, [{"title": "kept", "slug": "kept"}])
        if made:
            session().flush()
    with scope_on_demand(app.database):
        assert titles() == ["kept"]


def test_after_a_transaction_no_connection_is_held(app: Exchange):
    for of_objects in (False, True):
        with scope_on_demand(app.database), transaction():
            connection()
            if of_objects:
                titles()
        assert app.database.engine.pool.checkedout() == 0
    with scope_on_demand(app.database):
        connection()
        assert app.database.engine.pool.checkedout() == 1
        release()
        assert app.database.engine.pool.checkedout() == 0


def test_after_a_flush_that_failed_nothing_is_written_past_objects_either(app: Exchange):
    @action
    def heedless(*, actor: Actor) -> None:
        store(Programme, [{"title": "one", "slug": "one"}])
        with suppress(IntegrityError):
            add(Programme(title="one", slug="one"))
        store(Programme, [{"title": "two", "slug": "two"}])

    with scope_on_demand(app.database):
        with pytest.raises(TransactionDoomed):
            heedless(actor=system("test"))
        assert titles() == []
