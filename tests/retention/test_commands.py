"""What the operator does about keys: verify that everything opens, and go on without a lost one."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from exchange.core.db import scope_of, session, transaction
from exchange.core.model import Base
from exchange.retention.jobs import forget_what_is_due
from exchange.retention.queries.kept import SEALED
from exchange.rooms.models import Message
from exchange.vault import content
from exchange.vault.content import vault
from exchange.vault.envelope import Content, Place
from exchange.vault.models import DataKey
from exchange.vault.ready import why_not_ready
from exchange.web.application import Exchange
from tests.retention.conftest import WORDS, Past

NEW = ("new", b"n" * 32)


@pytest.fixture(autouse=True)
def keys(app: Exchange) -> Iterator[None]:
    yield
    content.configure(app.settings.content_keys)


def verify(app: Exchange) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["vault", "verify"])
    return done.exit_code, done.output


def test_every_table_with_sealed_rows_is_verified():
    sealed = {table.name for table in Base.metadata.tables.values() if "sealed" in table.columns}
    assert {each.model.__tablename__ for each in SEALED} == sealed


@pytest.mark.parametrize("past", [31], indirect=True)
def test_everything_opens_before_and_after_something_was_forgotten(app: Exchange, past: Past):
    assert verify(app)[0] == 0
    with app.app_context(), scope_of(app.database):
        forget_what_is_due()
    code, output = verify(app)
    assert code == 0
    assert "notes_update: 3 tried" in output
    assert "message" not in output


def test_what_was_altered_or_moved_is_named_and_not_shown(app: Exchange, past: Past):
    with scope_of(app.database), transaction():
        first, second, third = session().scalars(select(Message).order_by(Message.seq))
        first.sealed, second.sealed = second.sealed, first.sealed
        key = (
            session()
            .scalars(
                select(DataKey).where(DataKey.scope_id == third.room_id, DataKey.kind == "notes")
            )
            .one()
        )
        key.wrapped = bytes(len(key.wrapped))
        broken = {first.id, second.id, key.id}
    code, output = verify(app)
    assert code == 1
    assert "6 did not open" in output  # the notes, twice, and the point under the broken key, too
    assert all(str(id) in output for id in broken)
    assert str(third.id) not in output
    assert WORDS not in output


def test_after_a_lost_key_its_rooms_are_given_up_and_the_service_goes_on(app: Exchange, past: Past):
    content.configure((NEW,))
    with scope_of(app.database):
        assert "demo" in str(why_not_ready())
    run = app.test_cli_runner().invoke
    assert run(args=["vault", "give-up", "new", "--yes"]).exit_code == 1  # it is configured
    assert run(args=["vault", "give-up", "demo"], input="n\n").exit_code == 1
    done = run(args=["vault", "give-up", "demo", "--yes"])
    assert "in 4 rooms and cases is given up" in done.output
    with scope_of(app.database):
        assert why_not_ready() is None
        assert session().scalar(select(func.count()).select_from(Message)) == 0
        place = Place("message", past.rooms[0], 1, Content.CHAT)
        assert vault().open(vault().seal(b"again", place), place) == b"again"
