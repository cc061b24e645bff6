"""Everything that is done about a request; each act is on record, readings too."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, lock, session
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.disclosure import queries, rules
from exchange.disclosure.enums import DelayGround, Ground
from exchange.disclosure.models import Disclosure
from exchange.events.models import Part
from exchange.outbox.enqueue import enqueue
from exchange.rooms.models import Room

LETTER = "disclosure_letter"


@action
def ask(
    *,
    actor: Actor,
    event_id: UUID,
    room_id: UUID,
    ground: Ground,
    reference: str,
    hours: int,
    delay: DelayGround | None,
) -> Disclosure:
    """Ask that one room of the event be opened; nothing opens by it.

    Raises `NotFound`, `Refused`.
    """
    require(rules.may_ask(actor, reference=reference, hours=hours))
    statement = select(Room.seq).join(Part, Part.id == Room.part_id)
    if session().scalar(statement.where(Room.id == room_id, Part.event_id == event_id)) is None:
        raise NotFound
    asked = add(
        Disclosure(
            event_id=event_id,
            room_id=room_id,
            ground=ground.value,
            reference=reference,
            hours=hours,
            delay_ground=delay.value if delay else "",
            asked_at=clock.now(),
            asked_by=actor.person,
        )
    )
    facts = {"event": event_id, "room": room_id, "ground": ground, "reference": reference}
    record(actor, Tag.DISCLOSURE_ASKED, asked, **facts, hours=hours, delay=delay)
    return asked


@action
def decide(*, actor: Actor, disclosure_id: UUID, agrees: bool) -> None:
    """Agree, which opens the window now, or refuse. Raises `NotFound`, `Refused`."""
    asked = _held(actor, disclosure_id)
    require(rules.may_decide(actor, queries.facts_of(asked)))
    asked.decided_at, asked.decided_by = clock.now(), actor.person
    if agrees:
        asked.opens_until = clock.now() + timedelta(hours=asked.hours)
    tag = Tag.DISCLOSURE_AGREED if agrees else Tag.DISCLOSURE_REFUSED
    record(actor, tag, asked, until=asked.opens_until)
    if agrees and not asked.delay_ground:
        _announce(actor, asked)


@action
def end(*, actor: Actor, disclosure_id: UUID) -> None:
    """Close the window before its time. Raises `NotFound`, `Refused`."""
    asked = _held(actor, disclosure_id)
    require(rules.may_end(actor, queries.facts_of(asked)))
    asked.ended_at = clock.now()
    record(actor, Tag.DISCLOSURE_ENDED, asked)


@action
def note_reading(*, actor: Actor, disclosure_id: UUID) -> None:
    """Record that the actor reads: it is committed before anything is opened.

    Raises `NotFound`, `Refused`.
    """
    asked = _held(actor, disclosure_id)
    require(rules.may_read(actor, queries.facts_of(asked)))
    record(actor, Tag.DISCLOSURE_READ, asked)


@action
def announce_what_is_due(*, actor: Actor, disclosure_id: UUID) -> None:
    """Tell those concerned, if it is time and nobody has told them."""
    asked = lock(Disclosure, disclosure_id)
    if asked is None or asked.announced_at is not None:
        return
    if rules.is_to_be_announced(queries.facts_of(asked), delayed=bool(asked.delay_ground)):
        _announce(actor, asked)


def _held(actor: Actor, disclosure_id: UUID) -> Disclosure:
    queries.disclosure_for(actor, disclosure_id)
    held = lock(Disclosure, disclosure_id)
    if held is None:
        raise NotFound
    return held


def _announce(actor: Actor, asked: Disclosure) -> None:
    people = queries.concerned(asked)
    asked.announced_at = clock.now()
    for person_id in people:
        enqueue(LETTER, {"disclosure": asked.id.hex, "person": person_id.hex})
    record(actor, Tag.DISCLOSURE_ANNOUNCED, asked, event=asked.event_id, people=len(people))
