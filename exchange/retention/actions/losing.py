"""Going on after a key-encryption key was lost: what it sealed is gone, and is said to be."""

from sqlalchemy import select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import session
from exchange.core.errors import NotFound
from exchange.retention.actions.forgetting import delete_rows
from exchange.retention.periods import PERIODS
from exchange.retention.queries import KEPT
from exchange.rooms.models import Room
from exchange.vault.content import ROOM_KINDS, destroy_keys, vault
from exchange.vault.envelope import Content
from exchange.vault.models import DataKey


@action
def give_up(*, actor: Actor, key_id: str) -> int:
    """Give up what the lost key-encryption key `key_id` sealed; returns how many rooms it was.

    All sealed content of those rooms is deleted, since nobody can open it, and they get new keys.
    Raises `NotFound` for a key that is configured, or that wraps nothing.
    """
    wrapped = select(DataKey.scope_id).where(
        DataKey.wrapped_by == key_id, DataKey.destroyed_at.is_(None)
    )
    statement = select(Room.id, Room.part_id).where(Room.id.in_(wrapped))
    rooms = {row.id: row.part_id for row in session().execute(statement)}
    if not rooms or key_id in vault().keyring.ids:
        raise NotFound
    keys = destroy_keys(list(rooms), [*ROOM_KINDS, Content.EVERYTHING])
    rows = {
        table.name: delete_rows(table, rooms)
        for kind, period in PERIODS.items()
        if period.seals is not None
        for table in KEPT[kind]
    }
    for room_id in rooms:
        vault().replace_destroyed(room_id)
    record(actor, Tag.KEY_LOST, key=key_id, keys=[key.hex for key in keys], rows=rows)
    return len(rooms)
