"""Rounds without a repeated pair beside the best known and the counting bound, and the time.

Runs alone as well: `python -m benchmarks.mixing`.
"""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from statistics import median
from uuid import UUID

from benchmarks.table import Comparison, rendered
from exchange.rooms.mixing import Conditions, Effort, Guest, Plan, plan_rounds, rounds_bound, said
from exchange.rooms.mixing.designs import schedule_for
from tests.support.mixing import people, repeats, rooms

# The most rounds known, by size of room and number of rooms.
# Threes: Kirkman and nearly Kirkman triple systems, which exist for all these numbers but 12 and 6
# (D. K. Ray-Chaudhuri and R. M. Wilson, 1971; R. Rees and D. R. Stinson, 1987; 12: A107431).
# Up to seven rooms, but for seven of five or more: OEIS A107431, all of which are proved best.
# The others: A. Miller, I. Valkov and R. J. R. Abel, Symmetry 2026, 18, 269, appendix B, as quoted
# by the literature targets of the GroupMixer project; for eight fours also A. Aguado, "A 10 days
# solution to the social golfer problem", 2004.
BEST_KNOWN = {
    3: {3: 4, 4: 4, 5: 7, 6: 8, 7: 10, 8: 11, 9: 13, 10: 14, 11: 16, 12: 17, 13: 19, 14: 20,
        15: 22, 16: 23, 17: 25, 18: 26, 19: 28, 20: 29},
    4: {4: 5, 5: 5, 6: 7, 7: 9, 8: 10, 9: 11, 10: 13, 11: 14, 12: 15, 13: 17, 14: 18, 15: 19},
    5: {5: 6, 6: 6, 7: 7, 8: 8, 9: 9, 10: 9, 11: 11, 12: 12},
    6: {6: 3, 7: 7, 8: 8, 9: 9, 10: 7},
}  # fmt: skip
ADJACENT = {4: "threes and fours", 5: "fours and fives", 6: "fives and sixes"}
FROM, TO = 8, 60


@dataclass(frozen=True)
class Case:
    """What the planner gives for so many people in so many rooms, and how long it takes."""

    people: int
    rooms: int
    ours: int
    seconds: float

    @property
    def size(self) -> int:
        return -(-self.people // self.rooms)

    @property
    def bound(self) -> int:
        return rounds_bound(self.people, self.rooms)


def planned(number: int, places: int) -> Case:
    """Let the planner seat people for as many rounds as it has a design for, and count repeats."""
    began = time.perf_counter()
    rounds = len(schedule_for(number, places))
    plan = plan_rounds(people(number), rooms(places), rounds, Random(1), effort=Effort(0.5))
    seconds = time.perf_counter() - began
    if repeats(plan.rounds):
        raise RuntimeError(f"{number} people in {places} rooms: a pair meets twice")
    return Case(number, places, rounds, seconds)


def adjacent_cases() -> Iterator[Case]:
    """People who do not fill their rooms evenly, in rooms of three to six."""
    for number in range(FROM, TO + 1):
        for places in range(-(-number // 6), number // 3 + 1):
            if number % places and -(-number // places) <= places:
                yield planned(number, places)


def conditioned(seed: int) -> tuple[Plan, float]:
    """40 people in 8 rooms for 5 rounds with every kind of condition, and the seconds it took."""
    chance = Random(seed)
    ids = [UUID(int=number + 1) for number in range(40)]
    guests = [
        Guest(
            person_id=who,
            organisation_id=UUID(int=900 + number // 3),
            labels=frozenset({f"role:{chance.randrange(4)}", f"kind:{number // 3 % 5}"}),
            manager_id=ids[number - 7] if number % 7 == 6 else None,
        )
        for number, who in enumerate(ids)
    ]
    places = rooms(8)
    conditions = Conditions(
        apart=[frozenset((ids[number], ids[number + 19])) for number in range(8)],
        together=[frozenset((ids[3], ids[30]))],
        pinned=dict(zip(ids[36:], places, strict=False)),
        met={frozenset((ids[number], ids[number + 20])): 1.0 for number in range(20)},
    )
    began = time.perf_counter()
    plan = plan_rounds(guests, places, 5, chance, conditions=conditions)
    return plan, time.perf_counter() - began


def compared() -> list[Comparison]:
    """Print the tables; return what was promised beside what came of it."""
    even = [planned(size * n, n) for size, known in BEST_KNOWN.items() for n in known]
    print("Rooms of one size: rounds without a repeated pair\n")
    print("people  rooms  ours  best known  bound      ms")
    for case in even:
        known = BEST_KNOWN[case.size][case.rooms]
        short = "" if case.ours == known else "  short" if case.ours < known else "  more"
        print(
            f"{case.people:6}  {case.rooms:5}  {case.ours:4}  {known:10}  {case.bound:5}"
            f"  {case.seconds * 1000:6.0f}{short}"
        )
    _print_adjacent(list(adjacent_cases()))
    known = sum(sum(row.values()) for row in BEST_KNOWN.values())
    return [
        Comparison("rounds, rooms of one size", "rounds", sum(c.ours for c in even), known, 1.0),
        _conditions_kept(),
    ]


def _print_adjacent(cases: list[Case]) -> None:
    print("\nRooms of two adjacent sizes: people/rooms ours of bound (best known: not at hand)\n")
    for size, name in ADJACENT.items():
        row = [case for case in cases if case.size == size]
        cells = [f"{case.people}/{case.rooms} {case.ours} of {case.bound}" for case in row]
        print(f"{name}:")
        for at in range(0, len(cells), 6):
            print("  " + "   ".join(cell.ljust(15) for cell in cells[at : at + 6]).rstrip())
    at_bound = sum(case.ours == case.bound for case in cases)
    slowest = max(cases, key=lambda case: case.seconds)
    print(
        f"\n{at_bound} of {len(cases)} reach the bound; the slowest, {slowest.people} people in"
        f" {slowest.rooms} rooms, took {slowest.seconds * 1000:.0f} ms.\n"
    )


def _conditions_kept() -> Comparison:
    runs = [conditioned(seed) for seed in range(5)]
    plan = max((plan for plan, _ in runs), key=lambda plan: plan.reached.repeated)
    return Comparison(
        "40 people, 8 rooms, 5 rounds, all conditions",
        "plans/s",
        1 / median(seconds for _, seconds in runs),
        1,
        1.0,
        notes=[f"the worst of five: {said(plan.reached)!s}"],
        kept=all(plan.reached.broken == 0 for plan, _ in runs),
    )


if __name__ == "__main__":
    comparisons = compared()
    print(rendered(comparisons))
    sys.exit(not all(comparison.met for comparison in comparisons))
