"""How many sit where: as even as the rooms allow."""

from collections.abc import Sequence
from dataclasses import dataclass


class NoSeats(ValueError):
    """There are no rooms, or they do not hold everybody."""


@dataclass(frozen=True)
class Seats:
    """Seats of each room, of which `spare` stay empty, at most one in a room of `level` seats."""

    rooms: tuple[int, ...]
    spare: int
    level: int


def even_seats(
    people: int, capacities: Sequence[int | None], least: Sequence[int] | None = None
) -> Seats:
    """The most even seats for `people` in rooms that hold `capacities` (None: any number).

    Rooms fill up alike, as water does; those that hold less are full. A room has at least the
    seats that `least` asks for (those who are pinned there). Raises `NoSeats`.
    """
    floors = least or [0] * len(capacities)
    most = [
        max(floor, people if capacity is None else min(capacity, people))
        for floor, capacity in zip(floors, capacities, strict=True)
    ]
    if not most or sum(most) < people:
        raise NoSeats(f"{people} people, {len(most)} rooms that hold {sum(most)}")

    def filled(level: int) -> tuple[int, ...]:
        return tuple(max(floor, min(level, room)) for floor, room in zip(floors, most, strict=True))

    level = next(level for level in range(people + 1) if sum(filled(level)) >= people)
    return Seats(filled(level), sum(filled(level)) - people, level)
