"""Live messages: the product and the bare relay in turns, each alone with the same load."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.databases import Databases, migrated
from benchmarks.loads import LOADS
from benchmarks.servers import Running, carried_out, product, reference, settings
from benchmarks.table import Comparison
from benchmarks.world import Member, live_rooms
from exchange.settings import read_settings

EXCHANGES = 12  # of three rooms of eight: 288 people
LIMIT = 120  # seconds for one turn, connecting included
Turn = dict[str, dict[str, float]]  # by load

WHAT = {
    "notes.awareness": ("carets, not stored", 0.85),
    "say": ("chat, stored", 1.0),
    "notes.update": ("notes, stored", 1.0),
}


class Contest:
    """Both sides on one kind of database."""

    def __init__(self, databases: Databases, folder: Path, *, loads: list[str]) -> None:
        self.databases = databases
        self.folder = folder
        self.loads = loads
        self.template = migrated(databases)
        self.env = settings(folder, self.template)
        self.members = live_rooms(read_settings(self.env), exchanges=EXCHANGES)

    def play(self, *, rounds: int, seconds: float) -> Iterator[Comparison]:
        """Product, reference, product, reference, …; medians of `rounds` each."""
        turns: dict[bool, list[Turn]] = {True: [], False: []}
        for _ in range(rounds):
            turns[False].append(self._turn(self._product(), seconds, bare=False))
            turns[True].append(self._turn(self._reference(), seconds, bare=True))
        for load in self.loads:
            yield self._compared(load, turns[False], turns[True])
            if LOADS[load].steady:
                yield self._timed(load, turns[False], turns[True])

    def _product(self) -> AbstractContextManager[Running]:
        url = self.databases.new(self.template)
        return product({**self.env, "EXCHANGE_DATABASE_URL": url}, self.folder)

    def _reference(self) -> AbstractContextManager[Running]:
        return reference(self.databases.new(), self.folder)

    def _turn(
        self, starting: AbstractContextManager[Running], seconds: float, *, bare: bool
    ) -> Turn:
        with starting as server:
            measured = _generate(self.members, server, self.loads, seconds, bare=bare)
        return {each["load"]: each for each in measured}

    def _compared(self, load: str, ours: list[Turn], theirs: list[Turn]) -> Comparison:
        what, goal = WHAT[load]
        return Comparison(
            name=f"{what}, {self.databases.name}",
            unit="messages/s",
            ours=median(turn[load]["messages"] for turn in ours),
            reference=median(turn[load]["messages"] for turn in theirs),
            goal=goal,
            notes=_notes(load, ours, theirs),
        )

    def _timed(self, load: str, ours: list[Turn], theirs: list[Turn]) -> Comparison:
        halfway = [median(turn[load]["p50"] for turn in turns) for turns in (ours, theirs)]
        return Comparison(
            name=f"{WHAT[load][0]}, on their way at {LOADS[load].steady:.0f}/s, "
            f"{self.databases.name}",
            unit="ms, p99",
            ours=median(turn[load]["p99"] for turn in ours),
            reference=median(turn[load]["p99"] for turn in theirs),
            goal=1.3,
            at_most=True,
            notes=[f"median: product {halfway[0]:.1f} ms, reference {halfway[1]:.1f} ms"],
        )


def _generate(
    members: list[Member], server: Running, loads: list[str], seconds: float, *, bare: bool
) -> list[dict[str, Any]]:
    plan = {
        "port": server.port,
        "server": server.pid,
        "bare": bare,
        "loads": loads,
        "seconds": seconds,
        "members": [asdict(member) for member in members],
    }
    measured: list[dict[str, Any]] = carried_out(plan, "benchmarks.load", limit=LIMIT)
    return measured


def _notes(load: str, ours: list[Turn], theirs: list[Turn]) -> list[str]:
    """How busy everybody was, what a message cost, and whatever would make the figure untrue."""
    sides = {"product": ours, "reference": theirs}
    cores = ", ".join(
        f"{name} {median(turn[load]['server'] for turn in turns):.2f}"
        for name, turns in sides.items()
    )
    costs = ", ".join(
        f"{name} {median(_cost(turn[load]) for turn in turns):.2f}" for name, turns in sides.items()
    )
    generator = max(turn[load]["client"] for turn in ours + theirs)
    notes = [
        f"cores in use: {cores}, load generator at most {generator:.2f}",
        f"processor milliseconds for a message: {costs}",
    ]
    if generator > 0.9:
        notes.append("the load generator was the bottleneck: do not trust this figure")
    fastest = max(turn[load]["messages"] for turn in ours + theirs)
    if fastest > 0.9 * ours[0][load]["offered"]:
        notes.append("a server took all that was offered: it may be faster than shown")
    return notes


def _cost(measured: dict[str, float]) -> float:
    return 1000 * measured["server"] / measured["messages"]
