"""Those who come late, and rooms that have become too small: as few as possible move."""

from collections.abc import Sequence
from random import Random
from uuid import UUID

from exchange.rooms.mixing.model import model_of
from exchange.rooms.mixing.problem import FREE, Conditions, Guest, Table


def seat_late(
    guest: Guest, tables: Sequence[Table], chance: Random, conditions: Conditions = FREE
) -> UUID:
    """The room for somebody who comes when rooms are open; nobody else moves.

    A room with space, where they cost least: conditions first, then away from colleagues and
    from people met before, then the smallest. Of rooms alike in all, one at random. If every
    room is full, the capacities are let go of. Raises `ValueError` without rooms.
    """
    if guest.person_id in conditions.pinned:
        room_id = conditions.pinned[guest.person_id]
        if any(table.room_id == room_id for table in tables):
            return room_id
    open_tables = [table for table in tables if not table.full] or tables
    ranks = {
        table.room_id: (_cost(guest, table, conditions), len(table.guests)) for table in open_tables
    }
    best = min(ranks.values())
    return chance.choice([room_id for room_id, rank in ranks.items() if rank == best])


def merged(
    tables: Sequence[Table], least: int, chance: Random, conditions: Conditions = FREE
) -> dict[UUID, UUID]:
    """Whom to move where after some have left: person to room; nobody while rooms have `least`.

    A room of fewer is given up and its people go where they cost least, to other small rooms
    first; the smallest room goes first, so that few move. Empty rooms are left alone.
    """
    moved: dict[UUID, UUID] = {}
    standing = [table for table in tables if table.guests]
    while len(standing) > 1:
        smallest = min(standing, key=lambda table: len(table.guests))
        if len(smallest.guests) >= least:
            break
        standing.remove(smallest)
        for guest in smallest.guests:
            small = [t for t in standing if len(t.guests) < least and not t.full]
            room_id = seat_late(guest, small or standing, chance, conditions)
            moved[guest.person_id] = room_id
            standing = [_joined_by(guest, t) if t.room_id == room_id else t for t in standing]
    return moved


def _joined_by(guest: Guest, table: Table) -> Table:
    return Table(table.room_id, (*table.guests, guest), table.capacity)


def _cost(guest: Guest, table: Table, conditions: Conditions) -> int:
    """What it costs to sit with those at the table."""
    here = Conditions(apart=conditions.apart, together=conditions.together, met=conditions.met)
    model = model_of([guest, *table.guests], [table.room_id], 1, here)
    ids = [other.person_id for other in model.guests]
    return sum(model.costs[ids.index(guest.person_id)])
