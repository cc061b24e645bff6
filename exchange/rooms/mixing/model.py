"""The problem in numbers: people, empty seats and rooms by index, and what each pair costs.

Costs are added over rounds. Their scales lie so far apart that in practice the first that differs
decides: what must not be, colleagues in one room, repeated meetings, then the spread of labels.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from exchange.rooms.mixing.problem import Conditions, Guest
from exchange.rooms.mixing.sizes import even_seats

SPREAD = 1  # two with one label in a room; for each label that they share
REPEAT = 100  # two who meet again; a third time costs twice as much, and so on
COLLEAGUES = 20_000
NEVER = 5_000_000
TOGETHER = 2_000_000  # what keeps two together wins over anything but what must never be

Costs = list[list[int]]


@dataclass(frozen=True)
class Model:
    """People come first, in the order of their ids, then the empty seats, which keep apart.

    `costs[a][b]`: what it costs that a and b sit together once, repeats aside. `fixed`: people
    with a room of their own. `units`: sets that move as one. `barred`: rooms without empty seats.
    """

    guests: tuple[Guest, ...]
    room_ids: tuple[UUID, ...]
    rounds: int
    seats: tuple[int, ...]
    costs: Costs
    fixed: dict[int, int]
    units: tuple[tuple[int, ...], ...]
    barred: frozenset[int]

    @property
    def people(self) -> int:
        return len(self.guests)

    @property
    def total(self) -> int:
        return len(self.costs)


def model_of(
    guests: Sequence[Guest], room_ids: Sequence[UUID], rounds: int, conditions: Conditions
) -> Model:
    """The numbers for this problem; guests in any order. Raises `NoSeats`."""
    ordered = tuple(sorted(guests, key=lambda guest: guest.person_id))
    rooms = tuple(room_ids)
    index = {guest.person_id: number for number, guest in enumerate(ordered)}
    sets = _joined(index, conditions.together)
    fixed = _fixed(index, rooms, sets, conditions)
    seats = even_seats(
        len(ordered),
        [conditions.capacities.get(room) for room in rooms],
        [list(fixed.values()).count(room) for room in range(len(rooms))],
    )
    free = [unit for unit in sets if not fixed.keys() & set(unit)]
    return Model(
        guests=ordered,
        room_ids=rooms,
        rounds=rounds,
        seats=seats.rooms,
        costs=_costs(ordered, index, seats.spare, conditions),
        fixed=fixed,
        units=tuple(_cut(free, max(seats.rooms))),
        barred=frozenset(n for n, size in enumerate(seats.rooms) if size != seats.level),
    )


def _costs(
    guests: Sequence[Guest], index: dict[UUID, int], spare: int, conditions: Conditions
) -> Costs:
    people, total = len(guests), len(guests) + spare
    costs = [[0] * total for _ in range(total)]
    for a, b in combinations(range(people), 2):
        costs[a][b] = costs[b][a] = _between(guests[a], guests[b])
    for pair, times in conditions.met.items():
        _add(costs, index, pair, round(REPEAT * times))
    for pair in conditions.apart:
        _add(costs, index, pair, NEVER)
    for people_together in conditions.together:
        for one, other in combinations(people_together, 2):
            _add(costs, index, frozenset((one, other)), -TOGETHER)
    for a, b in combinations(range(people, total), 2):
        costs[a][b] = costs[b][a] = NEVER
    return costs


def _between(one: Guest, other: Guest) -> int:
    cost = SPREAD * len(one.labels & other.labels)
    if one.organisation_id is not None and one.organisation_id == other.organisation_id:
        cost += COLLEAGUES
    if one.manager_id == other.person_id or other.manager_id == one.person_id:
        cost += NEVER
    return cost


def _add(costs: Costs, index: dict[UUID, int], pair: frozenset[UUID], cost: int) -> None:
    """Add to the pair's cost; pairs of whom one is not here mean nothing."""
    here = [index[who] for who in pair if who in index]
    if len(here) == 2:
        a, b = here
        costs[a][b] += cost
        costs[b][a] += cost


def _joined(index: dict[UUID, int], together: Collection[frozenset[UUID]]) -> list[list[int]]:
    """Those present of each set that stays together; sets that share somebody are one."""
    joined: list[set[int]] = []
    for people in together:
        unit = {index[who] for who in people if who in index}
        met = [other for other in joined if other & unit]
        joined = [*(other for other in joined if not other & unit), unit.union(*met)]
    return sorted(sorted(unit) for unit in joined if len(unit) > 1)


def _fixed(
    index: dict[UUID, int],
    rooms: Sequence[UUID],
    sets: Sequence[Sequence[int]],
    conditions: Conditions,
) -> dict[int, int]:
    """The rooms of those who are pinned, and of those who stay together with them."""
    pinned = {
        index[who]: rooms.index(room)
        for who, room in sorted(conditions.pinned.items())
        if who in index and room in rooms
    }
    for unit in sets:
        own = [pinned[who] for who in unit if who in pinned]
        if own:
            pinned.update({who: pinned.get(who, own[0]) for who in unit})
    return pinned


def _cut(sets: Sequence[Sequence[int]], most: int) -> Iterator[tuple[int, ...]]:
    """Sets that fit into a room; what is larger than any room is cut."""
    for unit in sets:
        for at in range(0, len(unit), most):
            if len(unit) - at > 1:
                yield tuple(unit[at : at + most])
