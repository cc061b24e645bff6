"""Recording an act, and proving later that no entry was changed or taken away."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from exchange.audit.models import AuditEntry, AuditHead
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.actor import Actor
from exchange.core.bulk import store
from exchange.core.db import before_commit, session, unit
from exchange.core.model import Row

START = "0" * 64
COLUMNS = [column.key for column in AuditEntry.__table__.columns if not column.primary_key]


def record(actor: Actor, tag: Tag, subject: Row | None = None, **facts: Any) -> None:
    """Note that `actor` did `tag` to `subject`, inside the action's transaction.

    `facts` are ids, codes, numbers, days and instants; never content of rooms. The entry joins
    the chain as the last step before the commit, so that the chain's lock is held briefly.
    """
    entry = AuditEntry(
        at=clock.now(),
        tag=tag.value,
        actor_kind=actor.kind.value,
        actor_id=actor.person_id,
        actor_label="" if actor.person_id else actor.name,
        subject_kind=subject.__tablename__ if subject is not None else "",
        subject_id=subject.id if subject is not None else None,
        facts=json.loads(json.dumps(facts, default=str)),
    )
    journal = unit().journal
    if not journal:
        before_commit(lambda: _append(journal))
    journal.append(entry)


def _append(entries: Sequence[AuditEntry]) -> None:
    head = _locked_head()
    for entry in entries:
        entry.previous_hash = head.hash
        entry.hash = head.hash = chained(head.hash, entry)
        head.entries += 1
    store(AuditEntry, [_values(entry) for entry in entries])


def _values(entry: AuditEntry) -> dict[str, Any]:
    return {column: getattr(entry, column) for column in COLUMNS}


def _locked_head() -> AuditHead:
    statement = select(AuditHead).where(AuditHead.name == "chain").with_for_update()
    return session().scalars(statement.execution_options(populate_existing=True)).one()


def chained(previous: str, entry: AuditEntry) -> str:
    """SHA-256 over the previous hash and everything the entry says."""
    said = [
        previous,
        entry.id.hex,
        entry.at.isoformat(),
        entry.tag,
        entry.actor_kind,
        entry.actor_id.hex if entry.actor_id else "",
        entry.actor_label,
        entry.subject_kind,
        entry.subject_id.hex if entry.subject_id else "",
        json.dumps(entry.facts, sort_keys=True),
    ]
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()


def first_broken(entries: Iterable[AuditEntry]) -> UUID | None:
    """The id of the first entry that does not follow from the one before, or None."""
    previous = START
    for entry in entries:
        if entry.previous_hash != previous or chained(previous, entry) != entry.hash:
            return entry.id
        previous = entry.hash
    return None
