"""All rounds at once, with what every person would cost in every room, kept up to date.

One exchange of two people changes a few hundred numbers; judging one takes six. So a search can
look at hundreds of thousands of exchanges in a second.
"""

from collections.abc import Sequence

from exchange.rooms.mixing.model import REPEAT, Model

Rounds = list[list[int]]  # for each round the room of everybody and every empty seat


class Tables:
    """Seats of all rounds, and their cost. `costs[a][b]` grows with each meeting of a and b."""

    def __init__(self, model: Model, rounds: Sequence[Sequence[int]]) -> None:
        self.model = model
        self.people, self.total = model.people, model.total
        self.rooms: Rounds = [list(rooms) for rooms in rounds]
        self.members = [
            [[who for who in range(self.total) if rooms[who] == room] for room in _all(model)]
            for rooms in self.rooms
        ]
        self.costs = [list(row) for row in model.costs]
        self.cost = 0
        for tables in self.members:
            for members in tables:
                self._meet(members)
        # prices[round][who][room]: what those in the room cost with this person
        self.prices = [
            [[sum(map(row.__getitem__, members)) for members in tables] for row in self.costs]
            for tables in self.members
        ]
        self.mates = [
            [self._mates(tables[rooms[who]], who) for who in range(self.total)]
            for tables, rooms in zip(self.members, self.rooms, strict=True)
        ]

    def _meet(self, members: Sequence[int]) -> None:
        for at, a in enumerate(members):
            for b in members[:at]:
                self.cost += self.costs[a][b]
                if a < self.people and b < self.people:
                    self.costs[a][b] += REPEAT
                    self.costs[b][a] += REPEAT

    def _mates(self, members: Sequence[int], who: int) -> int:
        return sum(other < self.people for other in members) - 1 if who < self.people else 0

    def change(self, number: int, a: int, b: int) -> int:
        """What the cost changes by if `a` and `b` exchange rooms in round `number`."""
        rooms, prices, mates = self.rooms[number], self.prices[number], self.mates[number]
        room_a, room_b = rooms[a], rooms[b]
        price_a, price_b = prices[a], prices[b]
        gone = REPEAT * (mates[a] + mates[b])  # they no longer meet those they sat with
        both = 2 * self.costs[a][b]
        return price_a[room_b] - price_a[room_a] + price_b[room_a] - price_b[room_b] + gone - both

    def exchange(self, number: int, a: int, b: int) -> None:
        """Let `a` and `b` exchange rooms in round `number`."""
        self.cost += self.change(number, a, b)
        rooms, tables = self.rooms[number], self.members[number]
        room_a, room_b = rooms[a], rooms[b]
        left, entered = tables[room_a], tables[room_b]
        left.remove(a)
        entered.remove(b)
        for price, from_a, from_b in zip(
            self.prices[number], self.costs[a], self.costs[b], strict=True
        ):
            price[room_a] += from_b - from_a
            price[room_b] += from_a - from_b
        rooms[a], rooms[b] = room_b, room_a
        self._count(a, left, -REPEAT)
        self._count(b, entered, -REPEAT)
        self._count(a, entered, REPEAT)
        self._count(b, left, REPEAT)
        left.append(b)
        entered.append(a)
        if a >= self.people or b >= self.people:
            for members in (left, entered):
                for who in members:
                    self.mates[number][who] = self._mates(members, who)
        else:
            mates = self.mates[number]
            mates[a], mates[b] = mates[b], mates[a]

    def _count(self, who: int, others: Sequence[int], by: int) -> None:
        """Change the cost of `who` with each of `others` by a meeting, wherever it is summed."""
        if who >= self.people:
            return
        row, costs = self.costs[who], self.costs
        for other in others:
            if other < self.people:
                row[other] += by
                costs[other][who] += by
                for rooms, prices in zip(self.rooms, self.prices, strict=True):
                    prices[who][rooms[other]] += by
                    prices[other][rooms[who]] += by


def _all(model: Model) -> range:
    return range(len(model.seats))
