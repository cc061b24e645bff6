"""Who presents in a room, and which case it works on."""

from uuid import UUID

from sqlalchemy import select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.cases.models import Case
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import find, session
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.rooms.actions.acts import tell
from exchange.rooms.actions.case_dilemmas import end_rewriting
from exchange.rooms.actions.seating import move_to
from exchange.rooms.actions.show import hold, hold_any, show
from exchange.rooms.by_case import next_presenter
from exchange.rooms.enums import Moved, Role, RoomKind
from exchange.rooms.errors import CaseTaken, NotHere
from exchange.rooms.models import LivePart, Room
from exchange.rooms.queries import Picture, cases_to_give, part_to_run, picture_of, room_for
from exchange.rooms.rules import may_present


@action
def present(*, actor: Actor, room_id: UUID, presents: bool) -> None:
    """Take the presenter's place in the breakout room where one stands, or give it up.

    Whose place is taken by somebody who is in the room stays theirs. Idempotent. Raises `NotFound`,
    `Refused`.
    """
    access = room_for(actor, room_id)
    live = hold(access.part_id)
    picture = picture_of(access.part_id)
    room = _breakout(picture, room_id)
    if not presents:
        if room is not None and room.presenter_id == actor.person:
            _name(actor, live, room, None)
        return
    here = {each.id for each in picture.in_room(room_id) if each.present}
    taken = room is not None and room.presenter_id in here - {actor.person}
    require(may_present(access.facts, breakout=room is not None, taken=taken))
    if room is not None and room.presenter_id != actor.person:
        _name(actor, live, room, actor.person)


@action
def name_presenter(*, actor: Actor, part_id: UUID, room_id: UUID, person_id: UUID | None) -> None:
    """Say who presents in a breakout room: a participant in it, or nobody (None).

    Raises `NotHere`, `NotFound`, `PartNotOpen`, `Refused`.
    """
    part_to_run(actor, part_id)
    live = hold(part_id)
    picture = picture_of(part_id)
    room = _breakout(picture, room_id)
    if room is None:
        raise NotFound
    seated = {each.id for each in picture.in_room(room_id) if each.role is Role.PARTICIPANT}
    if person_id is not None and person_id not in seated:
        raise NotHere
    if room.presenter_id != person_id:
        tell(actor, live, Tag.PRESENTER_NAMED, whom=person_id, room=room.id)
        _name(actor, live, room, person_id)


@action
def give_case(*, actor: Actor, part_id: UUID, room_id: UUID, case_id: UUID) -> Room:
    """Have a breakout room work on another case; its presenter, if here, comes into the room.

    Raises `CaseTaken` while another open room works on it, `NotFound` for a case that the actor may
    not read, `PartNotOpen`, `Refused`.
    """
    part_to_run(actor, part_id)
    live = hold(part_id)
    picture = picture_of(part_id)
    room = _breakout(picture, room_id)
    case = next((e.case for e in cases_to_give(actor, part_id) if e.id == case_id), None)
    if room is None or case is None:
        raise NotFound
    if any(other.case_id == case_id for other in picture.breakouts if other is not room):
        raise CaseTaken
    room.case_id, room.presenter_id = case_id, case.person_id
    record(actor, Tag.CASE_GIVEN, room, case=case_id)
    tell(actor, live, Tag.CASE_GIVEN, whom=case.person_id, room=room.id)
    moved = _bring(actor, picture, room, case)
    show(live, moved=moved)
    return room


def _bring(actor: Actor, picture: Picture, room: Room, case: Case) -> dict[UUID, Moved]:
    presenter = picture.people.get(case.person_id)
    if presenter is None or presenter.role is not Role.PARTICIPANT or presenter.room_id is None:
        return {}
    if presenter.room_id == room.id or not presenter.present:
        return {}
    move_to(actor, picture, room, presenter.id)
    return {presenter.id: Moved.SEATED}


def _breakout(picture: Picture, room_id: UUID) -> Room | None:
    room = picture.find_room(room_id)
    return room if room is not None and room.kind == RoomKind.BREAKOUT else None


def _name(actor: Actor, live: LivePart, room: Room, person_id: UUID | None) -> None:
    room.presenter_id = person_id
    record(actor, Tag.PRESENTER_NAMED, room, person=person_id)
    show(live, rooms=[room.id])


def pass_on(live: LivePart) -> None:
    """In each breakout room the next person presents, round about by name.

    The caller holds the part, records what caused it, and shows it.
    """
    session().flush()
    picture = picture_of(live.part_id)
    for room in picture.breakouts:
        people = [
            each.id
            for each in picture.in_room(room.id)
            if each.present and each.role is Role.PARTICIPANT
        ]
        room.presenter_id = next_presenter(people, room.presenter_id)


def case_withdrawn(actor: Actor, case_id: UUID) -> None:  # noqa: ARG001
    """A case was withdrawn: its dilemma is retired, and rooms that work on it are shown anew."""
    case = find(Case, case_id)
    if case is not None:
        end_rewriting(case)
    rooms = session().scalars(select(Room).where(Room.case_id == case_id, Room.closed_at.is_(None)))
    for room in rooms.all():
        live = hold_any(room.part_id)
        if live is not None and live.closed_at is None:
            show(live, rooms=[room.id])
