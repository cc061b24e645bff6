"""What is asked of a seating: people, what must hold, and how long to look."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from uuid import UUID

Pair = frozenset[UUID]


@dataclass(frozen=True)
class Guest:
    """Somebody to be seated.

    `labels` are what should be spread over rooms, e.g. {"role:director", "kind:district"}.
    None as organisation: a person of their own. `manager_id` need not be among the guests.
    """

    person_id: UUID
    organisation_id: UUID | None = None
    labels: frozenset[str] = frozenset()
    manager_id: UUID | None = None


@dataclass(frozen=True)
class Table:
    """A room with those who sit there already, and how many it holds (None: any number)."""

    room_id: UUID
    guests: tuple[Guest, ...] = ()
    capacity: int | None = None

    @property
    def full(self) -> bool:
        return self.capacity is not None and len(self.guests) >= self.capacity


@dataclass(frozen=True)
class Conditions:
    """What those who plan the rounds ask for. The lists are theirs alone: show them to nobody else.

    `apart`: pairs that never share a room. `together`: sets that always do. `pinned`: people who
    have one room in all rounds. `met`: how often two have met already (part of a meeting counts
    for less: a year ago perhaps 0.5). `capacities`: how many a room holds; others hold any number.
    """

    apart: Collection[Pair] = ()
    together: Collection[frozenset[UUID]] = ()
    pinned: Mapping[UUID, UUID] = field(default_factory=dict)
    met: Mapping[Pair, float] = field(default_factory=dict)
    capacities: Mapping[UUID, int] = field(default_factory=dict)


FREE = Conditions()


@dataclass(frozen=True)
class Effort:
    """How long to look for something better: seconds of one core, or steps where given.

    The same steps with the same random source give the same plan on any machine.
    """

    seconds: float = 0.5
    steps: int | None = None


def met_in(rounds: Iterable[Mapping[UUID, UUID]], weight: float = 1.0) -> dict[Pair, float]:
    """How often each pair sat in one room, from the seatings (person to room) of past rounds."""
    met: Counter[Pair] = Counter()
    for seating in rounds:
        for people in by_room(seating).values():
            met.update(map(frozenset, combinations(people, 2)))
    return {pair: times * weight for pair, times in met.items()}


def by_room(seating: Mapping[UUID, UUID]) -> dict[UUID, list[UUID]]:
    """Who sits in each room, from the room of each person."""
    rooms: dict[UUID, list[UUID]] = {}
    for person_id, room_id in seating.items():
        rooms.setdefault(room_id, []).append(person_id)
    return rooms
