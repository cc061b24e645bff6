"""Where the search begins: a design with people put to its points, or rounds dealt one by one."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from itertools import combinations
from random import Random

from exchange.rooms.mixing.deal import dealt
from exchange.rooms.mixing.designs import schedule_for
from exchange.rooms.mixing.label import labelled
from exchange.rooms.mixing.model import NEVER, REPEAT, Costs, Model
from exchange.rooms.mixing.tables import Rounds, Tables
from exchange.rooms.mixing.watch import Watch


def dealt_after(model: Model, before: Rounds, chance: Random) -> Rounds:
    """The rounds `before` and as many more as are wanted, each dealt in view of those before it."""
    costs = [list(row) for row in model.costs]
    rounds = list(before)
    for round_before in before:
        _remember(model, costs, round_before)
    while len(rounds) < model.rounds:
        rounds.append(dealt(model, costs, chance))
        _remember(model, costs, rounds[-1])
    return rounds


def _remember(model: Model, costs: Costs, rooms: Sequence[int]) -> None:
    for a, b in combinations(range(model.people), 2):
        if rooms[a] == rooms[b]:
            costs[a][b] += REPEAT
            costs[b][a] += REPEAT


def from_design(
    model: Model, chance: Random, watch: Watch, *, until: float, bound: int
) -> Rounds | None:
    """Rounds of a design, and dealt ones where it has too few; None where none fits."""
    if model.rounds < 2 or not _fits(model):
        return None
    schedule = schedule_for(model.people, len(model.seats))
    if len(schedule) < 2:
        return None
    some = chance.sample(range(len(schedule)), min(model.rounds, len(schedule)))
    rows = tuple(schedule[number] for number in some)
    people = labelled(_with_pins(model), rows, chance, watch, until=until, bound=bound)
    rounds = []
    for row in rows:
        blocks = {who: row[point] for point, who in enumerate(people)}
        rooms = _roomed(model, [blocks[who] for who in range(model.people)], chance)
        if rooms is None:
            return None
        rounds.append(rooms)
    return _gathered(model, dealt_after(model, rounds, chance))


def _gathered(model: Model, rounds: Rounds) -> Rounds:
    """Bring together those who stay together, each in exchange for whoever costs least."""
    tables = Tables(model, rounds)
    still = {who for unit in model.units for who in unit} | model.fixed.keys()
    for unit in model.units:
        for number, rooms in enumerate(tables.rooms):
            for who in unit[1:]:
                there = tables.members[number][rooms[unit[0]]]
                others = [other for other in there if other < model.people and other not in still]
                if rooms[who] != rooms[unit[0]] and others:
                    best = min(others, key=partial(tables.change, number, who))
                    tables.exchange(number, who, best)
    return tables.rooms


def _fits(model: Model) -> bool:
    """Whether rooms have the sizes of a design, and no two are pinned to the same one."""
    level = max(model.seats)
    pinned = list(model.fixed.values())
    alike = all(level - 1 <= size <= level for size in model.seats)
    return alike and len(pinned) == len(set(pinned))


def _with_pins(model: Model) -> Costs:
    """The costs, when people who are pinned to different rooms must not meet."""
    costs = [list(row) for row in model.costs]
    for a, b in combinations(model.fixed, 2):
        costs[a][b] += NEVER
        costs[b][a] += NEVER
    return costs


def _roomed(model: Model, blocks: Sequence[int], chance: Random) -> list[int] | None:
    """Rooms for the blocks of a round: those of pinned people, small ones, then any at random.

    None if the blocks do not fit the rooms.
    """
    sizes = Counter(blocks)
    room_of = {blocks[who]: room for who, room in model.fixed.items()}
    if len(room_of) < len(model.fixed):
        return None
    rooms = [room for room in range(len(model.seats)) if room not in room_of.values()]
    left = [block for block in range(len(model.seats)) if block not in room_of]
    chance.shuffle(left)
    left.sort(key=sizes.__getitem__)
    rooms.sort(key=model.seats.__getitem__)
    room_of.update(zip(left, rooms, strict=True))
    empty = [room for block, room in room_of.items() if sizes[block] < model.seats[room]]
    if any(size > model.seats[room_of[block]] for block, size in sizes.items()):
        return None
    return [*(room_of[block] for block in blocks), *empty]
