"""Live messages: the product and the bare relay in turns, each alone with the same load."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.databases import Databases, migrated
from benchmarks.servers import Running, product, reference, settings
from benchmarks.table import Comparison
from benchmarks.world import Member, live_rooms
from exchange.settings import read_settings
from tests.support.server import ROOT

EXCHANGES = 8  # of three rooms of eight: 192 people
LIMIT = 120  # seconds for one turn, connecting included
Turn = dict[str, dict[str, float]]  # by load

WHAT = {
    "notes.awareness": ("carets, not stored", 0.8),
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
        return (self._compared(load, turns[False], turns[True]) for load in self.loads)

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
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load"],
        input=json.dumps(plan),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT,
    )
    if done.returncode:
        raise RuntimeError(f"the load generator gave up:\n{done.stderr[-3000:]}")
    measured: list[dict[str, Any]] = json.loads(done.stdout)
    return measured


def _notes(load: str, ours: list[Turn], theirs: list[Turn]) -> list[str]:
    """How busy everybody was, and whatever would make the figure untrue."""
    busy = {
        "product": median(turn[load]["server"] for turn in ours),
        "reference": median(turn[load]["server"] for turn in theirs),
    }
    generator = max(turn[load]["client"] for turn in ours + theirs)
    cores = ", ".join(f"{name} {used:.2f}" for name, used in busy.items())
    notes = [f"cores in use: {cores}, load generator at most {generator:.2f}"]
    if generator > 0.9:
        notes.append("the load generator was the bottleneck: do not trust this figure")
    fastest = max(turn[load]["messages"] for turn in ours + theirs)
    if fastest > 0.9 * ours[0][load]["offered"]:
        notes.append("a server took all that was offered: it may be faster than shown")
    return notes
