"""Who sits with whom. Pure: the same people, rooms and random source give the same seating."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from uuid import UUID


@dataclass(frozen=True)
class Guest:
    """Somebody to be seated, and the organisation they come from (None: none)."""

    person_id: UUID
    organisation_id: UUID | None


@dataclass(frozen=True)
class Table:
    """A room with those who sit there already, in the order of rooms."""

    room_id: UUID
    guests: tuple[Guest, ...] = ()


def seat_evenly(guests: Sequence[Guest], rooms: Sequence[UUID], chance: Random) -> dict[UUID, UUID]:
    """Deal `guests` into `rooms` at random; returns the room of each person.

    Sizes differ by one at most, and no room gets more people of one organisation than
    an even deal gives it: of `n` colleagues at most `ceil(n / rooms)` meet.
    """
    order = list(rooms)
    chance.shuffle(order)
    dealt = _colleagues_together(guests, chance)
    return {guest.person_id: order[turn % len(order)] for turn, guest in enumerate(dealt)}


def _colleagues_together(guests: Sequence[Guest], chance: Random) -> list[Guest]:
    """In random order, but colleagues one after another, so that dealing parts them."""
    groups: defaultdict[UUID, list[Guest]] = defaultdict(list)
    for guest in sorted(guests, key=lambda guest: guest.person_id):
        groups[guest.organisation_id or guest.person_id].append(guest)
    shuffled = list(groups.values())
    chance.shuffle(shuffled)
    for group in shuffled:
        chance.shuffle(group)
    return [guest for group in shuffled for guest in group]


def seat_late(guest: Guest, tables: Sequence[Table], chance: Random) -> UUID:
    """The room for somebody who comes when rooms are open: away from colleagues, then the smallest.

    Of rooms alike in both, one at random. Raises `ValueError` without rooms.
    """
    ranks: Mapping[UUID, tuple[int, int]] = {
        table.room_id: (_colleagues(guest, table), len(table.guests)) for table in tables
    }
    best = min(ranks.values())
    return chance.choice([room_id for room_id, rank in ranks.items() if rank == best])


def _colleagues(guest: Guest, table: Table) -> int:
    if guest.organisation_id is None:
        return 0
    return Counter(other.organisation_id for other in table.guests)[guest.organisation_id]
