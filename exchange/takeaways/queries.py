"""Named reads of what was proposed to leave rooms. Whoever may not look meets nothing there."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from exchange.accounts.models import Person
from exchange.core import clock
from exchange.core.actor import Actor
from exchange.core.db import find, session
from exchange.core.errors import ExchangeError, NotFound
from exchange.events.models import Event, Part
from exchange.events.queries import facilitators
from exchange.membership.models import Organisation
from exchange.notes.queries import blocks_of, notes_for, points_in_room
from exchange.registration.models import Registration
from exchange.rooms.models import LivePart, Room
from exchange.rooms.queries import rooms_for, was_in
from exchange.rooms.rules import RoomFacts
from exchange.takeaways.enums import State
from exchange.takeaways.lines import Line, lines_of
from exchange.takeaways.models import Takeaway
from exchange.takeaways.names import Known
from exchange.takeaways.rules import PROPOSED_WITHIN, LineFacts, may_look, state_of
from exchange.vault.content import vault
from exchange.vault.envelope import Content, Place


@dataclass(frozen=True)
class Access:
    """A room whose proposed lines the actor may look at, and until when lines can be proposed."""

    room: Room
    event: Event
    facts: RoomFacts
    until: datetime


@dataclass(frozen=True)
class Proposed:
    """A proposed line in the clear, for somebody who may look."""

    takeaway: Takeaway
    text: str
    before: str  # the wording that it had; "": it was not changed

    @property
    def id(self) -> UUID:
        return self.takeaway.id

    @property
    def facts(self) -> LineFacts:
        return line_facts(self.takeaway)

    @property
    def state(self) -> State:
        return state_of(self.facts)


def access_for(actor: Actor, room_id: UUID) -> Access:
    """The room, for whoever may look at its proposed lines. Raises `NotFound`."""
    facts = rooms_for([(actor, room_id)], may_look)[0]
    if isinstance(facts, ExchangeError):
        raise facts
    statement = (
        select(Room, Event, Part.ends_at, LivePart.closed_at)
        .join(Part, Part.id == Room.part_id)
        .join(Event, Event.id == Part.event_id)
        .join(LivePart, LivePart.part_id == Part.id)
        .where(Room.id == room_id)
    )
    row = session().execute(statement).one()
    ended = max(row.ends_at, row.closed_at or row.ends_at)
    return Access(row.Room, row.Event, facts, ended + PROPOSED_WITHIN)


def access_of_part(actor: Actor, part_id: UUID, room_id: UUID) -> Access:
    """As `access_for`, for a room of this part. Raises `NotFound`."""
    access = access_for(actor, room_id)
    if access.room.part_id != part_id:
        raise NotFound
    return access


def proposed_in(room_id: UUID) -> list[Proposed]:
    """What was proposed in the room, in the clear and in order. The caller has judged who looks."""
    statement = select(Takeaway).where(Takeaway.room_id == room_id).order_by(Takeaway.seq)
    rows = session().scalars(statement.execution_options(populate_existing=True))
    return [opened(row) for row in rows]


def opened(takeaway: Takeaway) -> Proposed:
    """The line in the clear. The caller has judged who looks."""
    words = json.loads(vault().open(takeaway.sealed, place_of(takeaway)))
    return Proposed(takeaway, words["text"], words["before"])


def sealed(takeaway: Takeaway, text: str, before: str = "") -> bytes:
    """The inverse of `opened`."""
    words = json.dumps({"text": text, "before": before}, ensure_ascii=False)
    return vault().seal(words.encode(), place_of(takeaway))


def place_of(takeaway: Takeaway) -> Place:
    """What a proposed line's seal is bound to."""
    row = f"{takeaway.id.hex}/{takeaway.version}"
    return Place("takeaway", takeaway.room_id, row, Content.TAKEAWAYS)


def line_facts(takeaway: Takeaway) -> LineFacts:
    """How the line stands now."""
    return LineFacts(
        at=clock.now(),
        releases_at=takeaway.releases_at,
        held_back=takeaway.held_at is not None,
        released=takeaway.released_at is not None,
    )


def candidates(actor: Actor, room_id: UUID) -> list[Line]:
    """The room's lines that the actor may propose: of its notes, ideas and actions.

    What was proposed before is left out. Raises `NotFound` for whoever may not read the notes now,
    `TryAgain` when they cannot be read. It asks another process: call it outside a transaction.
    """
    lines = lines_of(blocks_of(notes_for(actor, room_id)), points_in_room(room_id))
    known = {text for each in proposed_in(room_id) for text in (each.text, each.before)}
    return [line for line in lines if line.text not in known]


def known_names(event: Event) -> Known:
    """Whose names the check looks for in lines of the event's rooms."""
    registered = (
        select(Person.name)
        .join(Registration, Registration.person_id == Person.id)
        .where(Registration.event_id == event.id)
    )
    people = {*session().scalars(registered), *(f.person.name for f in facilitators(event.id))}
    return Known(sorted(people), session().scalars(select(Organisation.name)).all())


@dataclass(frozen=True)
class Waiting:
    """Lines of a room that somebody who was there may look at, and until when the first waits."""

    event: Event
    room: Room
    lines: int
    until: datetime


def waiting_for(actor: Actor) -> list[Waiting]:
    """The rooms in which the actor was and whose lines wait to be released, soonest first."""
    statement = (
        select(Room, Event, func.count().label("lines"), func.min(Takeaway.releases_at).label("at"))
        .join(Takeaway, Takeaway.room_id == Room.id)
        .join(Part, Part.id == Room.part_id)
        .join(Event, Event.id == Part.event_id)
        .where(was_in(actor.person), *_WAITS)
        .group_by(Room.seq, Event.seq)
        .order_by(func.min(Takeaway.releases_at))
    )
    rows = session().execute(statement).all()
    judged = rooms_for([(actor, row.Room.id) for row in rows], may_look) if rows else []
    return [
        Waiting(row.Event, row.Room, row.lines, row.at)
        for row, facts in zip(rows, judged, strict=True)
        if not isinstance(facts, ExchangeError)
    ]


def due() -> Sequence[UUID]:
    """Lines whose period has ended and which nobody held back."""
    over = Takeaway.releases_at <= clock.now()
    return session().scalars(select(Takeaway.id).where(over, *_WAITS).order_by(Takeaway.id)).all()


def untold(before: datetime) -> Sequence[UUID]:
    """Rooms in which something was proposed before that instant, of which nobody was written to."""
    rows = select(Takeaway.room_id).where(
        Takeaway.told_at.is_(None), Takeaway.shown_at <= before, *_WAITS
    )
    return session().scalars(rows.distinct()).all()


def room_of(takeaway: Takeaway) -> tuple[Room, Event]:
    """The room and the event of a line. Raises `NotFound`."""
    room = find(Room, takeaway.room_id)
    part = find(Part, room.part_id) if room else None
    event = find(Event, part.event_id) if part else None
    if room is None or event is None:
        raise NotFound
    return room, event


_WAITS = (Takeaway.held_at.is_(None), Takeaway.released_at.is_(None))
