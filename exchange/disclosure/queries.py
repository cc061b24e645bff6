"""Named reads of requests, and of the one room that a request opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from exchange.accounts.models import Person
from exchange.core import clock
from exchange.core.actor import Actor
from exchange.core.db import session
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.core.paging import Page, paginate
from exchange.disclosure.enums import State
from exchange.disclosure.models import Disclosure
from exchange.disclosure.rules import Facts, may_read, state_of
from exchange.events.models import Facilitation
from exchange.notes.document import Block
from exchange.notes.queries import KeptPoint, blocks_in_room, points_in_room
from exchange.registration.enums import RegistrationState
from exchange.registration.models import Registration
from exchange.rooms.messages import ChatMessage, PollContent
from exchange.rooms.models import Message, Poll
from exchange.rooms.queries import content_of_poll, opened, were_in
from exchange.takeaways.queries import Proposed, proposed_in

WITH = (
    joinedload(Disclosure.event),
    joinedload(Disclosure.room),
    joinedload(Disclosure.asker),
    joinedload(Disclosure.decider),
)


def facts_of(disclosure: Disclosure) -> Facts:
    """What the rules judge, as it is now."""
    return Facts(
        at=clock.now(),
        asked_at=disclosure.asked_at,
        asked_by=disclosure.asked_by,
        decided_by=disclosure.decided_by,
        opens_until=disclosure.opens_until,
        ended_at=disclosure.ended_at,
    )


def disclosures(page_number: int) -> Page[Disclosure]:
    """Every request that was ever made, newest first: none is ever taken from the list."""
    return paginate(select(Disclosure).options(*WITH).order_by(Disclosure.seq.desc()), page_number)


def disclosure_for(actor: Actor, id: UUID) -> Disclosure:
    """A request, for network staff. Raises `NotFound`."""
    found = session().scalars(select(Disclosure).where(Disclosure.id == id).options(*WITH))
    disclosure = found.one_or_none()
    if disclosure is None or not actor.is_staff:
        raise NotFound
    return disclosure


def announced_at(event_id: UUID) -> Sequence[datetime]:
    """When those concerned were told that a room of the event was opened, oldest first."""
    statement = select(Disclosure.announced_at).where(
        Disclosure.event_id == event_id, Disclosure.announced_at.is_not(None)
    )
    return [at for at in session().scalars(statement.order_by(Disclosure.announced_at)) if at]


def unannounced() -> Sequence[Disclosure]:
    """Requests that were agreed to and of which nobody has been told yet."""
    statement = select(Disclosure).where(
        Disclosure.opens_until.is_not(None), Disclosure.announced_at.is_(None)
    )
    return session().scalars(statement.order_by(Disclosure.seq)).all()


def is_over(disclosure: Disclosure) -> bool:
    """Whether its window has closed."""
    return state_of(facts_of(disclosure)) is State.OVER


def concerned(disclosure: Disclosure) -> list[UUID]:
    """Who is told: whoever was in the room, and the event's facilitators.

    Where it is not known any more who was there, everybody with a place at the event.
    """
    people = were_in(disclosure.room) or set(session().scalars(_admitted(disclosure)))
    leading = select(Facilitation.person_id).where(Facilitation.event_id == disclosure.event_id)
    return sorted(people | set(session().scalars(leading.where(Facilitation.ended_at.is_(None)))))


def _admitted(disclosure: Disclosure) -> Select[UUID]:
    admitted = (RegistrationState.CONFIRMED, RegistrationState.ATTENDED, RegistrationState.ABSENT)
    return select(Registration.person_id).where(
        Registration.event_id == disclosure.event_id,
        Registration.state.in_([state.value for state in admitted]),
    )


@dataclass(frozen=True)
class Opened:
    """What one room holds, in the clear: chat, polls, notes, ideas and actions, proposed lines."""

    chat: Sequence[ChatMessage]
    polls: Sequence[PollContent]
    notes: Sequence[Block]
    points: Sequence[KeptPoint]
    proposed: Sequence[Proposed]


def content_for(actor: Actor, disclosure: Disclosure) -> Opened:
    """The content of the room that was asked for, and of no other. Raises `Refused`, `TryAgain`.

    Only after `actions.note_reading`, which puts the reading on record.
    """
    require(may_read(actor, facts_of(disclosure)))
    room_id = disclosure.room_id
    said = (
        select(Message, Person.name)
        .outerjoin(Person, Person.id == Message.person_id)
        .where(Message.room_id == room_id)
        .order_by(Message.number)
    )
    polls = select(Poll).where(Poll.sealed_in == room_id).order_by(Poll.seq)
    return Opened(
        chat=[opened(row.Message, row.name or "") for row in session().execute(said)],
        polls=[content_of_poll(poll) for poll in session().scalars(polls)],
        notes=blocks_in_room(room_id),
        points=points_in_room(room_id),
        proposed=proposed_in(room_id),
    )
