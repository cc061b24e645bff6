"""A checker of seatings that shares nothing with the planner, and people to seat."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from uuid import UUID

from exchange.rooms.mixing import Guest


def people(number: int, councils: int = 0) -> list[Guest]:
    """So many guests; with `councils`, as many organisations in turn."""
    return [
        Guest(UUID(int=n + 1), UUID(int=10_000 + n % councils) if councils else None)
        for n in range(number)
    ]


def rooms(number: int) -> list[UUID]:
    return [UUID(int=1_000 + n) for n in range(number)]


def tables(seating: Mapping[UUID, UUID]) -> list[set[UUID]]:
    return [
        {person for person, room in seating.items() if room == wanted}
        for wanted in set(seating.values())
    ]


def meetings(seatings: Iterable[Mapping[UUID, UUID]]) -> Counter[frozenset[UUID]]:
    """How often each pair shares a room."""
    return Counter(
        frozenset(pair)
        for seating in seatings
        for table in tables(seating)
        for pair in combinations(sorted(table), 2)
    )


def repeats(seatings: Iterable[Mapping[UUID, UUID]]) -> int:
    return sum(times - 1 for times in meetings(seatings).values())


def colleagues_meet(guests: Sequence[Guest], seatings: Iterable[Mapping[UUID, UUID]]) -> int:
    council = {guest.person_id: guest.organisation_id for guest in guests}
    return sum(
        times
        for (one, other), times in ((tuple(pair), n) for pair, n in meetings(seatings).items())
        if council[one] is not None and council[one] == council[other]
    )


def sizes(seating: Mapping[UUID, UUID], room_ids: Sequence[UUID]) -> list[int]:
    count = Counter(seating.values())
    return [count[room_id] for room_id in room_ids]
