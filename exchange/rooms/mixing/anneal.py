"""Simulated annealing: exchanges that make things worse are accepted, but ever more rarely.

S. Kirkpatrick, C. D. Gelatt and M. P. Vecchi, "Optimization by Simulated Annealing", Science 220
(1983). Among the local searches tried here it came closest to the bounds; tabu search (I. Dotú and
P. Van Hentenryck, "Scheduling social golfers locally", CPAIOR 2005) was quicker where much is
free, and stayed further away where little is.
"""

from collections.abc import Collection, Sequence
from math import exp
from random import Random

from exchange.rooms.mixing.model import REPEAT, Model
from exchange.rooms.mixing.tables import Rounds, Tables
from exchange.rooms.mixing.watch import Watch

LOOKS = 256  # exchanges judged between two looks at the watch
COOL = 0.12 * REPEAT  # where repeated meetings freeze
COLD = 0.25  # where the spread of labels does
UNIT_MOVES = 4  # tried with each look: a unit's move is dear to judge


def improved(
    model: Model,
    rounds: Rounds,
    chance: Random,
    watch: Watch,
    *,
    until: float,
    bound: int,
    warmth: float = 0.6,
) -> tuple[int, Rounds]:
    """The best seating found from `rounds` on, with its cost.

    Stops when `until` of the watch is used, or when the cost is `bound`, below which none can be.
    `warmth`: where to begin, in repeated meetings that would be accepted to get further.
    """
    search = _Search(model, Tables(model, rounds), chance)
    began = watch.used()
    while search.best > bound and (search.single or search.units):
        spent = (watch.used() - began) / max(1e-9, until - began)
        if spent >= 1:
            break
        search.look(_temperature(spent, warmth * REPEAT), bound)
        watch.steps += LOOKS
    return search.best, search.found


def _temperature(spent: float, hot: float) -> float:
    """Cools slowly as long as repeats matter (four fifths of the time), then quickly."""
    if spent < 0.8:
        return float(hot * (COOL / hot) ** (spent / 0.8))
    return float(COOL * (COLD / COOL) ** ((spent - 0.8) / 0.2))


class _Search:
    def __init__(self, model: Model, tables: Tables, chance: Random) -> None:
        self.tables, self.chance = tables, chance
        self.units = model.units
        in_units = {who for unit in model.units for who in unit}
        still = in_units | model.fixed.keys()
        self.single = [who for who in range(model.people) if who not in still]
        self.others = [*self.single, *range(model.people, model.total)]
        self.barred = model.barred if model.total > model.people else frozenset()
        self.people = model.people
        self.best = tables.cost
        self.found = [list(rooms) for rooms in tables.rooms]

    def look(self, temperature: float, bound: int) -> None:
        """Judge some exchanges at one temperature, and keep what is best so far."""
        tables, random = self.tables, self.chance.random
        rounds, change = len(tables.rooms), tables.change
        single, others = self.single, self.others
        for _ in range(LOOKS if single else 0):
            number = int(random() * rounds)
            a, b = single[int(random() * len(single))], others[int(random() * len(others))]
            rooms = tables.rooms[number]
            if rooms[a] == rooms[b] or (b >= self.people and rooms[a] in self.barred):
                continue
            worse = change(number, a, b)
            if worse <= 0 or random() < exp(-worse / temperature):
                tables.exchange(number, a, b)
                if tables.cost < self.best:
                    self._keep()
                    if self.best <= bound:
                        return
        for _ in range(UNIT_MOVES if self.units else 0):
            self._move_unit(temperature)

    def _keep(self) -> None:
        self.best = self.tables.cost
        self.found = [list(rooms) for rooms in self.tables.rooms]

    def _move_unit(self, temperature: float) -> None:
        """Let a unit change rooms with as many others, all at once or not at all."""
        tables, chance = self.tables, self.chance
        number, unit = chance.randrange(len(tables.rooms)), chance.choice(self.units)
        rooms, before = tables.rooms[number], tables.cost
        room = chance.choice(rooms)
        left = {rooms[who] for who in unit}
        if room in left:
            return
        moves = list(zip(unit, self._instead(unit, rooms, room, left), strict=False))
        if len(moves) < len(unit):
            return
        for a, b in moves:
            tables.exchange(number, a, b)
        worse = tables.cost - before
        if worse > 0 and chance.random() >= exp(-worse / temperature):
            for a, b in reversed(moves):
                tables.exchange(number, a, b)
        elif tables.cost < self.best:
            self._keep()

    def _instead(
        self, unit: Sequence[int], rooms: Sequence[int], room: int, left: Collection[int]
    ) -> Sequence[int]:
        """Who could leave `room` for the unit: another unit, or any single people; none: nobody."""
        empty_may = not self.barred.intersection(left)
        singles = [
            who for who in self.others if rooms[who] == room and (who < self.people or empty_may)
        ]
        units = [
            other
            for other in self.units
            if len(other) == len(unit) and all(rooms[who] == room for who in other)
        ]
        if len(singles) >= len(unit):
            units.append(tuple(self.chance.sample(singles, len(unit))))
        return self.chance.choice(units) if units else ()
