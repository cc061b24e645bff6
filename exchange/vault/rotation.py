"""Wrapping every key anew under the current key-encryption key, while the service runs.

A few rows at a time, each batch in a transaction of its own that holds its rows: a key that is
destroyed meanwhile is not brought back, and nobody waits for more than one batch.
"""

from sqlalchemy import func, select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import session
from exchange.vault.content import vault
from exchange.vault.models import DataKey

AT_A_TIME = 200


def rotate(*, actor: Actor) -> int:
    """Rewrap every key under the current key-encryption key; returns how many were.

    Content stays as it is. What was rewrapped before a failure stays so: repeating goes on from
    there. Raises `VaultError` for a key whose key-encryption key is not configured.
    """
    rotated = 0
    while some := _rotate_some(actor=actor):
        rotated += some
    return rotated


@action
def _rotate_some(*, actor: Actor) -> int:
    ring = vault().keyring
    older = select(DataKey).where(
        DataKey.wrapped_by != ring.current, DataKey.destroyed_at.is_(None)
    )
    held = older.order_by(DataKey.seq).limit(AT_A_TIME).with_for_update()
    rows = session().scalars(held.execution_options(populate_existing=True)).all()
    for row in rows:
        row.wrapped = ring.wrap(
            ring.unwrap(row.wrapped_by, row.wrapped, row.scope_id), row.scope_id
        )
        row.wrapped_by = ring.current
    if rows:
        record(actor, Tag.KEYS_ROTATED, wrapped_by=ring.current, keys=len(rows))
    return len(rows)


def keys_by_wrapping() -> dict[str, int]:
    """How many keys each key-encryption key wraps; destroyed ones are left out."""
    counted = select(DataKey.wrapped_by, func.count()).where(DataKey.destroyed_at.is_(None))
    rows = session().execute(counted.group_by(DataKey.wrapped_by).order_by(DataKey.wrapped_by))
    return dict(rows.all())
