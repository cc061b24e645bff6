"""Content as features use it: make the keys of a room or a case, seal, open, destroy.

`configure` gives the process its keyring once, in `create_app`.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from exchange.core import clock
from exchange.core.db import session, unit
from exchange.realtime.control import announce, listen
from exchange.vault.envelope import (
    Content,
    Keyring,
    OpenedKeys,
    Place,
    VaultError,
    seal,
    unseal,
)
from exchange.vault.models import DataKey

FORGOTTEN = "content_forgotten"  # the announcement: these rooms' content was destroyed
ROOM_KINDS = (Content.CHAT, Content.NOTES, Content.VOTES, Content.TAKEAWAYS)


class Vault:
    """A process's keyring and the room keys it has opened."""

    def __init__(self, keys: tuple[tuple[str, bytes], ...]) -> None:
        self.keyring = Keyring(keys)
        self.opened = OpenedKeys()

    def make_keys(self, room_id: UUID, kinds: Sequence[Content] = ROOM_KINDS) -> None:
        """Give a new room, or a case, its keys, in the transaction that makes it."""
        unit()
        session().add_all([self._new_key(room_id, kind) for kind in kinds])
        session().flush()

    def replace_destroyed(self, room_id: UUID) -> None:
        """Give a room new keys in the place of destroyed ones: it is to be used again."""
        living = select(DataKey.kind).where(
            DataKey.scope_id == room_id, DataKey.destroyed_at.is_(None)
        )
        known = set(session().scalars(living))
        if Content.EVERYTHING not in known:
            self.make_keys(room_id, [kind for kind in ROOM_KINDS if kind not in known])

    def make_missing(self, room_id: UUID, kind: Content) -> None:
        """Give a room that is older than this kind a key for it. A destroyed one is not replaced.

        The room is held by the caller.
        """
        known = select(DataKey.seq).where(
            DataKey.scope_id == room_id, DataKey.kind.in_((kind.value, Content.EVERYTHING.value))
        )
        if session().scalar(known.limit(1)) is None:
            self.make_keys(room_id, [kind])

    def _new_key(self, room_id: UUID, kind: Content) -> DataKey:
        _, wrapped = self.keyring.new_room_key(room_id)
        return DataKey(
            scope_id=room_id,
            kind=kind.value,
            wrapped_by=self.keyring.current,
            wrapped=wrapped,
            made_at=clock.now(),
        )

    def seal(self, plain: bytes, place: Place) -> bytes:
        """Encrypt content for its place. Raises `VaultError` if the room has no key (any more)."""
        return seal(self._key(place), plain, place)

    def open(self, sealed: bytes, place: Place) -> bytes:
        """Decrypt content from its place. Raises `VaultError` if it cannot be trusted or opened."""
        return unseal(self._key(place), sealed, place)

    def _key(self, place: Place) -> bytes:
        room_id, kind = place.room_id, place.kind
        key = self.opened.get(room_id, kind)
        if key is None:
            row = self._living_key(room_id, kind)
            key = self.keyring.unwrap(row.wrapped_by, row.wrapped, room_id)
            self.opened.keep(room_id, kind, key)
        return key

    def _living_key(self, room_id: UUID, kind: Content) -> DataKey:
        statement = select(DataKey).where(
            DataKey.scope_id == room_id, DataKey.kind.in_((kind.value, Content.EVERYTHING.value))
        )
        rows = session().scalars(statement.order_by(DataKey.kind.desc())).all()
        living = [row for row in rows if row.destroyed_at is None]
        if not living:
            raise VaultError(f"this room's key {'was destroyed' if rows else 'is missing'}")
        return living[0]


_vault: Vault | None = None


def configure(keys: tuple[tuple[str, bytes], ...]) -> None:
    """Set the process's vault."""
    global _vault  # noqa: PLW0603  # one per process, set once at its start
    _vault = Vault(keys)
    listen(FORGOTTEN, _obey_forgotten)


def vault() -> Vault:
    """The process's vault; raises `VaultError` before `configure`."""
    if _vault is None:
        raise VaultError("no key-encryption keys are configured")
    return _vault


def destroy_keys(room_ids: Collection[UUID], kinds: Collection[Content]) -> list[UUID]:
    """Destroy these keys of these rooms: nothing sealed by them opens again, anywhere.

    Returns their ids, in the order in which they were made. Every process forgets what it has
    opened of the rooms once that is committed; whoever calls this records it.
    """
    unit()
    statement = select(DataKey).where(
        DataKey.scope_id.in_(room_ids),
        DataKey.kind.in_([kind.value for kind in kinds]),
        DataKey.destroyed_at.is_(None),
    )
    keys = session().scalars(statement.order_by(DataKey.seq).with_for_update()).all()
    for key in keys:
        key.wrapped, key.destroyed_at = b"", clock.now()
    announce(FORGOTTEN, rooms=[room_id.hex for room_id in room_ids])
    return [key.id for key in keys]


def destroyed_since(instant: datetime) -> bool:
    """Whether a key was destroyed at or after this instant."""
    found = select(DataKey.seq).where(DataKey.destroyed_at >= instant).limit(1)
    return session().scalar(found) is not None


def _obey_forgotten(body: Mapping[str, Any]) -> None:
    for room_id in body["rooms"]:
        vault().opened.forget(UUID(room_id))
