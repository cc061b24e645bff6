"""Whether the configured key-encryption keys are those under which rooms were sealed."""

from collections.abc import Iterator

from sqlalchemy import func, select

from exchange.core.db import session
from exchange.vault.content import vault
from exchange.vault.envelope import VaultError
from exchange.vault.models import DataKey

LOST = "If it is lost, read “Lost the key” in docs/operations.md before anything else."


def why_not_ready() -> str | None:
    """Why this process must not serve with these keys, and what to do; None if it may.

    To start without a key would let people meet in rooms, and lose what the others hold.
    """
    return next(_faults(), None)


def _faults() -> Iterator[str]:
    living = DataKey.destroyed_at.is_(None)
    newest = select(func.max(DataKey.seq)).where(living).group_by(DataKey.wrapped_by)
    ring = vault().keyring
    for key in session().scalars(select(DataKey).where(DataKey.seq.in_(newest))):
        if key.wrapped_by not in ring.ids:
            yield (
                f"Rooms are sealed under the key-encryption key “{key.wrapped_by}”, which "
                "EXCHANGE_CONTENT_KEYS does not hold. Put it back, behind the current one. " + LOST
            )
            continue
        try:
            ring.unwrap(key.wrapped_by, key.wrapped, key.scope_id)
        except VaultError:
            yield (
                f"EXCHANGE_CONTENT_KEYS holds another key “{key.wrapped_by}” than the one under "
                "which rooms are sealed: two keys must never have one id. Put the right one back. "
                + LOST
            )
