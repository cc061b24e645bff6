"""The table that is printed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf


@dataclass(frozen=True)
class Comparison:
    """Ours beside the reference.

    `goal` is the least ratio that is good enough, or with `at_most` the most (None: it is only
    reported); `kept` is False where something else that was promised is not so, as the notes say.
    """

    name: str
    unit: str
    ours: float
    reference: float
    goal: float | None = None
    at_most: bool = False
    notes: list[str] = field(default_factory=list)
    kept: bool = True

    @property
    def ratio(self) -> float:
        if not self.reference:
            return inf if self.ours else 0.0
        return self.ours / self.reference

    @property
    def met(self) -> bool:
        return self.kept and (self.goal is None or self._reaches(self.goal))

    def _reaches(self, goal: float) -> bool:
        return self.ratio <= goal if self.at_most else self.ratio >= goal

    def cells(self) -> list[str]:
        goal = "" if self.goal is None else f"{'<=' if self.at_most else '>='} {self.goal:.2f}"
        met = "yes" if self.met else "NO"
        figures = (_figure(self.ours), _figure(self.reference), f"{self.ratio:.2f}")
        return [self.name, self.unit, *figures, goal, met]


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


HEAD = ["", "", "ours", "reference", "ratio", "goal", "met"]


def rendered(comparisons: Sequence[Comparison]) -> str:
    """The comparisons as lines, names to the left and figures to the right; notes below."""
    rows = [HEAD, *(comparison.cells() for comparison in comparisons)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(_placed(row, widths)).rstrip() for row in rows]
    notes = [f"  {c.name}: {note}" for c in comparisons for note in c.notes]
    return "\n".join([*lines, "", *notes])


def _placed(row: list[str], widths: list[int]) -> list[str]:
    return [
        cell.ljust(width) if index < 2 else cell.rjust(width)
        for index, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
