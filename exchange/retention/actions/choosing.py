"""For how long things are kept: the network's periods, and an event's own."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import delete, exists, select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, lock, session
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.events.models import Event, Part
from exchange.retention import queries, rules
from exchange.retention.enums import Kind
from exchange.retention.models import RetentionPeriod


@action
def choose_periods(*, actor: Actor, event_id: UUID, days: Mapping[Kind, int]) -> None:
    """Set the event's own periods. Raises `NotFound`, `Refused`."""
    require(rules.may_keep(actor))
    event = lock(Event, event_id)
    if event is None:
        raise NotFound
    before, spoken = queries.periods_of(event_id), queries.has_begun(event_id)
    require(rules.may_choose(days, before, spoken=spoken))
    if dict(days) != before:
        _write(event_id, days)
        record(actor, Tag.RETENTION_CHOSEN, event, days=dict(days), before=before)


@action
def choose_defaults(*, actor: Actor, days: Mapping[Kind, int]) -> None:
    """Set the network's periods, for events that have not begun.

    Those that have begun keep what their people were told: it becomes their own. Raises `Refused`.
    """
    require(rules.may_keep(actor))
    before = queries.default_periods()
    require(rules.may_choose(days, before, spoken=False))
    if dict(days) != before:
        for event_id in _begun():
            _write(event_id, queries.periods_of(event_id))
        _write(None, days)
        record(actor, Tag.RETENTION_DEFAULTS_SET, days=dict(days), before=before)


def _begun() -> list[UUID]:
    begun = exists().where(Part.event_id == Event.id, Part.starts_at <= clock.now())
    return list(session().scalars(select(Event.id).where(begun)))


def _write(event_id: UUID | None, days: Mapping[Kind, int]) -> None:
    known = RetentionPeriod.event_id
    session().execute(
        delete(RetentionPeriod).where(known.is_(None) if event_id is None else known == event_id)
    )
    for kind, number in days.items():
        add(RetentionPeriod(event_id=event_id, kind=kind.value, days=number))
