"""Everybody is cut off and comes back at one moment: how long it takes, and what the idle cost.

The crowd is a process of its own; its plan comes in as JSON. All open their lines, then all greet,
then all enter, so that the server has everybody at its doors at once. Back is who has been
answered: with the product, that is their place, their room with its people, and what was said.
"""

import json
import subprocess
import sys
import time
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from benchmarks.client import Client, Refused
from benchmarks.databases import Databases, migrated
from benchmarks.servers import Running, product, reference, settings
from benchmarks.table import Comparison
from benchmarks.world import ROOMS, SEATS, Member, live_rooms
from exchange.settings import read_settings
from tests.support.server import ROOT

PEOPLE = 1000
LIMIT = 180  # seconds for one turn


def returning(databases: Databases, folder: Path, *, rounds: int) -> list[Comparison]:
    """Both comparisons on one kind of database; medians of `rounds` turns each."""
    template = migrated(databases)
    env = settings(folder, template)
    exchanges = -(-PEOPLE // (ROOMS * SEATS))
    members = live_rooms(read_settings(env), exchanges=exchanges)[:PEOPLE]
    turns: dict[bool, list[dict[str, float]]] = {True: [], False: []}
    for _ in range(rounds):
        url = databases.new(template)
        ours = product({**env, "EXCHANGE_DATABASE_URL": url}, folder)
        turns[False].append(_turn(ours, members, bare=False))
        turns[True].append(_turn(reference(databases.new(), folder), members, bare=True))

    def compared(what: str, unit: str, goal: float) -> Comparison:
        figures = {bare: median(turn[unit] for turn in turns[bare]) for bare in turns}
        return Comparison(f"{what}, {databases.name}", unit, figures[False], figures[True], goal)

    return [
        compared(f"{PEOPLE} people come back at once", "people/s", 0.5),
        compared("idle connections in memory", "connections/MB", 0.67),
    ]


def _turn(
    starting: AbstractContextManager[Running], members: list[Member], *, bare: bool
) -> dict[str, float]:
    with starting as server:
        plan = {
            "port": server.port,
            "server": server.pid,
            "bare": bare,
            "members": [asdict(member) for member in members],
        }
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.returning"],
            input=json.dumps(plan),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=LIMIT,
        )
    if done.returncode:
        raise RuntimeError(f"the crowd gave up:\n{done.stderr[-3000:]}")
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


class Crowd:
    """People of one server, and how they come in."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.port: int = plan["port"]
        self.bare: bool = plan["bare"]
        self.server = psutil.Process(plan["server"])

    def enter(self, members: list[dict[str, Any]]) -> list[Client]:
        """Have them all come in at once, and wait until everybody is there."""
        clients = [Client(self.port, member["cookie"]) for member in members]
        for client, member in zip(clients, members, strict=True):
            client.greet({"token": member["token"]})
        for client in clients:
            client.welcomed()
        people = list(zip(clients, members, strict=True))
        for client, member in people:
            asked = {"room": member["room"]} if self.bare else {"part": member["part"]}
            client.send("enter", asked)
        answers = [client.answer() for client in clients]
        if not self.bare:
            self._find_themselves(people, answers)
        return clients

    @staticmethod
    def _find_themselves(
        people: list[tuple[Client, dict[str, Any]]], answers: list[dict[str, Any]]
    ) -> None:
        """Everybody is in their own room, and asks for what was said there."""
        for (client, member), answer in zip(people, answers, strict=True):
            if (answer["room"] or {}).get("id") != member["room"]:
                raise Refused(f"{member['name']} was not let into their own room")
            client.send("replay", {"room": member["room"], "since": 0})
        for client, _ in people:
            client.answer()

    def memory(self) -> float:
        """Megabytes that the server holds."""
        return self.server.memory_info().rss / 1e6


def main() -> None:
    """Come in, be cut off, come back; print the figures as JSON."""
    plan = json.load(sys.stdin)
    crowd, members = Crowd(plan), plan["members"]
    for client in crowd.enter(members[:16]):  # what a server loads with its first visitors
        client.socket.close()
    time.sleep(1)
    before = crowd.memory()
    clients = crowd.enter(members)
    time.sleep(1)
    held = crowd.memory() - before
    for client in clients:
        client.socket.close()
    began = time.monotonic()
    crowd.enter(members)
    took = time.monotonic() - began
    print(json.dumps({"people/s": len(members) / took, "connections/MB": len(members) / held}))


if __name__ == "__main__":
    main()
