"""Rooms by topic or case: everybody where they wish to be, as far as the rooms hold them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from uuid import UUID

from exchange.rooms.mixing.sizes import NoSeats

Step = tuple[int, int]  # who moves, and out of which room


@dataclass(frozen=True)
class ByWish:
    """The room of each person; how many wished, got their first wish, and got any of theirs."""

    seating: Mapping[UUID, UUID]
    wished: int
    first: int
    any: int


def by_wish(
    people: Sequence[UUID],
    wishes: Mapping[UUID, Sequence[UUID]],
    capacities: Mapping[UUID, int],
    chance: Random,
) -> ByWish:
    """The seating with the fewest unmet wishes, then the fewest later choices.

    `wishes`: rooms in the order in which each person wants them. `capacities`: all rooms, and how
    many each holds. Who wished for nothing fills the emptiest rooms. No other seating costs less:
    each person in turn is seated along a cheapest chain of moves (successive shortest paths;
    R. K. Ahuja, T. L. Magnanti and J. B. Orlin, "Network Flows", 9.7). Raises `NoSeats`.
    """
    if sum(capacities.values()) < len(people):
        raise NoSeats(f"{len(people)} people, rooms that hold {sum(capacities.values())}")
    rooms = list(capacities)
    order = sorted(people)
    chance.shuffle(order)
    order.sort(key=lambda who: not wishes.get(who))  # those who wish, first
    unwished = len(people) * len(rooms)  # outweighs everybody's second choices together
    seats = _Seats(
        [_costs(wishes.get(who, ()), rooms, unwished) for who in order],
        [capacities[room] for room in rooms],
    )
    for who in range(len(order)):
        seats.add(who)
    seating = {who: rooms[seats.room[number]] for number, who in enumerate(order)}
    wishing = [who for who in order if wishes.get(who)]
    return ByWish(
        seating,
        len(wishing),
        sum(seating[who] == wishes[who][0] for who in wishing),
        sum(seating[who] in wishes[who] for who in wishing),
    )


def _costs(wished: Sequence[UUID], rooms: Sequence[UUID], unwished: int) -> list[int]:
    if not wished:
        return [0] * len(rooms)
    return [wished.index(room) if room in wished else unwished for room in rooms]


class _Seats:
    def __init__(self, costs: Sequence[Sequence[int]], capacities: Sequence[int]) -> None:
        self.costs, self.capacities = costs, capacities
        self.room: dict[int, int] = {}
        self.members: list[set[int]] = [set() for _ in capacities]

    def add(self, who: int) -> None:
        """Seat one more along the cheapest chain of moves that ends at an empty seat."""
        distance, before = self._chains(self.costs[who])
        end = min(
            (room for room, seats in enumerate(self.capacities) if len(self.members[room]) < seats),
            key=lambda room: (distance[room], len(self.members[room])),
        )
        while end in before:
            mover, start = before[end]
            self.members[start].remove(mover)
            self._sit(mover, end)
            end = start
        self._sit(who, end)

    def _chains(self, costs: Sequence[int]) -> tuple[list[int], dict[int, Step]]:
        """What it costs to let somebody into each room, and who moves out of which for it."""
        distance, before = list(costs), dict[int, Step]()
        moves = self._moves()
        changed = True
        while changed:  # Bellman and Ford; ends, since seatings so far could not be cheaper
            changed = False
            for (start, end), (cost, mover) in moves.items():
                if distance[start] + cost < distance[end]:
                    distance[end] = distance[start] + cost
                    before[end] = (mover, start)
                    changed = True
        return distance, before

    def _moves(self) -> dict[tuple[int, int], tuple[int, int]]:
        """The cheapest move from room to room, with who would make it."""
        rooms = range(len(self.capacities))
        return {
            (start, end): min((self.costs[m][end] - self.costs[m][start], m) for m in people)
            for start, people in enumerate(self.members)
            for end in rooms
            if people and start != end
        }

    def _sit(self, who: int, room: int) -> None:
        self.members[room].add(who)
        self.room[who] = room
