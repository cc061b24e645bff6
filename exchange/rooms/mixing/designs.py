"""Schedules of rounds in which no two meet twice, from combinatorial designs.

A schedule is a list of rounds; a round gives for each point (later: a person) the number of its
block (later: a room). All blocks of a round have one size, or two adjacent ones.
"""

from functools import lru_cache
from itertools import combinations

from exchange.rooms.mixing.differences import difference_matrix
from exchange.rooms.mixing.starters import developed

Schedule = tuple[tuple[int, ...], ...]


@lru_cache
def schedule_for(points: int, blocks: int) -> Schedule:
    """The longest schedule known here for `points` in `blocks` blocks, as even as can be.

    It may be a single round, never none. Deterministic.
    """
    size = -(-points // blocks)
    found = [_one_round(points, blocks)]
    if size == 2 and points >= 2 * blocks - 1:
        found.append(round_robin(points))
    elif 1 < size <= blocks:
        found += [developed(points, blocks), transversal(points, blocks)]
        if points < size * blocks:
            found.append(_thinned(points, blocks))
    return max(found, key=len)


def _one_round(points: int, blocks: int) -> Schedule:
    return (tuple(point % blocks for point in range(points)),)


def round_robin(points: int) -> Schedule:
    """Pairs: everyone meets everyone; with an odd number one person sits alone in each round.

    The circle method (R. Schurig, 1886): one point stands still, the others move round it.
    """
    even = points + points % 2
    circle = even - 1
    rounds = []
    for turn in range(circle):
        pairs = [(turn, circle)]
        pairs += [((turn + step) % circle, (turn - step) % circle) for step in range(1, even // 2)]
        block = {point: number for number, pair in enumerate(pairs) for point in pair}
        rounds.append(tuple(block[point] for point in range(points)))
    return tuple(rounds)


def transversal(points: int, blocks: int) -> Schedule:
    """As many rounds as there are blocks, from a difference matrix; none where none is known here.

    A resolvable transversal design (C. Colbourn and J. Dinitz, "Handbook of Combinatorial
    Designs", 2nd edition, III.3 and VI.17): the point `y` of a column is in round `r` in the block
    `y - matrix[column][r]`. Points of a column never meet, so that the last column may be shorter;
    where there are as many columns as points in one, they are a further round (an affine plane).
    """
    size = -(-points // blocks)
    added, matrix = difference_matrix(blocks)
    if not 1 < size <= len(matrix):
        return ()
    negative = [row.index(0) for row in added]
    places = [divmod(point, blocks) for point in range(points)]
    rounds = [
        tuple(added[y][negative[matrix[column][number]]] for column, y in places)
        for number in range(blocks)
    ]
    if points == blocks * blocks:
        rounds.append(tuple(column for column, _ in places))
    return tuple(rounds)


def _thinned(points: int, blocks: int) -> Schedule:
    """A longer schedule's rounds without as many points as are too many, one of a block at most.

    Rounds in which two of these share a block are left out. Those of one block share one only
    there, so that at most one round is lost for as many points as a block has.
    """
    whole = -(-points // blocks) * blocks
    schedule = schedule_for(whole, blocks)
    fewest = len(schedule)
    kept: Schedule = ()
    meeting = _meetings(schedule)
    for first in range(whole):
        absent, spoilt = _absent(meeting, first, whole - points)
        if spoilt.bit_count() < fewest:
            fewest = spoilt.bit_count()
            kept = tuple(
                tuple(block for point, block in enumerate(row) if point not in absent)
                for number, row in enumerate(schedule)
                if not spoilt >> number & 1
            )
        if not fewest:
            break
    return kept


def _absent(meeting: list[list[int]], first: int, number: int) -> tuple[set[int], int]:
    """So many points, from `first` on, and the rounds (bits) in which two of them meet: few."""
    absent, spoilt = {first}, 0
    spoils = list(meeting[first])
    while len(absent) < number:
        point = min(
            (point for point in range(len(meeting)) if point not in absent),
            key=lambda point: (spoils[point] | spoilt).bit_count(),
        )
        absent.add(point)
        spoilt |= spoils[point]
        spoils = [one | other for one, other in zip(spoils, meeting[point], strict=True)]
    return absent, spoilt


def _meetings(schedule: Schedule) -> list[list[int]]:
    """The round in which each pair of points meets, as a bit; 0 if they never do."""
    points = len(schedule[0])
    meeting = [[0] * points for _ in range(points)]
    for number, blocks in enumerate(schedule):
        for a, b in combinations(range(points), 2):
            if blocks[a] == blocks[b]:
                meeting[a][b] = meeting[b][a] = 1 << number
    return meeting
