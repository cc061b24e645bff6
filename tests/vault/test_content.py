from uuid import uuid4

import pytest
from sqlalchemy import func, select

from exchange.core.actor import system
from exchange.core.db import scope_of, session, transaction
from exchange.vault import content
from exchange.vault.content import destroy_keys, vault
from exchange.vault.envelope import Content, Place, VaultError
from exchange.vault.models import DataKey
from exchange.vault.rotation import rotate
from exchange.web.application import Exchange
from tests.support.world import World

WORDS = b"nobody is to know this sentence"
OLD, NEW = ("old", b"o" * 32), ("new", b"n" * 32)


@pytest.fixture(autouse=True)
def keys(app: Exchange):
    content.configure((OLD,))
    yield
    content.configure(app.settings.content_keys)


def destroy(room_ids, kinds):
    with transaction():
        destroy_keys(room_ids, kinds)


@pytest.fixture
def room_id(scope):
    room_id = uuid4()
    with transaction():
        vault().make_keys(room_id)
    return room_id


def test_rotation_rewraps_each_key_and_touches_no_content(scope, room_id):
    place = Place("message", room_id, 1, Content.CHAT)
    sealed = vault().seal(WORDS, place)
    content.configure((NEW, OLD))
    assert rotate(actor=system("command")) == 4
    content.configure((NEW,))
    assert vault().open(sealed, place) == WORDS
    assert rotate(actor=system("command")) == 0


def test_without_the_old_key_rotation_changes_nothing(scope, room_id):
    content.configure((NEW,))
    with pytest.raises(VaultError, match="'old'"):
        rotate(actor=system("command"))
    assert session().scalars(select(DataKey.wrapped_by)).all() == ["old"] * 4


def test_after_its_key_is_destroyed_chat_does_not_open_and_notes_do(scope, room_id):
    notes = Place("notes_update", room_id, 1, Content.NOTES)
    written = vault().seal(WORDS, notes)
    place = Place("message", room_id, 1, Content.CHAT)
    sealed = vault().seal(WORDS, place)
    destroy([room_id], [Content.CHAT])
    with pytest.raises(VaultError, match="destroyed"):
        vault().open(sealed, place)
    with pytest.raises(VaultError, match="destroyed"):
        vault().seal(WORDS, place)
    assert vault().open(written, notes) == WORDS


def test_a_room_that_is_used_again_gets_new_keys_for_what_was_destroyed(scope, room_id):
    place = Place("message", room_id, 1, Content.CHAT)
    before = vault().seal(WORDS, place)
    destroy([room_id], [Content.CHAT])
    with transaction():
        vault().replace_destroyed(room_id)
    assert vault().open(vault().seal(WORDS, place), place) == WORDS
    with pytest.raises(VaultError):
        vault().open(before, place)
    assert session().scalar(select(func.count()).select_from(DataKey)) == 5


def test_a_room_made_before_kinds_had_keys_opens_by_its_one_key(scope):
    room_id = uuid4()
    with transaction():
        vault().make_keys(room_id, [Content.EVERYTHING])
        vault().replace_destroyed(room_id)
    place = Place("message", room_id, 1, Content.CHAT)
    assert vault().open(vault().seal(WORDS, place), place) == WORDS
    assert session().scalar(select(func.count()).select_from(DataKey)) == 1


def test_a_room_without_a_key_seals_nothing(scope):
    with pytest.raises(VaultError, match="missing"):
        vault().seal(WORDS, Place("message", uuid4(), 1, Content.CHAT))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_destroyed_key_has_left_the_file(app: Exchange, tmp_path, scope, room_id):
    wrapped = session().scalars(select(DataKey.wrapped).limit(1)).one()
    scope.rollback()
    files = [path for path in tmp_path.iterdir() if path.name.startswith("exchange.db")]
    assert any(wrapped in path.read_bytes() for path in files)
    destroy([room_id], content.ROOM_KINDS)
    app.database.scrub(DataKey)
    assert not any(wrapped in path.read_bytes() for path in files)


def test_making_a_key_outside_a_transaction_is_refused(app: Exchange):
    with scope_of(app.database), pytest.raises(Exception, match="inside an action"):
        vault().make_keys(uuid4())


def test_the_world_gives_rooms_their_keys(world: World, app: Exchange):
    event = world.live_event()
    world.live_part(event)
    with scope_of(app.database) as reading:
        assert len(reading.scalars(select(DataKey)).all()) == 4


def test_the_operator_sees_and_rotates_keys_by_command(app: Exchange):
    with scope_of(app.database), transaction():
        vault().make_keys(uuid4())
    content.configure((NEW, OLD))
    runner = app.test_cli_runner()
    before = runner.invoke(args=["vault", "status"]).output
    assert "new: 0 keys, current" in before
    assert "old: 4 keys, older" in before
    assert "4 keys are now wrapped by new" in runner.invoke(args=["vault", "rotate"]).output
    content.configure((OLD,))
    assert "new: 4 keys, MISSING" in runner.invoke(args=["vault", "status"]).output
    refused = runner.invoke(args=["vault", "rotate"])
    assert refused.exit_code == 1
    assert "Not every key" in refused.output
