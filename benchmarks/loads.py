"""The kinds of message that are measured, and what each says."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from benchmarks.edits import typing

TEXT = "x" * 200
CARET = 100  # bytes
STAMP = b"\0at\0"  # how a caret begins that says when it was sent
SCHEMA = 1  # of the notes editor

Member = dict[str, Any]
Data = dict[str, Any]


@dataclass(frozen=True)
class Load:
    """A kind of message.

    `per_second` is what one person sends at most: within what the product allows them over a
    warm-up and a window of two and a half seconds together, bursts included;
    `marker` is how its delivery begins, with as many deliveries as `reach` for each message;
    `steady` is how many everybody together sends a second while it is measured how long a stamped
    message is on its way (0: that is not measured).
    """

    name: str
    per_second: float
    marker: bytes
    reach: int
    make: Callable[[Member], Iterator[Data]]
    steady: float = 0.0


def _says(member: Member) -> Iterator[Data]:
    while True:
        yield {"room": member["room"], "text": TEXT, "key": uuid4().hex}


def _types(member: Member) -> Iterator[Data]:
    for update in typing():
        yield {"room": member["room"], "schema": SCHEMA, "update": update}


def _moves_caret(member: Member) -> Iterator[Data]:
    while True:
        sent = STAMP + time.monotonic_ns().to_bytes(8, "big")
        yield {"room": member["room"], "update": sent.ljust(CARET, b"x")}


def underway(caret: bytes) -> float:
    """Milliseconds since a stamped caret was sent, by this machine's clock."""
    sent = int.from_bytes(caret[len(STAMP) : len(STAMP) + 8], "big")
    return (time.monotonic_ns() - sent) / 1e6


LOADS = {
    load.name: load
    for load in (
        Load("notes.awareness", 36, b'451-/live,["notes.awareness"', 7, _moves_caret, 400),
        Load("say", 5.5, b'42/live,["message"', 8, _says),
        Load("notes.update", 8, b'451-/live,["notes.update"', 7, _types),
    )
}


def _author(member: Member) -> Data:
    return {"person": member["person"], "name": member["name"]}


# What the product adds before it passes a message on. The reference passes on what it is given,
# so its clients send these, and what arrives has the same size.
ADDED: dict[str, Callable[[Member], Data]] = {
    "notes.awareness": _author,
    "say": lambda member: {
        **_author(member),
        "number": 100,
        "kind": "said",
        "at": "2026-01-01T12:00:00.000000+00:00",
    },
    "notes.update": lambda _: {"seq": 100},
}
