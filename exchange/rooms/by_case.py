"""Who works on whose case: presenters in their own room, the others by wish. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from uuid import UUID

from exchange.rooms.following import EFFORT
from exchange.rooms.mixing import FREE, Conditions, Guest, Table, by_wish, plan_rounds, seat_late

Wishes = Mapping[UUID, Sequence[UUID]]  # of each person: rooms, the most wanted first


def seat_by_case(
    guests: Sequence[Guest],
    rooms: Sequence[UUID],
    presenters: Mapping[UUID, UUID],
    wishes: Wishes,
    chance: Random,
    *,
    asked: Conditions = FREE,
) -> dict[UUID, UUID]:
    """The room of each guest: `presenters` (person to room) in theirs, then wishes, then evenly.

    As many wishes are met as even rooms allow, and as what facilitators have `asked` allows; the
    others sit wherever rooms stay even and colleagues apart.
    """
    if not guests or not rooms:
        return {}
    here = {guest.person_id for guest in guests}
    pinned = {who: room for who, room in presenters.items() if who in here and room in rooms}
    most = -(-len(guests) // len(rooms))
    free = {room: most - list(pinned.values()).count(room) for room in rooms}
    wishing = [who for who in here - pinned.keys() if wishes.get(who)]
    if wishing:
        given = by_wish(wishing, wishes, free, chance).seating
        for who, room in given.items():
            if room in wishes[who] and not _kept_apart(who, room, pinned, asked):
                pinned[who] = room
    conditions = replace(asked, pinned=pinned, capacities=dict.fromkeys(rooms, most))
    plan = plan_rounds(guests, rooms, 1, chance, conditions=conditions, effort=EFFORT)
    return dict(plan.rounds[0])


def _kept_apart(who: UUID, room: UUID, pinned: Mapping[UUID, UUID], asked: Conditions) -> bool:
    """Whether somebody sits in the room already with whom `who` never shall."""
    there = {other for other, at in pinned.items() if at == room}
    return any(who in pair and pair & there for pair in asked.apart)


def seat_late_by_case(
    guest: Guest,
    tables: Sequence[Table],
    presenters: Mapping[UUID, UUID],
    wished: Sequence[UUID],
    chance: Random,
    *,
    asked: Conditions = FREE,
) -> UUID:
    """The room for somebody who comes late: their own case's, a wished one, or the smallest.

    A wish is met as long as its room has at most one more than the smallest. Raises `ValueError`
    without rooms.
    """
    sizes = {table.room_id: len(table.guests) for table in tables}
    own = presenters.get(guest.person_id)
    if own in sizes:
        return own
    fewest = min(sizes.values())
    seated = {other.person_id: table.room_id for table in tables for other in table.guests}
    for room in wished:
        near = room in sizes and sizes[room] <= fewest + 1
        if near and not _kept_apart(guest.person_id, room, seated, asked):
            return room
    return seat_late(guest, tables, chance, asked)


def next_presenter(people: Sequence[UUID], current: UUID | None) -> UUID | None:
    """Who presents after `current`, round about in the order of `people`; None in an empty room."""
    if current in people:
        return people[(people.index(current) + 1) % len(people)]
    return people[0] if people else None


def rooms_wished(
    first: UUID | None,
    second: UUID | None,
    topic: str,
    rooms: Mapping[UUID, UUID],
    topics: Mapping[UUID, str],
) -> list[UUID]:
    """The rooms that somebody wishes for, the most wanted first, each once.

    `rooms` are those of the cases worked on, `topics` their topics
    """
    wanted = [first, second, *(case for case, about in topics.items() if topic and about == topic)]
    found = [rooms[case] for case in wanted if case is not None and case in rooms]
    return list(dict.fromkeys(found))
