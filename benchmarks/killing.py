"""Servers are killed at random moments under people who type: what was shown as saved and is gone.

Both sides are killed at the same moments. Nobody's browser comes back: what is counted is what the
server kept. (A browser that is still open brings home what it holds, on either side.)
"""

import time
from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import Any

from benchmarks.client import Refused
from benchmarks.edits import STAMPS, text_of
from benchmarks.servers import Served
from benchmarks.typists import Typing, arrived
from benchmarks.writers import Writer

LONGEST = 12.0  # seconds until a kill: Hocuspocus stores after ten at the latest
PACE = 30.0  # edits a second on each side
TURN = 0.2  # seconds for which one side is attended to, then the other


class Side:
    """A server under people who type, and what it has shown them as saved in all its lives."""

    def __init__(self, name: str, server: Served, members: list[dict[str, Any]]) -> None:
        self.server = server
        self.saved: set[bytes] = set()
        self._name = name
        self._members = members

    def arrived(self) -> list[list[Writer]]:
        """Everybody has come in, and nobody has opened the document."""
        return arrived(self._name, self.server.port, self._members)

    def missing(self) -> int:
        """How many edits that were shown as saved are gone. Raises `Refused` for a doubled one."""
        self.server.start()
        stored: Counter[bytes] = Counter()
        for room in self.arrived():
            stored.update(STAMPS.findall(text_of(room[0].open()).encode()))
        self.server.stop()
        if any(times > 1 for times in stored.values()):
            raise Refused("an edit was stored twice")
        return len(self.saved - stored.keys())


def kill_both(sides: Sequence[Side], chance: Random) -> None:
    """Start the servers, have people type, and kill both at one random moment."""
    for side in sides:
        side.server.start()
    crowds = [Typing(side.arrived()) for side in sides]
    until = time.monotonic() + chance.uniform(0, LONGEST)
    while time.monotonic() < until:
        for crowd in crowds:
            crowd.run(TURN, PACE * len(crowds))
    for side in sides:
        side.server.kill()
    for side, crowd in zip(sides, crowds, strict=True):
        crowd.cut_off()
        side.saved |= crowd.saved
