"""Seatings that follow from earlier rounds: kept, two rooms made one, host stays. Pure.

A round is given as its tables: for each room in order, the people who sat there last. Whoever has
come since is seated like somebody who comes late, away from colleagues.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from random import Random
from uuid import UUID

from exchange.rooms.mixing import Guest, Table, seat_late

Tables = Sequence[Sequence[UUID]]
DEALS = 40


def keep(
    before: Tables, guests: Sequence[Guest], rooms: Sequence[UUID], chance: Random
) -> dict[UUID, UUID]:
    """Everybody into the room of the same place in the order; returns the room of each person."""
    return _with_newcomers(_onto(before, guests, rooms, share=1), guests, rooms, chance)


def merge(
    before: Tables, guests: Sequence[Guest], rooms: Sequence[UUID], chance: Random
) -> dict[UUID, UUID]:
    """Rooms one and two into the first, three and four into the second, and so on."""
    return _with_newcomers(_onto(before, guests, rooms, share=2), guests, rooms, chance)


def merged_count(before: Tables) -> int:
    """How many rooms two by two make of the rooms that somebody sat in."""
    return max(1, -(-sum(1 for table in before if table) // 2))


def scatter(
    rounds: Sequence[Tables], guests: Sequence[Guest], rooms: Sequence[UUID], chance: Random
) -> dict[UUID, UUID]:
    """One of each room stays, the others go where they have met the fewest; returns rooms.

    `rounds` are all earlier ones, the newest last. A host stays the host: of a room's people it is
    who has sat there in most rounds. Each of the others takes, of the rooms not yet full and not
    their own, the one with the fewest people they have sat with, and of these the emptiest. Of
    several such deals the one with the most even rooms and the fewest repeated meetings is taken.
    """
    here = {guest.person_id for guest in guests}
    last = [[person for person in table if person in here] for table in rounds[-1]]
    hosts = [_host(n, table, rounds, chance) for n, table in enumerate(last[: len(rooms)]) if table]
    met = _met(rounds)
    deals = (_Deal(met, len(rooms), chance).made(last, set(hosts)) for _ in range(DEALS))
    best = min(deals, key=lambda deal: deal.cost)
    placed = {p: rooms[place] for place, table in enumerate(best.at) for p in table}
    return _with_newcomers(placed, guests, rooms, chance)


def _host(place: int, table: Sequence[UUID], rounds: Sequence[Tables], chance: Random) -> UUID:
    sat = {p: sum(place < len(t) and p in t[place] for t in rounds) for p in table}
    return chance.choice([p for p in table if sat[p] == max(sat.values())])


def _met(rounds: Sequence[Tables]) -> dict[UUID, set[UUID]]:
    met: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for table in (table for tables in rounds for table in tables):
        for person in table:
            met[person].update(table)
    return met


class _Deal:
    """Who sits at which place, while people go one after another."""

    def __init__(self, met: Mapping[UUID, set[UUID]], rooms: int, chance: Random) -> None:
        self.at: list[list[UUID]] = [[] for _ in range(rooms)]
        self.met, self.chance, self.repeated = met, chance, 0

    def made(self, last: Tables, hosts: Collection[UUID]) -> "_Deal":
        """The same, with everybody placed."""
        for place, table in enumerate(last[: len(self.at)]):
            self.at[place] = [person for person in table if person in hosts]
        leaving = [(p, n) for n, table in enumerate(last) for p in table if p not in hosts]
        size = -(-(len(leaving) + len(hosts)) // len(self.at))
        self.chance.shuffle(leaving)
        for person, own in leaving:
            self._leave(person, own, size)
        return self

    @property
    def cost(self) -> tuple[int, int]:
        """How uneven the rooms are, and how many meetings are repeated."""
        sizes = [len(table) for table in self.at]
        return max(sizes) - min(sizes), self.repeated

    def _leave(self, person: UUID, own: int, size: int) -> None:
        others = [n for n in range(len(self.at)) if n != own] or [own]
        free = [n for n in others if len(self.at[n]) < size] or others
        ranks = {n: (self._known(person, n), len(self.at[n])) for n in free}
        best = min(ranks.values())
        to = self.chance.choice([n for n in free if ranks[n] == best])
        self.repeated += self._known(person, to)
        self.at[to].append(person)

    def _known(self, person: UUID, place: int) -> int:
        return sum(other in self.met[person] for other in self.at[place])


def _onto(
    before: Tables, guests: Sequence[Guest], rooms: Sequence[UUID], *, share: int
) -> dict[UUID, UUID]:
    """`share` rooms of before after another onto each room; the empty ones are passed over."""
    here = {guest.person_id for guest in guests}
    sat = [table for table in before if table] if share > 1 else before
    return {
        person: rooms[place // share % len(rooms)]
        for place, table in enumerate(sat)
        for person in table
        if person in here
    }


def _with_newcomers(
    placed: dict[UUID, UUID], guests: Sequence[Guest], rooms: Sequence[UUID], chance: Random
) -> dict[UUID, UUID]:
    for guest in guests:
        if guest.person_id not in placed:
            tables = [
                Table(room, tuple(g for g in guests if placed.get(g.person_id) == room))
                for room in rooms
            ]
            placed[guest.person_id] = seat_late(guest, tables, chance)
    return placed
