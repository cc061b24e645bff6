"""What no seating can be better than, by counting."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import comb

from exchange.rooms.mixing.model import COLLEAGUES, REPEAT, SPREAD, TOGETHER, Model


def rounds_bound(people: int, rooms: int) -> int:
    """The most rounds without a repeated meeting that counting allows, sizes as even as can be.

    Each round uses up pairs, of which there are `people * (people - 1) / 2`; in rooms of one size
    everyone also uses up others. A room with more people than there are rooms cannot be parted.
    """
    larger = -(-people // rooms)
    if larger < 2:
        raise ValueError("nobody meets anybody")
    if larger > rooms:
        return 1
    sizes = [people // rooms + (room < people % rooms) for room in range(rooms)]
    by_pairs = comb(people, 2) // meetings(sizes)
    return by_pairs if people % rooms else min(by_pairs, (people - 1) // (larger - 1))


def meetings(sizes: Iterable[int]) -> int:
    """How many pairs share a room when rooms have these sizes."""
    return sum(comb(size, 2) for size in sizes)


def shared_least(people: int, rooms: int) -> int:
    """The fewest pairs of `people` that share one of `rooms` rooms (pigeonhole)."""
    each, more = divmod(people, rooms)
    return more * comb(each + 1, 2) + (rooms - more) * comb(each, 2)


def repeats_least(sizes: Sequence[int], rounds: int, fresh: int) -> int:
    """The fewest repeated meetings in `rounds` rounds of rooms with these sizes.

    `fresh`: pairs that have not met before. Either there are too few of them, or those of one
    room do not find rooms enough in the next round to part.
    """
    too_many = rounds * meetings(sizes) - fresh
    unparted = sum(shared_least(size, len(sizes)) for size in sizes)
    return max(0, too_many, (rounds - 1) * unparted)


def cost_bound(model: Model) -> int:
    """A cost below which no seating of the model can be."""
    rooms, rounds = len(model.seats), model.rounds
    spare = model.total - model.people
    level = max(model.seats, default=0)
    sizes = [*model.seats]
    for room in [room for room, size in enumerate(sizes) if size == level][:spare]:
        sizes[room] -= 1
    councils = Counter(guest.organisation_id for guest in model.guests)
    councils.pop(None, None)
    labels = Counter(label for guest in model.guests for label in guest.labels)
    # By pairs, not by units: those who stay with somebody pinned are no unit, and reward as well.
    kept = (cost for a, row in enumerate(model.costs) for cost in row[:a] if cost < 0)
    together = sum(-(cost // TOGETHER) for cost in kept)
    return (
        REPEAT * repeats_least(sizes, rounds, comb(model.people, 2))
        + rounds * COLLEAGUES * sum(shared_least(n, rooms) for n in councils.values())
        + rounds * SPREAD * sum(shared_least(n, rooms) for n in labels.values())
        - rounds * TOGETHER * together
    )
