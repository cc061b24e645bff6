"""Notes beside Hocuspocus under the same edits: alone with `python -m benchmarks.notes`."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from random import Random, randrange
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.databases import Files, migrated
from benchmarks.joining import EDITS, edits, joined, logged, written
from benchmarks.killing import Side, kill_both
from benchmarks.servers import Hocuspocus, Served, carried_out, settings
from benchmarks.table import Comparison, rendered
from benchmarks.world import ROOMS, SEATS, live_rooms
from exchange.settings import read_settings
from tests.support.server import Server

DOCUMENTS = 50  # in rooms of eight, in each of which three type
PACE = 100.0  # edits a second in all of them together, which both sides carry
SECONDS = 10.0  # in which Hocuspocus stores each document at least once
TURNS = 3  # of each side, one after the other; the figure is the median
KILLED_ROOMS = 2
KILLS = 3
LIMIT = 120  # seconds for one turn


def notes(files: Files, folder: Path) -> Iterator[Comparison]:
    """All comparisons, each side on SQLite files of its own."""
    contest = Contest(files, folder)
    yield from contest.typed()
    yield from contest.joined()
    yield contest.killed()


class Contest:
    """Both sides with the same people in the same rooms."""

    def __init__(self, files: Files, folder: Path) -> None:
        self._files = files
        self._folder = folder
        self._template = migrated(files)
        self._env = settings(folder, self._template)
        exchanges = -(-(DOCUMENTS + 1) // ROOMS)
        people = live_rooms(read_settings(self._env), exchanges=exchanges)
        self._members = [asdict(person) for person in people[: (DOCUMENTS + 1) * SEATS]]

    def _product(self, database_url: str) -> Server:
        env = {**self._env, "EXCHANGE_DATABASE_URL": database_url}
        return Server(env, log_path=self._folder / "product.log")

    def _hocuspocus(self) -> Hocuspocus:
        database = Path(self._files.new().removeprefix("sqlite:///"))
        return Hocuspocus(database, log_path=self._folder / "hocuspocus.log")

    def typed(self) -> Iterator[Comparison]:
        """How long edits are on their way, and what an open document takes of memory."""
        ours, theirs = _medians(
            (
                self._typed("ours", self._product(self._files.new(self._template))),
                self._typed("theirs", self._hocuspocus()),
            )
            for _ in range(TURNS)
        )
        busiest = max(ours["client"], theirs["client"])
        cores = f"product {ours['server']:.2f}, Hocuspocus {theirs['server']:.2f}"
        said = [
            f"median: product {ours['p50']:.1f} ms, Hocuspocus {theirs['p50']:.1f} ms",
            f"cores in use: {cores}, load generator at most {busiest:.2f}",
        ]
        if busiest > 0.9:
            said.append("the load generator was the bottleneck: do not trust this figure")
        yield Comparison(
            name=f"notes beside Hocuspocus, on their way at {PACE:.0f}/s",
            unit="ms, p99",
            ours=ours["p99"],
            reference=theirs["p99"],
            goal=1.5,
            at_most=True,
            notes=said,
        )
        yield Comparison(
            name="memory of an open document",
            unit="KiB",
            ours=ours["KiB"],
            reference=theirs["KiB"],
            goal=1.0,
            at_most=True,
        )

    def _typed(self, side: str, server: Served) -> dict[str, float]:
        with server:
            plan = {
                "side": side,
                "port": server.port,
                "server": server.child.process.pid,
                "members": self._members,
                "pace": PACE,
                "seconds": SECONDS,
            }
            measured: dict[str, float] = carried_out(plan, "benchmarks.writing", limit=LIMIT)
        return measured

    def joined(self) -> Iterator[Comparison]:
        """How soon a long document is there."""
        people = self._members[: SEATS + 1]
        url = self._files.new(self._template)
        logged(read_settings({**self._env, "EXCHANGE_DATABASE_URL": url}), people[0], list(edits()))
        hocuspocus = self._hocuspocus()
        written(hocuspocus, people[0])
        ours, theirs = _medians(
            (
                asdict(joined(self._product(url), "ours", people)),
                asdict(joined(hocuspocus, "theirs", people)),
            )
            for _ in range(TURNS)
        )
        for figure, when in (
            ("following", "while others have them open"),
            ("first", "the first after a start"),
        ):
            yield Comparison(
                f"notes of {EDITS:,} edits opened, {when}",
                "ms",
                ours[figure],
                theirs[figure],
                goal=1.0,
                at_most=True,
            )

    def killed(self) -> Comparison:
        """What was shown as saved and is missing after both servers were killed."""
        people = self._members[: KILLED_ROOMS * SEATS]
        ours = Side("ours", self._product(self._files.new(self._template)), people)
        theirs = Side("theirs", self._hocuspocus(), people)
        seed = randrange(2**32)
        chance = Random(seed)
        for _ in range(KILLS):
            kill_both([ours, theirs], chance)
        said = f"of {len(ours.saved)} and {len(theirs.saved)}, {KILLS} kills, seed {seed}"
        return Comparison(
            name="edits shown as saved, missing after SIGKILL",
            unit="edits",
            ours=ours.missing(),
            reference=theirs.missing(),
            goal=0.0,
            at_most=True,
            notes=[said],
        )


def _medians(
    turns: Iterable[tuple[dict[str, float], dict[str, float]]],
) -> tuple[dict[str, float], dict[str, float]]:
    """Each figure's median over the turns, for the product and for Hocuspocus."""
    ours, theirs = zip(*turns, strict=True)
    return _median_of_each(ours), _median_of_each(theirs)


def _median_of_each(turns: Sequence[dict[str, float]]) -> dict[str, float]:
    return {name: median(turn[name] for turn in turns) for name in turns[0]}


def main() -> None:
    """Print the table of the notes alone; exit 1 if a goal was missed."""
    with TemporaryDirectory(prefix="exchange-bench-") as folder:
        comparisons = list(notes(Files(Path(folder)), Path(folder)))
    print(rendered(comparisons))
    sys.exit(not all(comparison.met for comparison in comparisons))


if __name__ == "__main__":
    main()
