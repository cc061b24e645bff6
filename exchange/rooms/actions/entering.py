"""Coming in: whoever may is let in, their attendance interval begins, and they find their room."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.bulk import among, store
from exchange.core.db import session
from exchange.core.decision import Refused
from exchange.core.errors import ExchangeError, NotFound
from exchange.core.shared import CROWD, Batched
from exchange.rooms.actions.presence import PRESENCE
from exchange.rooms.actions.seating import seat_newcomer
from exchange.rooms.actions.show import hold_several, places_showing, show_soon
from exchange.rooms.enums import Role
from exchange.rooms.models import Connection, LivePart, LobbyStay
from exchange.rooms.queries import (
    Gathering,
    entry_facts_for,
    gatherings_of,
    guests_of,
    picture_of,
    role_by,
)
from exchange.rooms.rules import EntryFacts, may_enter


@dataclass(frozen=True)
class Arrival:
    """Somebody at the doors of a part, by a socket of a server process."""

    actor: Actor
    part_id: UUID
    sid: str
    process_id: UUID


@dataclass(frozen=True)
class Admitted:
    """Who came in: as what, and the room in which they belong (None: none is open)."""

    role: Role
    room_id: UUID | None


def enter(*, actor: Actor, part_id: UUID, sid: str, process_id: UUID) -> Admitted:
    """Open the socket's attendance interval, and seat the actor if rooms are open; idempotent.

    Raises `NotFound` for an unknown part, else `Refused` with the reason of `may_enter`. When a
    crowd comes at one moment (a session begins, a server was restarted) it is judged and let in
    together.
    """
    return _arrivals.ask(Arrival(actor, part_id, sid, process_id))


@action(unaudited_because="each attendance interval is a row; the first of a person is audited")
def _enter_all(
    *,
    actor: Actor,  # noqa: ARG001
    arrivals: Sequence[Arrival],
) -> list[Admitted | ExchangeError]:
    """Judge each arrival as of now, under the lock of its part, and let in who may come in."""
    live = hold_several({each.part_id for each in arrivals})
    pairs = {(each.actor.person, each.part_id) for each in arrivals}
    known = entry_facts_for(pairs, clock.now())
    outcomes = {each: _judged(known.get((each.actor.person, each.part_id))) for each in arrivals}
    coming: defaultdict[UUID, dict[Arrival, Admitted]] = defaultdict(dict)
    for each, outcome in outcomes.items():
        if isinstance(outcome, Admitted) and each.part_id in live:
            coming[each.part_id][each] = outcome
    inside = _open_sids({each.sid for admitted in coming.values() for each in admitted})
    here = gatherings_of([part_id for part_id in coming if live[part_id].closed_at is None])
    for part_id, gathering in here.items():
        outcomes |= _attend(live[part_id], gathering, coming[part_id], inside)
    return [outcomes[each] for each in arrivals]


_arrivals: Batched[Arrival, Admitted] = Batched(
    lambda arrivals: _enter_all(actor=PRESENCE, arrivals=arrivals),
    about=lambda arrival: arrival.part_id,
    most=CROWD,
)


def _judged(facts: EntryFacts | None) -> Admitted | ExchangeError:
    if facts is None:
        return NotFound()
    decision = may_enter(facts)
    return Admitted(role_by(facts), None) if decision else Refused(decision)


def _open_sids(sids: Collection[str]) -> set[str]:
    """Those of the sockets that are inside already; none of them waits in a lobby any more."""
    waiting = among(LobbyStay.sid, sids), LobbyStay.ended_at.is_(None)
    session().execute(update(LobbyStay).where(*waiting).values(ended_at=clock.now()))
    standing = among(Connection.sid, sids), Connection.ended_at.is_(None)
    return set(session().scalars(select(Connection.sid).where(*standing)))


def _attend(
    live: LivePart,
    here: Gathering,
    admitted: Mapping[Arrival, Admitted],
    inside: Collection[str],
) -> dict[Arrival, Admitted]:
    """Begin the intervals of those who are not `inside` by their socket; says where each belongs.

    The part is held; `here` is how it was before they came.
    """
    present = {each.id for each in here.people.values() if each.present}
    coming = {each.sid: each for each in admitted}
    for each in coming.values():
        if each.actor.person not in present:
            record(each.actor, Tag.ENTERED, live)
            present.add(each.actor.person)
    begun = [_interval(each) for sid, each in coming.items() if sid not in inside]
    if begun:
        store(Connection, begun)
        show_soon(live.part_id, people=[interval["person_id"] for interval in begun])
    return {
        each: Admitted(outcome.role, _seated(each.actor, live, here, outcome.role))
        for each, outcome in admitted.items()
    }


def _interval(arrival: Arrival) -> dict[str, Any]:
    return {
        "part_id": arrival.part_id,
        "person_id": arrival.actor.person,
        "process_id": arrival.process_id,
        "sid": arrival.sid,
        "began_at": clock.now(),
        "by_choice": False,
    }


def _seated(actor: Actor, live: LivePart, here: Gathering, role: Role) -> UUID | None:
    """The room in which somebody belongs who has come in; one is found for them if rooms are open.

    `here` is the part before they came.
    """
    me, plenary = here.people.get(actor.person), here.plenary
    if me is not None and (me.where.seated is not None or me.aside):
        return me.where.room_id
    found = None
    if here.breakouts and role is Role.PARTICIPANT:
        found = _seat_if_rooms_are_open(actor, live)
    if found is None and me is not None:
        found = me.where.room_id
    return found or (plenary.id if plenary else None)


def _seat_if_rooms_are_open(actor: Actor, live: LivePart) -> UUID | None:
    picture = picture_of(live.part_id)
    me = picture.people[actor.person]
    if me.where.seated is not None:
        return me.where.seated  # by another tab, in the same moment
    (guest,) = guests_of({me.id: me.organisation_id})
    room_id = seat_newcomer(picture, guest)
    if room_id is not None:
        live.version += 1
        record(actor, Tag.SEATED, live, person=me.id, room=room_id, how="late")
        show_soon(live.part_id, [room_id, *places_showing(picture, actor.person)])
    return room_id
