from uuid import uuid4

import pytest

from exchange.vault.envelope import Keyring, Place, VaultError, seal, unseal

KEY_A, KEY_B = b"a" * 32, b"b" * 32
ROOM = uuid4()
PLAIN = b"the leader will resign"


def test_what_was_sealed_opens_in_its_place():
    key, _ = Keyring((("a", KEY_A),)).new_room_key(ROOM)
    place = Place("message", ROOM, 7)
    assert unseal(key, seal(key, PLAIN, place), place) == PLAIN


@pytest.mark.parametrize(
    "elsewhere",
    [Place("message", ROOM, 8), Place("message", uuid4(), 7), Place("notes_update", ROOM, 7)],
    ids=["another row", "another room", "another table"],
)
def test_ciphertext_moved_elsewhere_is_refused(elsewhere: Place):
    key, _ = Keyring((("a", KEY_A),)).new_room_key(ROOM)
    sealed = seal(key, PLAIN, Place("message", ROOM, 7))
    with pytest.raises(VaultError, match="moved"):
        unseal(key, sealed, elsewhere)


@pytest.mark.parametrize("position", [0, 5, 20, -1])
def test_a_changed_byte_is_refused(position: int):
    key, _ = Keyring((("a", KEY_A),)).new_room_key(ROOM)
    place = Place("message", ROOM, 7)
    sealed = bytearray(seal(key, PLAIN, place))
    sealed[position] ^= 1
    with pytest.raises(VaultError):
        unseal(key, bytes(sealed), place)


def test_the_same_words_never_look_the_same():
    key, _ = Keyring((("a", KEY_A),)).new_room_key(ROOM)
    place = Place("message", ROOM, 7)
    assert seal(key, PLAIN, place) != seal(key, PLAIN, place)


def test_a_wrapped_key_belongs_to_one_room():
    ring = Keyring((("a", KEY_A),))
    _, wrapped = ring.new_room_key(ROOM)
    with pytest.raises(VaultError, match="does not open this room"):
        ring.unwrap("a", wrapped, uuid4())


def test_an_older_key_opens_and_the_first_one_wraps():
    key, wrapped = Keyring((("a", KEY_A),)).new_room_key(ROOM)
    ring = Keyring((("b", KEY_B), ("a", KEY_A)))
    assert ring.current == "b"
    assert ring.unwrap("a", wrapped, ROOM) == key
    assert ring.unwrap("b", ring.wrap(key, ROOM), ROOM) == key


def test_a_missing_key_is_named():
    _, wrapped = Keyring((("a", KEY_A),)).new_room_key(ROOM)
    with pytest.raises(VaultError, match="'a' is not among"):
        Keyring((("b", KEY_B),)).unwrap("a", wrapped, ROOM)
