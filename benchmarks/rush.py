"""The registration rush: everybody wants a place at one event in the same moment."""

from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.databases import Databases, migrated
from benchmarks.servers import PATCHED, carried_out, settings
from benchmarks.table import Comparison
from benchmarks.world import newcomers
from exchange.settings import read_settings

PEOPLE = 240
PLACES = 180  # the others wait in line
MOST_STATEMENTS = 12
LIMIT = 60  # seconds for one turn


def rush(databases: Databases, folder: Path, *, rounds: int) -> list[Comparison]:
    """The product's registration beside lock, count, insert, in turns on equal databases."""
    template = migrated(databases)
    env = settings(folder, template)
    event, people = newcomers(read_settings(env), people=PEOPLE, places=PLACES)
    plan = {"env": env, "event": event, "people": people, "places": PLACES}
    turns: dict[str, list[dict[str, Any]]] = {"product": [], "reference": []}
    for _ in range(rounds):
        for side, done in turns.items():
            done.append(_turn(side, plan, databases.new(template)))
    speed = Comparison(
        name=f"registration rush, {databases.name}",
        unit="registrations/s",
        ours=median(turn["per_second"] for turn in turns["product"]),
        reference=median(turn["per_second"] for turn in turns["reference"]),
    )
    most = max(turn["statements"] for turn in turns["product"])
    note = f"{most} SQL statements at most for one registration (goal: {MOST_STATEMENTS})"
    return [replace(speed, notes=[note], kept=most <= MOST_STATEMENTS)]


def _turn(side: str, plan: dict[str, Any], database_url: str) -> dict[str, Any]:
    env = {**plan["env"], "EXCHANGE_DATABASE_URL": database_url}
    result: dict[str, Any] = carried_out(
        {**plan, "env": env}, "benchmarks.registering", side, start=PATCHED, limit=LIMIT
    )
    return result
