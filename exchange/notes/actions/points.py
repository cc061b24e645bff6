"""Ideas and actions beside the notes: noted, changed, taken on, removed.

Each under the lock of the notes' head: the room hears of its changes by number, without a gap.
"""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select

from exchange.accounts.models import Person
from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.commitments.actions import follow_room, let_go, take_on
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.clock import today
from exchange.core.db import add, find, lock, session
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.events.models import Event, Part
from exchange.notes import rules
from exchange.notes.actions.log import hold_heads
from exchange.notes.enums import PointKind
from exchange.notes.messages import PointView
from exchange.notes.models import NotesDocument, NotesPoint
from exchange.notes.queries import place_of_point, view_of, words_of
from exchange.notes.rules import PointFacts
from exchange.realtime.publish import publish, room_channel
from exchange.rooms.models import Room
from exchange.rooms.queries import room_for
from exchange.rooms.rules import RoomFacts
from exchange.vault.content import vault


@action
def note_point(
    *,
    actor: Actor,
    room_id: UUID,
    key: UUID,
    kind: PointKind,
    text: str,
    due_on: date | None,
    take: bool,
) -> PointView:
    """Note an idea or an action (1 to 500 characters) in the room in which the actor stands.

    With `take` the actor takes the action on. The same `key` from the same person again gives what
    is noted already, even if they have left the room since. Raises `NotFound`, `Refused`.
    """
    known = _noted(room_id, actor.person, key)
    if known is not None:
        return _view(known)
    held = _hold(actor, room_id)
    known = _noted(room_id, actor.person, key)  # sent twice at once: the other came first
    if known is not None:
        return _view(known)
    require(rules.may_note(held.facts, points=held.document.points))
    require(rules.may_date(kind, due_on, held.today))
    if take:
        fresh = PointFacts(kind, own=True, taken=False, mine=False)
        require(rules.may_take(held.facts, fresh))
    number, id = held.count(), uuid4()
    point = NotesPoint(
        id=id,
        room_id=room_id,
        number=number,
        position=number,
        kind=kind.value,
        person_id=actor.person,
        key=key,
        taker_id=actor.person if take else None,
        due_on=due_on,
        sealed=vault().seal(text.encode(), place_of_point(room_id, id)),
        at=clock.now(),
    )
    add(point)
    record(actor, Tag.POINT_NOTED, held.room, kind=kind, taken=take)
    if take:
        _copy(actor, point, held)
    return _told(point)


@action
def change_point(
    *, actor: Actor, room_id: UUID, point_id: UUID, text: str, due_on: date | None
) -> PointView:
    """Replace a point's words and its day. Raises `NotFound`, `Refused`."""
    held = _hold(actor, room_id)
    point = _point(room_id, point_id)
    require(rules.may_change(held.facts, _facts(point, actor)))
    if due_on != point.due_on:
        require(rules.may_date(PointKind(point.kind), due_on, held.today))
    point.sealed = vault().seal(text.encode(), place_of_point(room_id, point.id))
    point.due_on, point.number = due_on, held.count()
    record(actor, Tag.POINT_CHANGED, held.room, kind=point.kind)
    if point.taker_id == actor.person:
        follow_room(actor=actor, key=point.id, text=text, due_on=due_on)
    return _told(point)


@action
def take_point(*, actor: Actor, room_id: UUID, point_id: UUID, taken: bool) -> PointView:
    """Take an action on oneself, or let go of it. Twice is once. Raises `NotFound`, `Refused`."""
    held = _hold(actor, room_id)
    point = _point(room_id, point_id)
    may = rules.may_take if taken else rules.may_give_back
    require(may(held.facts, _facts(point, actor)))
    if taken and point.taker_id == actor.person:
        return _view(point)
    point.taker_id, point.number = (actor.person if taken else None), held.count()
    record(actor, Tag.POINT_TAKEN if taken else Tag.POINT_GIVEN_BACK, held.room)
    if taken:
        _copy(actor, point, held)
    else:
        let_go(actor=actor, key=point.id)
    return _told(point)


@action
def remove_point(*, actor: Actor, room_id: UUID, point_id: UUID) -> PointView:
    """Take a point off the list; its words are gone at once. Raises `NotFound`, `Refused`."""
    held = _hold(actor, room_id)
    point = _point(room_id, point_id)
    facts = _facts(point, actor)
    require(rules.may_remove(held.facts, facts))
    point.removed, point.sealed = True, b""
    point.taker_id, point.due_on, point.number = None, None, held.count()
    record(actor, Tag.POINT_REMOVED, held.room, kind=point.kind, own=facts.own)
    if facts.mine:  # whoever else took it on keeps their own copy
        let_go(actor=actor, key=point.id)
    return _told(point)


@action
def keep_to_oneself(
    *, actor: Actor, room_id: UUID, key: UUID, text: str, due_on: date | None
) -> None:
    """Take an action on in the room in which one stands, without the room seeing it.

    The same `key` again keeps it once. Raises `NotFound`, `Refused`.
    """
    room = room_for(actor, room_id).room
    event_id = _event(room.part_id).id
    take_on(actor=actor, key=key, text=text, due_on=due_on, event_id=event_id)


@dataclass
class Held:
    """A room whose list is held until the transaction ends, and how the actor stands to it."""

    room: Room
    facts: RoomFacts
    document: NotesDocument

    @property
    def today(self) -> date:
        """The day at the event."""
        return today(_event(self.room.part_id).time_zone)

    def count(self) -> int:
        """Count one change more; returns its number."""
        self.document.points += 1
        return self.document.points


def _hold(actor: Actor, room_id: UUID) -> Held:
    if room_id not in hold_heads([room_id]):
        raise NotFound
    access = room_for(actor, room_id)
    statement = select(NotesDocument).where(NotesDocument.room_id == room_id)
    fresh = statement.execution_options(populate_existing=True)
    document = session().scalars(fresh).one()
    return Held(access.room, replace(access.facts, notes_locked=document.locked), document)


def _event(part_id: UUID) -> Event:
    statement = select(Event).join(Part, Part.event_id == Event.id).where(Part.id == part_id)
    return session().scalars(statement).one()


def _copy(actor: Actor, point: NotesPoint, held: Held) -> None:
    """What somebody takes on is theirs, and outlives the room: they have a copy of their own."""
    take_on(
        actor=actor,
        key=point.id,
        text=words_of(point),
        due_on=point.due_on,
        event_id=_event(held.room.part_id).id,
    )


def _noted(room_id: UUID, person_id: UUID, key: UUID) -> NotesPoint | None:
    statement = select(NotesPoint).where(
        NotesPoint.room_id == room_id, NotesPoint.person_id == person_id, NotesPoint.key == key
    )
    return session().scalars(statement).one_or_none()


def _point(room_id: UUID, point_id: UUID) -> NotesPoint:
    point = lock(NotesPoint, point_id)
    if point is None or point.room_id != room_id:
        raise NotFound
    return point


def _facts(point: NotesPoint, actor: Actor) -> PointFacts:
    return PointFacts(
        kind=PointKind(point.kind),
        own=point.person_id == actor.person,
        taken=point.taker_id is not None,
        mine=point.taker_id == actor.person,
        removed=point.removed,
    )


def _told(point: NotesPoint) -> PointView:
    """The point as it is now; its room hears of it once that is committed."""
    view = _view(point)
    publish("points", view.payload(), to=room_channel(point.room_id))
    return view


def _view(point: NotesPoint) -> PointView:
    taker = find(Person, point.taker_id) if point.taker_id else None
    return view_of(point, taker.name if taker else "")
