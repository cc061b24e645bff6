"""Receipts of forgetting: entries of the audit trail, checked against what is there today."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from exchange.audit.models import AuditEntry
from exchange.audit.queries import entries_about
from exchange.audit.record import chained
from exchange.audit.tags import Tag
from exchange.core.db import session
from exchange.events.models import Event
from exchange.retention.enums import Kind
from exchange.retention.periods import PERIODS, Period
from exchange.vault.models import DataKey


@dataclass(frozen=True)
class Receipt:
    """What was destroyed at one time, and whether that holds today.

    `unaltered`: the entry is what was recorded. `destroyed`: every key that it names is empty.
    """

    entry: AuditEntry
    kind: Kind
    due_on: date
    keys: tuple[UUID, ...]
    rows: Mapping[str, int]
    held_rooms: int
    unaltered: bool
    destroyed: bool

    @property
    def period(self) -> Period:
        return PERIODS[self.kind]


def receipts_for(event: Event) -> list[Receipt]:
    """What was destroyed of the event, newest first. For callers that have judged access."""
    entries = entries_about(event.id, Tag.FORGOTTEN)
    named = {UUID(key) for entry in entries for key in entry.facts["keys"]}
    empty = _empty(named)
    return [_receipt(entry, empty) for entry in entries]


def _receipt(entry: AuditEntry, empty: Collection[UUID]) -> Receipt:
    facts = entry.facts
    keys = tuple(UUID(key) for key in facts["keys"])
    return Receipt(
        entry=entry,
        kind=Kind(facts["kind"]),
        due_on=date.fromisoformat(facts["due_on"]),
        keys=keys,
        rows=facts["rows"],
        held_rooms=facts["held_rooms"],
        unaltered=chained(entry.previous_hash, entry) == entry.hash,
        destroyed=set(keys) <= set(empty),
    )


def _empty(keys: Collection[UUID]) -> set[UUID]:
    statement = select(DataKey.id).where(
        DataKey.id.in_(keys),
        DataKey.destroyed_at.is_not(None),
        func.length(DataKey.wrapped) == 0,
    )
    return set(session().scalars(statement)) if keys else set()
