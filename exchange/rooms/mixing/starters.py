"""Schedules kept as starter rounds, from which the others follow by turning the points.

`starters.txt` holds a line for each case: points, blocks, order, fixed points, starter rounds. The
last points are fixed; the others lie on circles of `order` points each. A starter is a round: for
each point the sign of its block. Turning all circles by one step gives the next round, and after
`order` steps the first is back; a round that turning leaves as it is counts once. In all starters
together no two points of two circles (or of one, or of a circle and a fixed point) are at the same
distance twice: so nobody meets anybody twice.

Most were found for this file by annealing over such rounds, some by a search for rounds that a
further symmetry leaves as they are. The method is R. C. Bose's of symmetrically repeated
differences (Annals of Eugenics 9, 1939). A test develops and checks every line.
"""

from functools import lru_cache
from pathlib import Path

SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz"
Turned = tuple[tuple[int, ...], ...]


def developed(points: int, blocks: int) -> Turned:
    """The rounds of the case's line; none if there is no such line."""
    line = _lines().get((points, blocks))
    if line is None:
        return ()
    order, fixed, *starters = line
    circles = points - int(fixed)
    rounds = (
        _turned([SIGNS.index(sign) for sign in starter], int(order), circles, step)
        for starter in starters
        for step in range(int(order))
    )
    return tuple(dict.fromkeys(rounds))


def _turned(blocks: list[int], order: int, circles: int, step: int) -> tuple[int, ...]:
    turned = [blocks[point // order * order + (point - step) % order] for point in range(circles)]
    turned += blocks[circles:]
    number: dict[int, int] = {}  # blocks count from 0 in the order of their first points
    return tuple(number.setdefault(block, len(number)) for block in turned)


@lru_cache
def _lines() -> dict[tuple[int, int], list[str]]:
    text = (Path(__file__).parent / "starters.txt").read_text(encoding="ascii")
    rows = [line.split() for line in text.splitlines() if not line.startswith("#")]
    return {(int(points), int(blocks)): rest for points, blocks, *rest in rows}
