"""Sealing and opening: AES-256-GCM under a room's own keys, bound to table, room and row.

Ciphertext moved to another row, room or table does not open. A room's keys are random, wrapped by a
key-encryption key from the settings; the wrapped form is bound to the room too.
"""

import os
from collections import OrderedDict
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = b"\x01"
NONCE = 12
KEPT = 512  # opened room keys in memory


class VaultError(Exception):
    """Content could not be opened: altered, moved, or its key destroyed or missing."""


class Content(StrEnum):
    """A kind of content with a key of its own, so that each is forgotten on its own day."""

    EVERYTHING = ""  # rooms made before kinds had keys: one opens all that is in them
    CHAT = "chat"
    NOTES = "notes"
    VOTES = "votes"
    TAKEAWAYS = "takeaways"  # until the room has released them
    CASES = "cases"  # in the scope of each case
    ACTIONS = "actions"  # in the scope of each action that a person keeps
    CARDS = "cards"  # in the scope of each card
    QUOTATIONS = "quotations"  # in the scope of each text that may be quoted


@dataclass(frozen=True)
class Place:
    """Where a ciphertext lies (part of what is authenticated), and which key of the room it has."""

    table: str
    room_id: UUID  # or the case's own
    row: int | UUID | str  # a number, an id, or both where numbers count within something
    kind: Content = Content.EVERYTHING

    @property
    def bound(self) -> bytes:
        return f"{self.table}|{self.room_id.hex}|{self.row}".encode()


def seal(key: bytes, plain: bytes, place: Place) -> bytes:
    """Encrypt `plain` for `place`: format byte, nonce, ciphertext with its tag."""
    nonce = os.urandom(NONCE)
    return FORMAT + nonce + AESGCM(key).encrypt(nonce, plain, place.bound)


def unseal(key: bytes, sealed: bytes, place: Place) -> bytes:
    """The plain bytes; raises `VaultError` if anything is not as it was sealed."""
    if sealed[:1] != FORMAT:
        raise VaultError("unknown format of sealed content")
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], place.bound)
    except InvalidTag:
        raise VaultError("sealed content was altered, moved, or has another key") from None


class Keyring:
    """The key-encryption keys by id; the first is current and wraps new room keys."""

    def __init__(self, keys: tuple[tuple[str, bytes], ...]) -> None:
        self._keys = dict(keys)
        self.current = keys[0][0]

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the configured keys."""
        return frozenset(self._keys)

    def new_room_key(self, room_id: UUID) -> tuple[bytes, bytes]:
        """A random room key, plain and wrapped by the current key-encryption key."""
        key = AESGCM.generate_key(256)
        return key, self.wrap(key, room_id)

    def wrap(self, key: bytes, room_id: UUID) -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + AESGCM(self._keys[self.current]).encrypt(nonce, key, _bound(room_id))

    def unwrap(self, wrapped_by: str, wrapped: bytes, room_id: UUID) -> bytes:
        """The plain room key. Raises `VaultError` naming the key id that is missing or wrong."""
        if not wrapped:
            raise VaultError("this room's key was destroyed")
        if wrapped_by not in self._keys:
            raise VaultError(f"key-encryption key {wrapped_by!r} is not among the configured ones")
        try:
            return AESGCM(self._keys[wrapped_by]).decrypt(
                wrapped[:NONCE], wrapped[NONCE:], _bound(room_id)
            )
        except InvalidTag:
            raise VaultError(f"key-encryption key {wrapped_by!r} does not open this room") from None


def _bound(room_id: UUID) -> bytes:
    return b"data-key|" + room_id.hex.encode()


class OpenedKeys:
    """Recently opened room keys of this process, so that each line does not ask the database."""

    def __init__(self) -> None:
        self._keys: OrderedDict[tuple[UUID, Content], bytes] = OrderedDict()

    def get(self, room_id: UUID, kind: Content) -> bytes | None:
        return self._keys.get((room_id, kind))

    def keep(self, room_id: UUID, kind: Content, key: bytes) -> None:
        self._keys[room_id, kind] = key
        while len(self._keys) > KEPT:
            self._keys.popitem(last=False)

    def clear(self) -> None:
        """Forget them all: each is asked for anew."""
        self._keys.clear()

    def forget(self, room_id: UUID) -> None:
        for kind in Content:
            self._keys.pop((room_id, kind), None)
