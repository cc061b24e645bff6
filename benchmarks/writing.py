"""The load on one server of notes, in a process of its own; the plan comes in as JSON.

Everybody comes as far as a document can be opened, then all open theirs, three in each room write
pages, and go on typing at a steady pace. Printed is how long edits were on their way, how much
memory the documents took, and who was busy.
"""

import json
import sys
import time
from statistics import quantiles

import psutil

from benchmarks.typists import Typing, arrived
from benchmarks.world import SEATS

WARM_UP = 1.0  # seconds


class Watched:
    """A server with its children, from outside."""

    def __init__(self, pid: int) -> None:
        self._server = psutil.Process(pid)

    def _family(self) -> list[psutil.Process]:
        return [self._server, *self._server.children(recursive=True)]

    def memory(self) -> float:
        """KiB in use, once it has come to rest."""
        time.sleep(1)
        return sum(each.memory_info().rss for each in self._family()) / 1024

    def busy(self) -> float:
        """Processor seconds used so far."""
        return sum(t.user + t.system for t in (each.cpu_times() for each in self._family()))


def main() -> None:
    """Carry out the plan that comes in as JSON; print what was measured as JSON."""
    plan = json.load(sys.stdin)
    server = Watched(plan["server"])
    first, rest = plan["members"][:SEATS], plan["members"][SEATS:]
    Typing(arrived(plan["side"], plan["port"], first)).begin()  # what a first document loads
    rooms = arrived(plan["side"], plan["port"], rest)
    before = server.memory()
    crowd = Typing(rooms)
    crowd.begin()
    crowd.run(WARM_UP, plan["pace"])
    crowd.settle()
    crowd.waits.clear()
    began, used = time.monotonic(), (server.busy(), time.process_time())
    edits = crowd.run(plan["seconds"], plan["pace"])
    took = time.monotonic() - began
    busy = (server.busy() - used[0], time.process_time() - used[1])
    crowd.settle()
    hundredths = quantiles(crowd.waits, n=100)
    measured = {
        "p50": hundredths[49],
        "p99": hundredths[98],
        "edits": edits,
        "KiB": (server.memory() - before) / len(rooms),
        "server": busy[0] / took,
        "client": busy[1] / took,
    }
    print(json.dumps(measured))


if __name__ == "__main__":
    main()
