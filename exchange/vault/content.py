"""Content as features use it: make the key of a room or a case, seal, open, rotate, shred.

`configure` gives the process its keyring once, in `create_app`.
"""

from uuid import UUID

from sqlalchemy import func, select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, on_commit, session
from exchange.vault.envelope import Keyring, OpenedKeys, Place, VaultError, seal, unseal
from exchange.vault.models import DataKey


class Vault:
    """A process's keyring and the room keys it has opened."""

    def __init__(self, keys: tuple[tuple[str, bytes], ...]) -> None:
        self.keyring = Keyring(keys)
        self.opened = OpenedKeys()

    def make_key(self, room_id: UUID) -> DataKey:
        """Give a new room, or a case, its key, in the transaction that makes it."""
        _, wrapped = self.keyring.new_room_key(room_id)
        return add(
            DataKey(
                scope_id=room_id,
                wrapped_by=self.keyring.current,
                wrapped=wrapped,
                made_at=clock.now(),
            )
        )

    def seal(self, plain: bytes, place: Place) -> bytes:
        """Encrypt content for its place. Raises `VaultError` if the room has no key (any more)."""
        return seal(self._key(place.room_id), plain, place)

    def open(self, sealed: bytes, place: Place) -> bytes:
        """Decrypt content from its place. Raises `VaultError` if it cannot be trusted or opened."""
        return unseal(self._key(place.room_id), sealed, place)

    def _key(self, room_id: UUID) -> bytes:
        key = self.opened.get(room_id)
        if key is None:
            row = (
                session().scalars(select(DataKey).where(DataKey.scope_id == room_id)).one_or_none()
            )
            if row is None:
                raise VaultError("this room has no key")
            key = self.keyring.unwrap(row.wrapped_by, row.wrapped, room_id)
            self.opened.keep(room_id, key)
        return key


_vault: Vault | None = None


def configure(keys: tuple[tuple[str, bytes], ...]) -> None:
    """Set the process's vault."""
    global _vault  # noqa: PLW0603  # one per process, set once at its start
    _vault = Vault(keys)


def vault() -> Vault:
    """The process's vault; raises `VaultError` before `configure`."""
    if _vault is None:
        raise VaultError("no key-encryption keys are configured")
    return _vault


@action
def rotate(*, actor: Actor) -> int:
    """Rewrap every room key under the current key-encryption key; returns how many were.

    Content stays as it is: one row a room changes.
    """
    ring = vault().keyring
    rows = session().scalars(
        select(DataKey).where(DataKey.wrapped_by != ring.current, DataKey.destroyed_at.is_(None))
    )
    rotated = 0
    for row in rows:
        row.wrapped = ring.wrap(
            ring.unwrap(row.wrapped_by, row.wrapped, row.scope_id), row.scope_id
        )
        row.wrapped_by = ring.current
        rotated += 1
    record(actor, Tag.KEYS_ROTATED, wrapped_by=ring.current, rooms=rotated)
    return rotated


def rooms_by_key() -> dict[str, int]:
    """How many rooms' keys each key-encryption key wraps; destroyed ones are left out."""
    counted = select(DataKey.wrapped_by, func.count()).where(DataKey.destroyed_at.is_(None))
    rows = session().execute(counted.group_by(DataKey.wrapped_by).order_by(DataKey.wrapped_by))
    return dict(rows.all())


@action
def shred(*, actor: Actor, room_id: UUID) -> None:
    """Destroy a room's key: nothing sealed in the room opens again, anywhere."""
    row = session().scalars(select(DataKey).where(DataKey.scope_id == room_id)).one_or_none()
    if row is None or row.destroyed_at is not None:
        return
    row.wrapped, row.destroyed_at = b"", clock.now()
    record(actor, Tag.KEY_DESTROYED, row)
    on_commit(lambda: vault().opened.forget(room_id))
