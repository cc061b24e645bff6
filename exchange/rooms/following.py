"""Seatings that follow from earlier rounds: kept, two rooms made one, host stays. Pure.

A round is given as its tables: for each room in order, the people who sat there last. Whoever has
come since is seated like somebody who comes late, away from colleagues.
"""

from collections.abc import Sequence
from random import Random
from uuid import UUID

from exchange.rooms.mixing import (
    Conditions,
    Effort,
    Guest,
    Pair,
    Table,
    hosts_stay,
    met_in,
    plan_rounds,
    rooms_kept,
)

Tables = Sequence[Sequence[UUID]]
EFFORT = Effort(steps=20_000)  # some 60 ms at most: the part is held meanwhile


def keep(
    before: Tables, guests: Sequence[Guest], rooms: Sequence[UUID], chance: Random
) -> dict[UUID, UUID]:
    """Everybody into the room of the same place in the order; returns the room of each person."""
    return _onto(before, guests, rooms, chance, share=1)


def merge(
    before: Tables, guests: Sequence[Guest], rooms: Sequence[UUID], chance: Random
) -> dict[UUID, UUID]:
    """Rooms one and two into the first, three and four into the second, and so on.

    Rooms in which nobody sat are passed over.
    """
    return _onto([table for table in before if table], guests, rooms, chance, share=2)


def merged_count(before: Tables) -> int:
    """How many rooms two by two make of the rooms that somebody sat in."""
    return max(1, -(-sum(1 for table in before if table) // 2))


def scatter(
    rounds: Sequence[Tables], guests: Sequence[Guest], rooms: Sequence[UUID], chance: Random
) -> dict[UUID, UUID]:
    """One of each room stays, the others go where they have met the fewest; returns rooms.

    `rounds` are all earlier ones, the newest last. A host stays the host: of a room's people it is
    who has sat there in most rounds.
    """
    here = {guest.person_id for guest in guests}
    last = [[person for person in table if person in here] for table in rounds[-1]]
    hosts = {
        _host(place, table, rounds, chance): rooms[place]
        for place, table in enumerate(last[: len(rooms)])
        if table
    }
    conditions = Conditions(met=_met(rounds))
    plan = hosts_stay(guests, hosts, rooms, 1, chance, conditions=conditions, effort=EFFORT)
    return dict(plan.rounds[0]) if plan.rounds else {}


def mix(
    rounds: Sequence[Tables], guests: Sequence[Guest], rooms: Sequence[UUID], chance: Random
) -> dict[UUID, UUID]:
    """Everybody with people they have not met in `rounds`, colleagues apart, as far as can be."""
    conditions = Conditions(met=_met(rounds))
    plan = plan_rounds(guests, rooms, 1, chance, conditions=conditions, effort=EFFORT)
    return dict(plan.rounds[0]) if plan.rounds else {}


def _met(rounds: Sequence[Tables]) -> dict[Pair, float]:
    return met_in(
        {person: UUID(int=place) for place, table in enumerate(tables) for person in table}
        for tables in rounds
    )


def _host(place: int, table: Sequence[UUID], rounds: Sequence[Tables], chance: Random) -> UUID:
    sat = {p: sum(place < len(t) and p in t[place] for t in rounds) for p in table}
    return chance.choice([p for p in table if sat[p] == max(sat.values())])


def _onto(
    before: Tables, guests: Sequence[Guest], rooms: Sequence[UUID], chance: Random, *, share: int
) -> dict[UUID, UUID]:
    """`share` rooms of before after another onto each room, and newcomers where they fit best."""
    earlier = {
        person: rooms[place // share % len(rooms)]
        for place, table in enumerate(before)
        for person in table
    }
    return rooms_kept(guests, earlier, [Table(room) for room in rooms], chance)
