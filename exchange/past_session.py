"""The demonstration's session that has just ended: what was written in it and taken along.

It is held in a moment, by the actions that a real one is held by, and then dated to its hours.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, update

from exchange.accounts.models import Person
from exchange.accounts.queries import person_by_email
from exchange.commitments.actions import change_commitment, take_on
from exchange.commitments.enums import CommitmentState
from exchange.commitments.messages import CommitmentContent
from exchange.commitments.models import Commitment
from exchange.core import clock
from exchange.core.actor import Actor, ActorKind
from exchange.core.db import session, transaction
from exchange.events.models import Part
from exchange.events.queries import find_event
from exchange.feedback.actions import agree_to_quotation, offer_card, write_card
from exchange.feedback.messages import CardContent, Quotation
from exchange.notes.actions import note_point
from exchange.notes.enums import PointKind
from exchange.rooms.actions import close_part, enter, open_part
from exchange.rooms.models import Connection, LivePart
from exchange.rooms.queries import entry_facts, picture_of
from exchange.rooms.rules import AT_THE_DOORS, may_enter
from exchange.takeaways.actions import Wording, hold_back, propose, reword
from exchange.takeaways.queries import candidates, proposed_in

Given = Mapping[str, Any]

BEFORE_A_REMINDER = timedelta(days=31)


def hold_session(given: Given, cards: Iterable[Given], facilitator: Person) -> None:
    """Hold the session, unless it has been held: enter, note, close, propose, exchange cards."""
    event = find_event(given["event"])
    if event is None or _is_held(event.parts[0]):
        return
    part, fay = event.parts[0], actor_of(facilitator)
    points = [(PointKind.IDEA, each) for each in given["ideas"]]
    points += [(PointKind.ACTION, each) for each in given["actions"]]
    people = {each["by"]: _actor(each["by"]) for _, each in points}
    if not all(_belongs(actor, part) for actor in people.values()):
        return  # somebody has played with their account, place or council: then it never took place
    open_part(actor=fay, part_id=part.id)
    for actor in (fay, *people.values()):
        enter(actor=actor, part_id=part.id, sid=uuid4().hex, process_id=uuid4())
    room_id = _plenary(part)
    for kind, each in points:
        note_point(
            actor=people[each["by"]],
            room_id=room_id,
            key=uuid4(),
            kind=kind,
            text=each["text"],
            due_on=clock.today(event.time_zone) + timedelta(days=each["in"])
            if "in" in each
            else None,
            take=kind is PointKind.ACTION,
        )
    close_part(actor=fay, part_id=part.id)
    _date_to_its_hours(part)
    _propose(given, room_id, fay)
    for each in cards:
        actor = _actor(each["by"])
        words = {name: text for name, text in each.items() if name != "by"}
        write_card(actor=actor, content=CardContent(name=actor.name, **words))
        offer_card(actor=actor, event_id=event.id, people=(), everybody=True)


def _is_held(part: Part) -> bool:
    held = select(LivePart.seq).where(LivePart.part_id == part.id)
    return session().scalar(held) is not None


def _belongs(actor: Actor, part: Part) -> bool:
    """Whether nothing but closed doors keeps them out."""
    decision = may_enter(entry_facts(actor.person, part.id, clock.now()))
    return bool(decision) or decision.code in AT_THE_DOORS


def _plenary(part: Part) -> UUID:
    room = picture_of(part.id).plenary
    if room is None:
        raise LookupError("an opened part has a plenary")
    return room.id


def _date_to_its_hours(part: Part) -> None:
    with transaction():
        of_part = LivePart.part_id == part.id, Connection.part_id == part.id
        hours = {"opened_at": part.starts_at, "closed_at": part.ends_at}
        session().execute(update(LivePart).where(of_part[0]).values(**hours))
        stays = {"began_at": part.starts_at, "ended_at": part.ends_at}
        session().execute(update(Connection).where(of_part[1]).values(**stays))


def _propose(given: Given, room_id: UUID, facilitator: Actor) -> None:
    """Propose every idea; one is held back, another put in other words."""
    proposer, held, other = _actor(given["proposed_by"]), given["held_back"], given["reworded"]
    lines = candidates(proposer, room_id)
    wordings = [Wording(line.key) for line in lines if line.kind is PointKind.IDEA]
    propose(actor=proposer, room_id=room_id, wordings=wordings)
    ids = {line.text: line.id for line in proposed_in(room_id)}
    first: dict[str, Any] = {"room_id": room_id, "version": 1}
    hold_back(actor=_actor(held["by"]), takeaway_id=ids[held["text"]], **first)
    which = {"takeaway_id": ids[other["text"]], "text": other["instead"]}
    reword(actor=facilitator, **which, **first)


def keep_actions(wanted: Mapping[str, Iterable[Given]]) -> None:
    """Have people keep what they took on at an event, long enough ago to be reminded of it."""
    for slug, actions in wanted.items():
        event = find_event(slug)
        for each in actions:
            actor = _actor(each["by"])
            if event is None or _keeps_some(actor, event.id):
                continue
            kept = take_on(actor=actor, key=uuid4(), text=each["text"], event_id=event.id)
            with transaction():
                kept.made_at -= BEFORE_A_REMINDER
            if "outcome" in each:
                _done(actor, kept.id, each)


def _keeps_some(actor: Actor, event_id: UUID) -> bool:
    whose = Commitment.person_id == actor.person, Commitment.event_id == event_id
    return session().scalar(select(Commitment.seq).where(*whose).limit(1)) is not None


def _done(actor: Actor, commitment_id: UUID, given: Given) -> None:
    which: dict[str, Any] = {"actor": actor, "commitment_id": commitment_id}
    content = CommitmentContent(given["text"], given["outcome"])
    change_commitment(**which, content=content, due_on=None, state=CommitmentState.DONE)
    quotation = Quotation(given["quoted"], given["name"])
    agree_to_quotation(**which, content=quotation, agreed=True)


def _actor(email: str) -> Actor:
    person = person_by_email(email)
    if person is None:
        raise LookupError(f"nobody in the demonstration has the address {email}")
    return actor_of(person)


def actor_of(person: Person) -> Actor:
    """A person of the demonstration, who acts."""
    return Actor(ActorKind.PERSON, person_id=person.id, name=person.name, is_staff=person.is_staff)
