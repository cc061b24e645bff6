"""Going on after a key-encryption key was lost: what it sealed is gone, and is said to be."""

from sqlalchemy import select, update

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.cases.models import Case
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import session
from exchange.core.errors import NotFound
from exchange.retention.actions.forgetting import Free, delete_rows
from exchange.retention.periods import PERIODS
from exchange.retention.queries import KEPT
from exchange.rooms.models import Room
from exchange.vault.content import ROOM_KINDS, destroy_keys, vault
from exchange.vault.envelope import Content
from exchange.vault.models import DataKey


@action
def give_up(*, actor: Actor, key_id: str) -> int:
    """Give up what the lost key-encryption key `key_id` sealed: how many rooms and cases.

    All sealed content of those rooms is deleted, since nobody can open it, and they get new keys;
    cases are taken back.
    Raises `NotFound` for a key that is configured, or that wraps nothing.
    """
    lost = select(DataKey.scope_id).where(
        DataKey.wrapped_by == key_id, DataKey.destroyed_at.is_(None)
    )
    scopes = set(session().scalars(lost))
    if not scopes or key_id in vault().keyring.ids:
        raise NotFound
    rooms = session().scalars(select(Room.id).where(Room.id.in_(scopes))).all()
    keys = destroy_keys(scopes, list(Content))
    rows = {
        table.name: delete_rows(table, Free(rooms))
        for kind, period in PERIODS.items()
        if period.seals in ROOM_KINDS
        for table in KEPT[kind]
    }
    for room_id in rooms:
        vault().replace_destroyed(room_id)
    cases = update(Case).where(Case.id.in_(scopes), Case.withdrawn_at.is_(None))
    session().execute(cases.values(withdrawn_at=clock.now(), sealed=b""))
    record(actor, Tag.KEY_LOST, key=key_id, keys=[key.hex for key in keys], rows=rows)
    return len(scopes)
