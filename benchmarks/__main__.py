"""Run everything and print the table: `make bench`."""

import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.databases import Files, postgres_server
from benchmarks.live import Contest
from benchmarks.mixing import compared
from benchmarks.notes import notes
from benchmarks.restarting import restarting
from benchmarks.returning import returning
from benchmarks.revoking import revoking
from benchmarks.rush import rush
from benchmarks.table import Comparison, rendered
from benchmarks.typing_lag import typing_lag

MESSAGES = ["notes.awareness", "say", "notes.update"]


def _measured(folder: Path) -> Iterator[Comparison]:
    files = Files(folder)
    yield from rush(files, folder, rounds=2)
    yield from Contest(files, folder, loads=MESSAGES).play(rounds=3, seconds=2)
    yield from returning(files, folder, rounds=2)
    yield from notes(files, folder)
    yield typing_lag(files, folder)
    with postgres_server() as server:
        yield from rush(server, folder, rounds=2)
        yield from Contest(server, folder, loads=MESSAGES).play(rounds=2, seconds=2)
        yield from returning(server, folder, rounds=2)
        yield restarting(server, folder)
        yield revoking(server, folder)


def main() -> None:
    """Print each comparison as it is known, then the table; exit 1 if a goal was missed."""
    began = time.monotonic()
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, {platform.machine()},")
    print(f"Python {platform.python_version()}. About 15 minutes; leave the machine alone.\n")
    comparisons = compared()
    with tempfile.TemporaryDirectory(prefix="exchange-bench-") as folder:
        # Many processes start; where compiled files may not lie beside the sources, keep them here.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ.setdefault("PYTHONPYCACHEPREFIX", f"{folder}/compiled")
        for comparison in _measured(Path(folder)):
            print(f"{comparison.name}: {comparison.ratio:.2f}", flush=True)
            comparisons.append(comparison)
    print(f"\n{rendered(comparisons)}\n\n{time.monotonic() - began:.0f} seconds.")
    sys.exit(not all(comparison.met for comparison in comparisons))


if __name__ == "__main__":
    main()
