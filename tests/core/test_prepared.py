"""What runs past SQLAlchemy's executions comes and goes as if it had run through them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Select, bindparam, event, insert, literal_column, select, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from exchange.audit.models import AuditEntry
from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock, prepared
from exchange.core.action import action
from exchange.core.actor import Actor, system
from exchange.core.bulk import among, columns, store, table_of, tupled, tuples
from exchange.core.db import connection, scope_of, session, transaction
from exchange.core.engine import Database
from exchange.core.model import Row
from exchange.core.prepared import built_once
from exchange.events.enums import PriceFor
from exchange.events.models import Event, Price, Programme
from tests.core.test_db import make
from tests.support.world import World


@contextmanager
def statements(scope: Session) -> Iterator[list[str]]:
    heard: list[str] = []

    def hear(*given: object) -> None:
        heard.append(str(given[2]))

    engine = scope.get_bind().engine
    event.listen(engine, "before_cursor_execute", hear)
    yield heard
    event.remove(engine, "before_cursor_execute", hear)


@built_once
def programmes() -> Select[UUID, str]:
    return select(Programme.id, Programme.title).where(among(Programme.id, "ids"))


@action
def note(*, actor: Actor) -> None:
    record(actor, Tag.EVENT_CREATED, None, words="Ærø", number=3)


@pytest.mark.parametrize("model", [AuditEntry, Event, Price])
def test_every_kind_of_value_is_read_as_by_sqlalchemy(
    world: World, scope: Session, model: type[Row]
):
    world.event(prices=[(PriceFor.MEMBER, "12.50")])
    note(actor=system("test"))
    statement = select(*table_of(model).columns)
    row, other = columns(statement).first(), session().execute(statement).first()
    assert row is not None
    assert row._asdict() == other._asdict()
    assert [type(value) for value in row] == [type(value) for value in other]


def test_values_are_written_as_by_sqlalchemy(scope: Session):
    now, facts = clock.now() - timedelta(days=400), {"words": "Ærø", "deep": [1, None]}
    base = {"at": now, "tag": "x", "actor_kind": "system", "actor_id": uuid4(), "facts": facts}
    rest = {"actor_label": "", "subject_kind": "", "subject_id": None}
    rows = [
        {**base, **rest, "previous_hash": one * 64, "hash": one * 64, "id": uuid4()} for one in "12"
    ]
    with transaction():
        store(AuditEntry, [rows[0]])
        session().execute(insert(AuditEntry), [rows[1]])
    one, other = session().execute(select(*AuditEntry.__table__.columns)).all()[-2:]
    left_out = {"seq", "id", "previous_hash", "hash"}
    assert {k: v for k, v in one._mapping.items() if k not in left_out} == {
        k: v for k, v in other._mapping.items() if k not in left_out
    }


def test_any_number_of_values_is_asked_for_in_the_same_words_compiled_once(
    scope: Session, monkeypatch: pytest.MonkeyPatch
):
    made = [make(actor=system("test"), title=f"programme {number}").id for number in range(3)]
    compiled: list[object] = []

    class Counted(prepared.Prepared):
        def __init__(self, *given: object) -> None:
            compiled.append(given)
            super().__init__(*given)

    monkeypatch.setattr(prepared, "Prepared", Counted)
    prepared._prepared.pop(programmes(), None)
    with statements(scope) as heard:
        found = [len(columns(programmes(), {"ids": made[:number]}).all()) for number in range(4)]
    assert found == [0, 1, 2, 3]
    assert (len(heard), len(set(heard)), len(compiled)) == (4, 1, 1)


def test_lists_that_a_statement_holds_are_kept_with_what_it_is_given(scope: Session):
    make(actor=system("test"), title="one")
    make(actor=system("test"), title="two")
    held = Programme.title.in_(["one", "none"]), Programme.slug.not_in([])
    statement = select(Programme.title).where(*held, Programme.slug == bindparam("slug"))
    assert columns(statement, {"slug": "one"}).scalars().all() == ["one"]
    assert columns(statement, {"slug": "two"}).scalars().all() == []
    with pytest.raises(KeyError):
        columns(statement)


def test_tuples_of_three_are_found_and_among_none_nothing(scope: Session):
    make(actor=system("test"), title="one")
    asked = AuditEntry.id, AuditEntry.subject_id, AuditEntry.id
    [entry] = session().scalars(select(AuditEntry)).all()
    statement = select(AuditEntry.id).where(tupled(*asked))
    others = [(entry.id, entry.subject_id, uuid4()), (uuid4(), entry.subject_id, entry.id)]
    given = [(entry.id, entry.subject_id, entry.id), *others]
    assert columns(statement, tuples(given)).scalars().all() == [entry.id]
    assert columns(statement, tuples(others)).all() == columns(statement, tuples([])).all() == []


def test_an_error_is_sqlalchemys_and_says_nothing_of_the_values(scope: Session):
    secret = {"title": "what was said", "slug": "one"}
    with pytest.raises(IntegrityError) as refused, transaction():
        store(Programme, [secret, secret])
    assert "what was said" not in str(refused.value)
    with transaction():
        store(Programme, [secret])
    assert session().scalars(select(Programme.title)).all() == ["what was said"]


def test_an_insert_that_leaves_a_default_to_python_is_refused(scope: Session):
    statement = insert(Programme.__table__)
    with pytest.raises(ValueError, match="lacks id"):
        prepared.prepared(statement, connection().dialect, ["title", "slug"])


@pytest.mark.postgres
def test_a_connection_that_was_lost_is_given_up_and_the_next_scope_has_another(postgres_url: str):
    statement = select(literal_column("1"))
    database = Database(postgres_url)
    with scope_of(database):
        pid = session().scalar(text("SELECT pg_backend_pid()"))
        with database.engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        with pytest.raises(OperationalError) as lost:
            columns(statement)
    assert lost.value.connection_invalidated
    with scope_of(database):
        assert columns(statement).scalar_one() == 1
    database.dispose()
