"""Everybody is cut off and comes back at one moment: how long it takes, and what the idle cost.

The crowd is a process of its own; its plan comes in as JSON. All open their lines, then all greet,
then all enter, so that the server has everybody at its doors at once. Back is who has been
answered: with the product, that is their place, their room with its people, and what was said there
that they lack, as browsers ask for it.
"""

import json
import sys
import time
from contextlib import AbstractContextManager
from dataclasses import asdict
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

import psutil

from benchmarks.client import Client, Refused
from benchmarks.databases import Databases, migrated
from benchmarks.servers import Running, carried_out, product, reference, settings
from benchmarks.table import Comparison
from benchmarks.world import ROOMS, SEATS, Member, live_rooms
from exchange.settings import read_settings

PEOPLE = 1000
TIMES = 3  # that they are cut off and come back in one turn, whose figure is the median
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
        return Comparison(
            f"{what}, {databases.name}", unit, figures[False], figures[True], goal, at_most=True
        )

    return [
        compared(f"{PEOPLE} people come back at once", "s", 2.0),
        compared("memory of an idle connection", "KiB", 1.5),
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
        figures: dict[str, float] = carried_out(plan, "benchmarks.returning", limit=LIMIT)
    return figures


class Crowd:
    """People, and how they come in by one process or several."""

    def __init__(self, *ports: int, bare: bool) -> None:
        self.ports = ports
        self.bare = bare

    def enter(self, members: list[dict[str, Any]]) -> list[Client]:
        """Have them all come in at once, and wait until everybody is there."""
        clients = [
            Client(port, member["cookie"])
            for port, member in zip(cycle(self.ports), members, strict=False)
        ]
        for client, member in zip(clients, members, strict=True):
            client.greet({"token": member["token"]})
        for client in clients:
            client.welcomed()
        people = list(zip(clients, members, strict=True))
        for client, member in people:
            client.send("enter", self._asked(member))
        answers = [client.answer() for client in clients]
        if not self.bare:
            self._find_themselves(members, answers)
        return clients

    def _asked(self, member: dict[str, Any]) -> dict[str, Any]:
        if self.bare:
            return {"room": member["room"]}
        held = {"room": member["room"], "since": member["last"]} if "last" in member else {}
        return {"part": member["part"], **held}

    @staticmethod
    def _find_themselves(members: list[dict[str, Any]], answers: list[dict[str, Any]]) -> None:
        """Everybody is in their own room, and has all that was said there. Raises `Refused`."""
        for member, answer in zip(members, answers, strict=True):
            room, chat = answer["room"] or {}, answer["chat"] or {}
            if room.get("id") != member["room"]:
                raise Refused(f"{member['name']} was not let into their own room")
            missing = list(range(member.get("last", 0) + 1, room["last"] + 1))
            if [message["number"] for message in chat["messages"]] != missing:
                raise Refused(f"{member['name']} was not told all that was said")
            member["last"] = room["last"]


def _speak(clients: list[Client], members: list[dict[str, Any]]) -> None:
    """In every room one person says a word, which that person alone has when the line is cut."""
    spoken: set[str] = set()
    for client, member in zip(clients, members, strict=True):
        if member["room"] not in spoken:
            spoken.add(member["room"])
            said = client.ask("say", {"room": member["room"], "text": "A word", "key": uuid4().hex})
            member["last"] = said["number"]


def main() -> None:
    """Come in, be cut off, come back; print the figures as JSON."""
    plan = json.load(sys.stdin)
    crowd, members = Crowd(plan["port"], bare=plan["bare"]), plan["members"]
    server = psutil.Process(plan["server"])
    for client in crowd.enter(members[:16]):  # what a server loads with its first visitors
        client.socket.close()
    time.sleep(1)
    before = server.memory_info().rss
    clients = crowd.enter(members)
    time.sleep(1)
    held = (server.memory_info().rss - before) / 1024
    took = []
    for _ in range(TIMES):
        if not plan["bare"]:
            _speak(clients, members)
        for client in clients:
            client.socket.close()
        began = time.monotonic()
        clients = crowd.enter(members)
        took.append(time.monotonic() - began)
        time.sleep(1)
    print(json.dumps({"s": median(took), "KiB": held / len(members)}))


if __name__ == "__main__":
    main()
