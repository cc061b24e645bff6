"""What people are asked before a step, and the rooms that come of it. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Protocol, TypeVar
from uuid import UUID

from exchange.rooms.choosing import Sketch, sketches
from exchange.rooms.enums import ASKING, Seating
from exchange.rooms.mixing import (
    FREE,
    Conditions,
    Effort,
    Guest,
    Table,
    at_random,
    plan_rounds,
    seat_late,
)
from exchange.rooms.runsheet import MOST_ROOMS

EFFORT = Effort(steps=5_000)  # for the rooms of one topic
S = TypeVar("S", bound="Asked")
Answers = Mapping[UUID, int]  # the place of each person's answer in the list of options


class Asked(Protocol):
    """A step as far as it asks something."""

    @property
    def id(self) -> UUID: ...
    @property
    def seating(self) -> str: ...
    @property
    def topics(self) -> str: ...
    @property
    def answers(self) -> str: ...


def asked_next(steps: Sequence[S], current: UUID | None) -> S | None:
    """The first step after the one that runs (None: of all) before which something is asked."""
    order = [step.id for step in steps]
    onward = steps[order.index(current) + 1 :] if current in order else steps
    return next((step for step in onward if step.seating in ASKING), None)


def options_of(step: Asked) -> list[Sketch]:
    """What can be answered: the topics with what they are about, or the answers."""
    if step.seating == Seating.BY_TOPIC:
        return sketches(step.topics)
    return [Sketch(line) for line in step.answers.splitlines()]


@dataclass(frozen=True)
class Shares:
    """For each room to be opened the option that it is for."""

    options: tuple[int, ...]

    def named(self, options: Sequence[Sketch]) -> list[Sketch]:
        """The rooms by their topics; where a topic has several, with a number."""
        times, seen = Counter(self.options), Counter[int]()
        rooms = []
        for option in self.options:
            seen[option] += 1
            number = f" {seen[option]}" if times[option] > 1 else ""
            name = options[option].name[: 60 - len(number)] + number
            rooms.append(replace(options[option], name=name))
        return rooms


def shares_of(answers: Answers, here: Sequence[UUID], options: int, most: int | None) -> Shares:
    """Rooms in the order of the options: more than one where more than `most` want the same.

    What nobody wants has no room; where nobody has said anything, everything has one.
    """
    wanted = Counter(answers[who] for who in here if who in answers)
    shares = [
        option
        for option in range(options)
        for _ in range(-(-wanted[option] // (most or max(1, wanted[option]))))
    ]
    return Shares(tuple(shares[:MOST_ROOMS] or range(options)))


def seat_alike(
    guests: Sequence[Guest],
    answers: Answers,
    rooms: Sequence[tuple[UUID, int]],
    chance: Random,
    conditions: Conditions = FREE,
) -> dict[UUID, UUID]:
    """Everybody to a room of what they answered, evenly; whoever has not, where fewest are.

    `rooms`: each with its option. Returns the room of each person.
    """
    seating: dict[UUID, UUID] = {}
    for option in dict.fromkeys(option for _, option in rooms):
        alike = [guest for guest in guests if answers.get(guest.person_id) == option]
        ids = [room for room, of in rooms if of == option]
        free = replace(conditions, pinned={})  # what they want wins over a host
        plan = plan_rounds(alike, ids, 1, chance, conditions=free, effort=EFFORT)
        seating.update(plan.rounds[0] if plan.rounds else {})
    by_id = {guest.person_id: guest for guest in guests}
    tables = {room: Table(room) for room, _ in rooms}
    for who, room in seating.items():
        tables[room] = replace(tables[room], guests=(*tables[room].guests, by_id[who]))
    for guest in guests:
        if guest.person_id not in seating:
            least = min(len(table.guests) for table in tables.values())
            emptiest = [table for table in tables.values() if len(table.guests) == least]
            room = seat_late(guest, emptiest, chance, conditions)
            tables[room] = replace(tables[room], guests=(*tables[room].guests, guest))
            seating[guest.person_id] = room
    return seating


def seat_mixed(
    guests: Sequence[Guest],
    answers: Answers,
    rooms: Sequence[UUID],
    chance: Random,
    conditions: Conditions = FREE,
) -> dict[UUID, UUID]:
    """As many different answers in every room as can be; colleagues apart and conditions first."""
    said = [
        replace(guest, labels=frozenset({f"answer:{answers[guest.person_id]}"}))
        if guest.person_id in answers
        else guest
        for guest in guests
    ]
    return at_random(said, rooms, chance, conditions)
