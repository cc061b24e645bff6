from uuid import uuid4

import pytest
from sqlalchemy import select, text

from exchange.core.actor import system
from exchange.core.db import scope_of, session, transaction
from exchange.vault import content
from exchange.vault.content import rotate, shred, vault
from exchange.vault.envelope import Place, VaultError
from exchange.vault.models import DataKey
from exchange.web.application import Exchange
from tests.support.world import World

WORDS = b"nobody is to know this sentence"
OLD, NEW = ("old", b"o" * 32), ("new", b"n" * 32)


@pytest.fixture(autouse=True)
def keys(app: Exchange):
    content.configure((OLD,))
    yield
    content.configure(app.settings.content_keys)


@pytest.fixture
def room_id(scope):
    room_id = uuid4()
    with transaction():
        vault().make_key(room_id)
    return room_id


def test_rotation_rewraps_each_key_and_touches_no_content(scope, room_id):
    place = Place("message", room_id, 1)
    sealed = vault().seal(WORDS, place)
    content.configure((NEW, OLD))
    assert rotate(actor=system("command")) == 1
    content.configure((NEW,))
    assert vault().open(sealed, place) == WORDS
    assert rotate(actor=system("command")) == 0


def test_without_the_old_key_rotation_changes_nothing(scope, room_id):
    content.configure((NEW,))
    with pytest.raises(VaultError, match="'old'"):
        rotate(actor=system("command"))
    assert session().scalars(select(DataKey.wrapped_by)).all() == ["old"]


def test_after_shredding_nothing_opens(scope, room_id):
    place = Place("message", room_id, 1)
    sealed = vault().seal(WORDS, place)
    shred(actor=system("clock"), room_id=room_id)
    with pytest.raises(VaultError, match="destroyed"):
        vault().open(sealed, place)
    with pytest.raises(VaultError, match="destroyed"):
        vault().seal(WORDS, place)


def test_a_room_without_a_key_seals_nothing(scope):
    with pytest.raises(VaultError, match="no key"):
        vault().seal(WORDS, Place("message", uuid4(), 1))


# PostgreSQL keeps dead rows until it vacuums: docs/operations.md tells operators so.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_shredded_key_has_left_the_file(app: Exchange, tmp_path, scope, room_id):
    wrapped = session().scalars(select(DataKey.wrapped)).one()
    scope.rollback()
    files = [path for path in tmp_path.iterdir() if path.name.startswith("exchange.db")]
    assert any(wrapped in path.read_bytes() for path in files)
    shred(actor=system("clock"), room_id=room_id)
    with app.database.engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    assert not any(wrapped in path.read_bytes() for path in files)


def test_making_a_key_outside_a_transaction_is_refused(app: Exchange):
    with scope_of(app.database), pytest.raises(Exception, match="inside an action"):
        vault().make_key(uuid4())


def test_the_world_gives_rooms_their_keys(world: World, app: Exchange):
    event = world.live_event()
    world.live_part(event)
    with scope_of(app.database) as reading:
        assert len(reading.scalars(select(DataKey)).all()) == 1


def test_the_operator_sees_and_rotates_keys_by_command(app: Exchange):
    with scope_of(app.database), transaction():
        vault().make_key(uuid4())
    content.configure((NEW, OLD))
    runner = app.test_cli_runner()
    before = runner.invoke(args=["vault", "status"]).output
    assert "new: 0 rooms, current" in before
    assert "old: 1 rooms, older" in before
    assert "1 rooms are now wrapped by new" in runner.invoke(args=["vault", "rotate"]).output
    content.configure((OLD,))
    assert "new: 1 rooms, MISSING" in runner.invoke(args=["vault", "status"]).output
    refused = runner.invoke(args=["vault", "rotate"])
    assert refused.exit_code == 1
    assert "Nothing was changed" in refused.output
