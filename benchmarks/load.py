"""The load on one server, in a process of its own; the plan comes in as JSON.

Everybody connects and enters. Then, load by load, everybody sends again as soon as their last
message was acknowledged, but no faster than one person may. Counted is what arrives at browsers
within the window. A message that is refused, lost or delivered twice ends the run. Where a load
asks for it, the same people then send at a steady pace, whether or not they were answered, and
each message is timed on its way.
"""

import heapq
import json
import selectors
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import count
from random import Random
from statistics import quantiles
from typing import Any

import psutil

from benchmarks.client import Client, Refused
from benchmarks.loads import ADDED, LOADS, Data, Load, underway

WARM_UP = 0.5  # seconds
DRAIN = 30.0  # seconds in which everything under way must have arrived
STEADY = 2.0  # windows for which a steady pace is kept: its slowest hundredth must be many


@dataclass(frozen=True)
class Measured:
    """One window: messages a second that reached everybody in their room, and who was busy.

    `offered` is what would be sent if nobody ever waited for an answer; processor use counts in
    cores, the server's with its children. `p50` and `p99` are milliseconds from one browser to
    another at the load's steady pace, 0 where it has none.
    """

    load: str
    messages: float
    offered: float
    server: float
    client: float
    p50: float
    p99: float


class Crowd:
    """Everybody, connected, in their rooms."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.bare: bool = plan["bare"]
        self.server = psutil.Process(plan["server"])
        self.waking = selectors.DefaultSelector()
        self.everybody = [(self._arrived(plan["port"], m), m) for m in plan["members"]]
        for client, _ in self.everybody:
            client.socket.setblocking(False)
            self.waking.register(client.socket, selectors.EVENT_READ, client)

    def _arrived(self, port: int, member: dict[str, Any]) -> Client:
        client = Client(port, member["cookie"])
        client.connect({"token": member["token"]})
        if self.bare:
            client.ask("enter", {"room": member["room"]})
            return client
        entered = client.ask("enter", {"part": member["part"]})
        if (entered["room"] or {}).get("id") != member["room"]:
            raise Refused(f"{member['name']} was not let into their own room")
        return client

    def take(self, wait: float) -> None:
        """Take in whatever has come, waiting `wait` seconds at most for the first of it."""
        for key, _ in self.waking.select(wait):
            key.data.read()

    def busy(self) -> tuple[float, float]:
        """Processor seconds used so far by the server with its children, and by this process."""
        family = [self.server, *self.server.children(recursive=True)]
        used = [process.cpu_times() for process in family]
        return sum(t.user + t.system for t in used), time.process_time()


class Sending:
    """One load under way."""

    def __init__(self, crowd: Crowd, load: Load) -> None:
        self.crowd = crowd
        self.load = load
        self.delivered = self.acknowledged = self.sent = 0
        self._writing = {
            client: self._messages(member, bare=crowd.bare) for client, member in crowd.everybody
        }
        self._last: dict[Client, float] = {}
        self._due: list[tuple[float, int, Client]] = []
        first, random = time.monotonic(), Random(1)
        for number, client in enumerate(self._writing):
            client.marker, client.on_ack, client.on_delivery = load.marker, self._acked, self._came
            at = first + random.random() / load.per_second
            heapq.heappush(self._due, (at, number, client))
        self._numbers = count(len(self._writing))

    def _messages(self, member: dict[str, Any], *, bare: bool) -> Iterator[Data]:
        added = ADDED[self.load.name](member) if bare else {}
        return ({**message, **added} for message in self.load.make(member))

    def _came(self) -> None:
        self.delivered += 1

    def _acked(self, client: Client, answer: bytes) -> None:
        if b'"ok":true' not in answer:
            raise Refused(f"{self.load.name}: {answer.decode()}")
        self.acknowledged += 1
        at = max(time.monotonic(), self._last[client] + 1 / self.load.per_second)
        heapq.heappush(self._due, (at, next(self._numbers), client))

    def run(self, seconds: float) -> None:
        """Everybody sends for `seconds`."""
        until = time.monotonic() + seconds
        while (now := time.monotonic()) < until:
            while self._due and self._due[0][0] <= now:
                _, _, client = heapq.heappop(self._due)
                self._last[client] = now
                self.sent += 1
                client.send(self.load.name, next(self._writing[client]))
            next_due = self._due[0][0] if self._due else until
            self.crowd.take(max(0.0, min(next_due, until) - now))

    def finish(self) -> None:
        """Wait for what is under way. Raises `Refused` unless everything came, and came once."""
        until = time.monotonic() + DRAIN
        wanted = self.sent * self.load.reach
        while (self.acknowledged, self.delivered) != (self.sent, wanted):
            if time.monotonic() > until or self.delivered > wanted:
                raise Refused(
                    f"{self.load.name}: sent {self.sent}, acknowledged {self.acknowledged}, "
                    f"delivered {self.delivered} instead of {wanted}"
                )
            self.crowd.take(0.1)


class Steady:
    """A load at its steady pace: people at random, at random moments, the same on both sides."""

    def __init__(self, crowd: Crowd, load: Load) -> None:
        self.crowd = crowd
        self.load = load
        self.waits: list[float] = []
        self.acknowledged = self.sent = 0
        self._began = time.monotonic()
        self._random = Random(1)
        self._writing = [
            (client, load.make(member), ADDED[load.name](member) if crowd.bare else {})
            for client, member in crowd.everybody
        ]
        for client, _ in crowd.everybody:
            client.marker, client.on_ack, client.on_stamped = load.marker, self._acked, self._came
            client.on_delivery = lambda: None

    def _acked(self, _: Client, answer: bytes) -> None:
        if b'"ok":true' not in answer:
            raise Refused(f"{self.load.name}: {answer.decode()}")
        self.acknowledged += 1

    def _came(self, caret: bytes) -> None:
        wait = underway(caret)
        if wait < (time.monotonic() - self._began) * 1000:  # else a last one of the load before
            self.waits.append(wait)

    def run(self, seconds: float) -> None:
        """Send for `seconds`, and until everything has come."""
        due = began = time.monotonic()
        while due < began + seconds:
            while (now := time.monotonic()) < due:
                self.crowd.take(due - now)
            client, messages, added = self._random.choice(self._writing)
            client.send(self.load.name, {**next(messages), **added})
            self.sent += 1
            due += self._random.expovariate(self.load.steady)
        until = time.monotonic() + DRAIN
        while (self.acknowledged, len(self.waits)) != (self.sent, self.sent * self.load.reach):
            if time.monotonic() > until:
                raise Refused(
                    f"{self.load.name} at a steady pace: sent {self.sent}, "
                    f"acknowledged {self.acknowledged}, came {len(self.waits)}"
                )
            self.crowd.take(0.1)


def timed(crowd: Crowd, load: Load, seconds: float) -> tuple[float, float]:
    """Median and 99th percentile of the milliseconds on the way; zeros for a load without pace."""
    if not load.steady:
        return 0.0, 0.0
    steady = Steady(crowd, load)
    steady.run(WARM_UP)
    steady.waits.clear()
    steady.acknowledged = steady.sent = 0
    steady.run(seconds * STEADY)
    hundredths = quantiles(steady.waits, n=100)
    return hundredths[49], hundredths[98]


def measure(crowd: Crowd, load: Load, seconds: float) -> Measured:
    """One load for `seconds`, after a warm-up, and until everything under way has arrived."""
    sending = Sending(crowd, load)
    sending.run(WARM_UP)
    began, before, used = time.monotonic(), sending.delivered, crowd.busy()
    sending.run(seconds)
    took, came = time.monotonic() - began, sending.delivered - before
    server, client = (now - then for now, then in zip(crowd.busy(), used, strict=True))
    sending.finish()
    p50, p99 = timed(crowd, load, seconds)
    return Measured(
        load=load.name,
        messages=came / load.reach / took,
        offered=load.per_second * len(crowd.everybody),
        server=server / took,
        client=client / took,
        p50=p50,
        p99=p99,
    )


def main() -> None:
    """Carry out the plan that comes in as JSON; print what was measured as JSON."""
    plan = json.load(sys.stdin)
    crowd = Crowd(plan)
    loads = [LOADS[name] for name in plan["loads"]]
    print(json.dumps([asdict(measure(crowd, load, plan["seconds"])) for load in loads]))


if __name__ == "__main__":
    main()
