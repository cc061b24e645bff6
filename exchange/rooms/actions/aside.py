"""A short break, and the way back to one's own room."""

from uuid import UUID

from sqlalchemy import select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, session
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.rooms.actions.seating import bring_to_seat, end_seats, end_signs_of, seat_newcomer
from exchange.rooms.actions.show import hold, show
from exchange.rooms.enums import Moved, SeatedHow
from exchange.rooms.errors import NoWayBack
from exchange.rooms.models import Aside, LivePart
from exchange.rooms.queries import Picture, Somebody, entry_facts, guests_of, picture_of
from exchange.rooms.rules import may_enter, may_step_aside


@action(unaudited_because="a short break is a row, with both its times")
def step_aside(*, actor: Actor, part_id: UUID, aside: bool) -> None:
    """Take a short break, seen by everybody, or come back from it; idempotent.

    Hand and call for help end; the seat stays. Whoever comes back while rooms are open and no seat
    is theirs gets one, as if they came late. Raises `NotFound` for somebody who is not in the
    part, `Refused` for facilitators.
    """
    facts = entry_facts(actor.person, part_id, clock.now())
    require(may_enter(facts), NotFound)
    require(may_step_aside(facts))
    live = hold(part_id)
    somebody = _standing_in(picture_of(part_id), actor)
    if aside == somebody.aside:
        return
    if aside:
        add(Aside(part_id=part_id, person_id=actor.person, began_at=clock.now()))
        end_signs_of([actor.person], part_id)
    else:
        _end_break(part_id, actor.person)
        _find_seat(actor, live, somebody)
    rooms = {picture_of(part_id).people[actor.person].room_id, somebody.room_id}
    why = Moved.ASIDE if aside else Moved.BACK
    show(live, rooms=[room for room in rooms if room], moved={actor.person: why})


def _standing_in(picture: Picture, actor: Actor) -> Somebody:
    somebody = picture.people.get(actor.person)
    if somebody is None or not somebody.present or somebody.room_id is None:
        raise NotFound
    return somebody


def _end_break(part_id: UUID, person_id: UUID) -> None:
    statement = select(Aside).where(
        Aside.part_id == part_id, Aside.person_id == person_id, Aside.ended_at.is_(None)
    )
    for each in session().scalars(statement):
        each.ended_at = clock.now()
    session().flush()


def _find_seat(actor: Actor, live: LivePart, somebody: Somebody) -> None:
    picture = picture_of(live.part_id)
    if somebody.where.seated is None and picture.breakouts:
        [guest] = guests_of({actor.person: somebody.organisation_id})
        room_id = seat_newcomer(picture, guest)
        if room_id is not None:
            record(actor, Tag.SEATED, live, person=actor.person, room=room_id, how="late")


@action
def bring_back(*, actor: Actor, part_id: UUID) -> UUID:
    """Bring the actor from the plenary to their own room of the round under way; returns it.

    Whoever has none gets a seat, as if they came late, unless this round is seated by hand. Raises
    `NoWayBack` for somebody who is where they belong or for whom there is no room, `NotFound`.
    """
    require(may_enter(entry_facts(actor.person, part_id, clock.now())), NotFound)
    live = hold(part_id)
    picture = picture_of(part_id)
    somebody = _standing_in(picture, actor)
    if not picture.may_be_brought_back(actor.person):
        raise NoWayBack
    end_seats([actor.person], part_id)
    [guest] = guests_of({actor.person: somebody.organisation_id})
    room_id = bring_to_seat(picture, guest, somebody.own_room)
    record(actor, Tag.SEATED, live, person=actor.person, room=room_id, how=SeatedHow.BACK)
    show(live, rooms={room_id, somebody.room_id or room_id}, moved={actor.person: Moved.BACK})
    return room_id
