"""Who plays which point of a schedule: people exchange points until few sit where they should not.

Whatever the labels, nobody meets twice; so this search looks after everything else.
"""

from collections.abc import Sequence
from math import exp
from random import Random

from exchange.rooms.mixing.anneal import LOOKS
from exchange.rooms.mixing.designs import Schedule
from exchange.rooms.mixing.model import COLLEAGUES, SPREAD, Costs
from exchange.rooms.mixing.watch import Watch

HOT, COLD = 0.3 * COLLEAGUES, 0.25 * SPREAD
DRAWS = 8  # of people, to find one whom something could be mended for


def labelled(
    costs: Costs, schedule: Schedule, chance: Random, watch: Watch, *, until: float, bound: int
) -> list[int]:
    """The person of each point, so that the schedule costs little; `bound`: it cannot cost less.

    Uses the watch until that part of it is used. `costs`: of two people in one room, once.
    """
    search = _Labels(costs, schedule, chance)
    began = watch.used()
    while search.least > bound:
        spent = (watch.used() - began) / max(1e-9, until - began)
        if spent >= 1:
            break
        search.look(HOT * (COLD / HOT) ** spent)
        watch.steps += LOOKS
    return search.found


class _Labels:
    def __init__(self, costs: Costs, schedule: Schedule, chance: Random) -> None:
        self.costs, self.chance = costs, chance
        points = len(schedule[0])
        self.at = list(range(points))
        chance.shuffle(self.at)
        self.mates = [_mates(schedule, point) for point in range(points)]
        self.cost = sum(self._own(point) for point in range(points)) // 2
        self.least, self.found = self.cost, list(self.at)

    def _own(self, point: int) -> int:
        row, at = self.costs[self.at[point]], self.at
        return sum([row[at[mate]] for mate in self.mates[point]])

    def look(self, temperature: float) -> None:
        chance, at, costs = self.chance, self.at, self.costs
        for _ in range(LOOKS // DRAWS):
            one, two = self._drawn(), int(chance.random() * len(at))
            if one == two:
                continue
            row_a, row_b = costs[at[one]], costs[at[two]]
            worse = sum([row_b[at[mate]] - row_a[at[mate]] for mate in self.mates[one]])
            worse += sum([row_a[at[mate]] - row_b[at[mate]] for mate in self.mates[two]])
            # Where they meet each other, both sums have counted them as if they left.
            worse += 2 * row_a[at[two]] * self.mates[one].count(two)
            if worse <= 0 or chance.random() < exp(-worse / temperature):
                at[one], at[two] = at[two], at[one]
                self.cost += worse
                if self.cost < self.least:
                    self.least, self.found = self.cost, list(at)

    def _drawn(self) -> int:
        """A point; one at which something can be better, if a few draws find it."""
        for _ in range(DRAWS):
            point = int(self.chance.random() * len(self.at))
            if self._own(point) > 0:
                break
        return point


def _mates(schedule: Schedule, point: int) -> Sequence[int]:
    return [
        other
        for blocks in schedule
        for other, block in enumerate(blocks)
        if block == blocks[point] and other != point
    ]
