"""Every schedule that is kept or constructed is checked: nobody meets anybody twice."""

from itertools import combinations
from pathlib import Path

import pytest

from exchange.rooms import mixing
from exchange.rooms.mixing.designs import Schedule, round_robin, schedule_for, transversal
from exchange.rooms.mixing.differences import difference_matrix
from exchange.rooms.mixing.starters import developed

LINES = [
    line.split()
    for line in (Path(mixing.__file__).parent / "starters.txt").read_text().splitlines()
    if not line.startswith("#")
]


def assert_nobody_meets_twice(schedule: Schedule, points: int, blocks: int) -> None:
    met = set()
    for row in schedule:
        assert len(row) == points
        sizes = [row.count(block) for block in range(blocks)]
        assert sum(sizes) == points
        assert max(sizes) - min(sizes) <= 1
        for a, b in combinations(range(points), 2):
            if row[a] == row[b]:
                assert (a, b) not in met
                met.add((a, b))


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line[0]}-in-{line[1]}")
def test_each_starter_develops_into_rounds_without_a_repeated_pair(line: list[str]) -> None:
    points, blocks = int(line[0]), int(line[1])
    rounds = developed(points, blocks)
    assert len(rounds) > 1
    assert_nobody_meets_twice(rounds, points, blocks)


@pytest.mark.parametrize("blocks", [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14])
def test_schedules_repeat_no_pair_and_keep_the_bound(blocks: int) -> None:
    for points in range(blocks + 1, min(6 * blocks, 60) + 1):
        schedule = schedule_for(points, blocks)
        assert_nobody_meets_twice(schedule, points, blocks)
        assert len(schedule) <= mixing.rounds_bound(points, blocks)


@pytest.mark.parametrize("order", [2, 3, 4, 5, 7, 8, 9, 11, 12, 13, 16, 25])
def test_rows_of_a_difference_matrix_differ_by_each_element_once(order: int) -> None:
    added, matrix = difference_matrix(order)
    negative = [list(row).index(0) for row in added]
    for one, other in combinations(matrix, 2):
        differences = {added[a][negative[b]] for a, b in zip(one, other, strict=True)}
        assert differences == set(range(order))


def test_no_difference_matrix_is_claimed_where_there_is_no_field() -> None:
    assert difference_matrix(6) == ((), ())
    assert transversal(30, 6) == ()


@pytest.mark.parametrize(("points", "rounds"), [(8, 7), (7, 7), (12, 11)])
def test_pairs_all_meet(points: int, rounds: int) -> None:
    schedule = round_robin(points)
    assert len(schedule) == rounds
    assert_nobody_meets_twice(schedule, points, -(-points // 2))


@pytest.mark.parametrize(
    ("points", "blocks", "rounds"),
    [(15, 5, 7), (18, 6, 8), (16, 4, 5), (32, 8, 10), (40, 10, 13), (25, 5, 6), (30, 6, 6),
     (36, 6, 3), (50, 10, 9), (60, 20, 29), (60, 15, 19), (60, 12, 12)],
)  # fmt: skip
def test_the_best_that_is_known_is_reached(points: int, blocks: int, rounds: int) -> None:
    assert len(schedule_for(points, blocks)) == rounds
