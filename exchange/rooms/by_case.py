"""Who works on whose case: presenters in their own room, the others by wish. Pure."""

from collections.abc import Mapping, Sequence
from random import Random
from uuid import UUID

from exchange.rooms.following import EFFORT
from exchange.rooms.mixing import Conditions, Guest, Table, by_wish, plan_rounds, seat_late

Wishes = Mapping[UUID, Sequence[UUID]]  # of each person: rooms, the most wanted first


def seat_by_case(
    guests: Sequence[Guest],
    rooms: Sequence[UUID],
    presenters: Mapping[UUID, UUID],
    wishes: Wishes,
    chance: Random,
) -> dict[UUID, UUID]:
    """The room of each guest: `presenters` (person to room) in theirs, then wishes, then evenly.

    As many wishes are met as even rooms allow; the others sit wherever rooms stay even and
    colleagues apart.
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
        pinned |= {who: room for who, room in given.items() if room in wishes[who]}
    conditions = Conditions(pinned=pinned, capacities=dict.fromkeys(rooms, most))
    plan = plan_rounds(guests, rooms, 1, chance, conditions=conditions, effort=EFFORT)
    return dict(plan.rounds[0])


def seat_late_by_case(
    guest: Guest,
    tables: Sequence[Table],
    presenters: Mapping[UUID, UUID],
    wished: Sequence[UUID],
    chance: Random,
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
    for room in wished:
        if room in sizes and sizes[room] <= fewest + 1:
            return room
    return seat_late(guest, [t for t in tables if sizes[t.room_id] == fewest], chance)


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
