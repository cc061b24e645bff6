"""How many rooms a step has, and who sits where: at random, or by earlier rounds. Pure.

Live rooms and the rehearsal of a sheet ask the same two questions here (`rooms_wanted`, `seated`).
A round is given as its tables: for each room in order, the people who sat there last. Whoever has
come since is seated like somebody who comes late, away from colleagues.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from random import Random
from typing import Protocol
from uuid import UUID

from exchange.rooms.choosing import sketches
from exchange.rooms.enums import ASKING, FOLLOWING, WAITING, SeatedHow, Seating
from exchange.rooms.mixing import (
    FREE,
    Conditions,
    Effort,
    Guest,
    Pair,
    Reached,
    Table,
    at_random,
    hosts_stay,
    met_in,
    plan_rounds,
    reached,
    rooms_kept,
)
from exchange.rooms.runsheet import rooms_for

Tables = Sequence[Sequence[UUID]]
AHEAD = Effort(seconds=0.4)  # for a plan that nobody waits for in a room
EFFORT = Effort(steps=20_000)  # some 60 ms at most: the part is held meanwhile
PER_ROOM = 4  # where a seating should follow from a round that there was not


class Roomed(Protocol):
    """What a breakout step says about its rooms."""

    @property
    def seating(self) -> str: ...
    @property
    def rooms(self) -> int | None: ...
    @property
    def per_room(self) -> int | None: ...
    @property
    def topics(self) -> str: ...


def still_here(rounds: Sequence[Tables], here: Collection[UUID]) -> list[Tables]:
    """Earlier rounds as far as those who are `here` sat in them; none where nobody of the last is.

    A seating cannot follow from a round of which everybody has gone.
    """
    present = set(here)
    kept: list[Tables] = [
        [[who for who in table if who in present] for table in tables] for tables in rounds
    ]
    return kept if kept and any(kept[-1]) else []


def rooms_wanted(step: Roomed, rounds: Sequence[Tables], people: int) -> int:
    """How many rooms a breakout step opens for so many people; `rounds` as by `still_here`."""
    seating = Seating(step.seating)
    if seating in FOLLOWING and rounds:
        last = rounds[-1]
        return merged_count(last) if seating is Seating.PAIRS_INTO_FOURS else len(last)
    return len(sketches(step.topics)) or step.rooms or rooms_for(people, step.per_room or PER_ROOM)


def seated(
    seating: Seating,
    rounds: Sequence[Tables],
    guests: Sequence[Guest],
    rooms: Sequence[UUID],
    chance: Random,
    *,
    conditions: Conditions = FREE,
    ahead: int = 1,
) -> tuple[dict[UUID, UUID], SeatedHow]:
    """The room of each person, and how that came. Without `rounds` those that follow are dealt.

    `ahead`: how many mixed rounds are to come with this one, which is chosen so that all go well.
    """
    if seating in WAITING:
        return {}, SeatedHow.HAND
    if seating is Seating.MIXED:
        return mix(rounds, guests, rooms, chance, conditions, ahead=ahead), SeatedHow.MIXED
    if seating in (Seating.RANDOM, Seating.BY_CASE, *ASKING) or not rounds:
        return at_random(guests, rooms, chance, conditions), SeatedHow.RANDOM
    if seating is Seating.HOST_STAYS:
        return scatter(rounds, guests, rooms, chance, conditions), SeatedHow.FOLLOWED
    onto = merge if seating is Seating.PAIRS_INTO_FOURS else keep
    return onto(rounds[-1], guests, rooms, chance, conditions), SeatedHow.FOLLOWED


def keep(
    before: Tables,
    guests: Sequence[Guest],
    rooms: Sequence[UUID],
    chance: Random,
    conditions: Conditions = FREE,
) -> dict[UUID, UUID]:
    """Everybody into the room of the same place in the order; returns the room of each person."""
    return _onto(before, guests, rooms, chance, conditions, share=1)


def merge(
    before: Tables,
    guests: Sequence[Guest],
    rooms: Sequence[UUID],
    chance: Random,
    conditions: Conditions = FREE,
) -> dict[UUID, UUID]:
    """Rooms one and two into the first, three and four into the second, and so on.

    Rooms in which nobody sat are passed over.
    """
    seated_in = [table for table in before if table]
    return _onto(seated_in, guests, rooms, chance, conditions, share=2)


def merged_count(before: Tables) -> int:
    """How many rooms two by two make of the rooms that somebody sat in."""
    return max(1, -(-sum(1 for table in before if table) // 2))


def scatter(
    rounds: Sequence[Tables],
    guests: Sequence[Guest],
    rooms: Sequence[UUID],
    chance: Random,
    conditions: Conditions = FREE,
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
    known = knowing(conditions, rounds)
    plan = hosts_stay(guests, hosts, rooms, 1, chance, conditions=known, effort=EFFORT)
    return dict(plan.rounds[0]) if plan.rounds else {}


def mix(
    rounds: Sequence[Tables],
    guests: Sequence[Guest],
    rooms: Sequence[UUID],
    chance: Random,
    conditions: Conditions = FREE,
    *,
    ahead: int = 1,
) -> dict[UUID, UUID]:
    """Everybody with people they have not met in `rounds`, colleagues apart, as far as can be."""
    known = knowing(conditions, rounds)
    plan = plan_rounds(guests, rooms, ahead, chance, conditions=known, effort=EFFORT)
    return dict(plan.rounds[0]) if plan.rounds else {}


def so_far(
    rounds: Sequence[Tables],
    places: Mapping[UUID, UUID],
    guests: Sequence[Guest],
    conditions: Conditions = FREE,
) -> Reached:
    """What earlier rounds and the one with these `places` come to for the guests together."""
    here = {guest.person_id for guest in guests}
    seatings = [
        {who: room for who, room in seating.items() if who in here}
        for seating in (*map(_seating, rounds), places)
    ]
    most = max(len(set(seating.values())) for seating in seatings)
    rooms = [UUID(int=number) for number in range(most)]  # a bound for the most rooms there were
    return reached(guests, rooms, seatings, conditions)


def planned(
    guests: Sequence[Guest],
    rooms: Sequence[UUID],
    sizes: Sequence[int],
    chance: Random,
    conditions: Conditions = FREE,
) -> Reached:
    """What mixed rounds come to, each in the first so many of `rooms`. Raises `NoSeats`.

    Rounds of one number of rooms that follow each other are planned together.
    """
    known, seatings = conditions, list[Mapping[UUID, UUID]]()
    for size, alike in groupby(sizes):
        count = len(list(alike))
        plan = plan_rounds(guests, rooms[:size], count, chance, conditions=known, effort=AHEAD)
        met = Counter(known.met)
        met.update(met_in(plan.rounds))
        seatings += plan.rounds
        known = replace(known, met=met)
    return reached(guests, rooms, seatings, conditions)


def knowing(conditions: Conditions, rounds: Sequence[Tables]) -> Conditions:
    """The conditions, with who has met in `rounds`."""
    met: Counter[Pair] = Counter()
    met.update(conditions.met)
    met.update(met_at(rounds))
    return replace(conditions, met=met)


def _seating(tables: Tables) -> dict[UUID, UUID]:
    return {person: UUID(int=place) for place, table in enumerate(tables) for person in table}


def met_at(rounds: Sequence[Tables]) -> dict[Pair, float]:
    """How often each pair has sat together in these rounds."""
    return met_in(map(_seating, rounds))


def _host(place: int, table: Sequence[UUID], rounds: Sequence[Tables], chance: Random) -> UUID:
    sat = {p: sum(place < len(t) and p in t[place] for t in rounds) for p in table}
    return chance.choice([p for p in table if sat[p] == max(sat.values())])


def _onto(
    before: Tables,
    guests: Sequence[Guest],
    rooms: Sequence[UUID],
    chance: Random,
    conditions: Conditions,
    *,
    share: int,
) -> dict[UUID, UUID]:
    """`share` rooms of before after another onto each room, and newcomers where they fit best."""
    earlier = {
        person: rooms[place // share % len(rooms)]
        for place, table in enumerate(before)
        for person in table
    }
    return rooms_kept(guests, earlier, [Table(room) for room in rooms], chance, conditions)
