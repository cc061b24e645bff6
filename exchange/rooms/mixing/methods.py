"""Seatings that a method asks for: at random, hosts who stay, rooms kept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from uuid import UUID

from exchange.rooms.mixing.late import seat_late
from exchange.rooms.mixing.plan import Plan, plan_rounds
from exchange.rooms.mixing.problem import FREE, Conditions, Effort, Guest, Table

Seating = dict[UUID, UUID]  # the room of each person
QUICK = Effort(steps=20_000)  # some 60 ms at most, however busy the machine; a part is held


def at_random(
    guests: Sequence[Guest], room_ids: Sequence[UUID], chance: Random, conditions: Conditions = FREE
) -> Seating:
    """Everybody dealt at random, colleagues apart and conditions kept. Raises `NoSeats`."""
    return _one(plan_rounds(guests, room_ids, 1, chance, conditions=conditions, effort=QUICK))


def hosts_stay(
    guests: Sequence[Guest],
    hosts: Mapping[UUID, UUID],
    room_ids: Sequence[UUID],
    rounds: int,
    chance: Random,
    *,
    conditions: Conditions = FREE,
    effort: Effort = QUICK,
) -> Plan:
    """World Cafe: `hosts` (person to room) keep their rooms in all rounds, the others scatter.

    They meet neither each other nor a host again if that can be avoided. Raises `NoSeats`.
    """
    pinned = {**conditions.pinned, **hosts}
    return plan_rounds(
        guests,
        room_ids,
        rounds,
        chance,
        conditions=replace(conditions, pinned=pinned),
        effort=effort,
    )


def rooms_kept(
    guests: Sequence[Guest],
    earlier: Mapping[UUID, UUID],
    tables: Sequence[Table],
    chance: Random,
    conditions: Conditions = FREE,
) -> Seating:
    """Everybody back to their room of `earlier`; whoever had none of these goes where it fits best.

    `tables` are the rooms, still empty. Raises `ValueError` without rooms.
    """
    rooms = {table.room_id: table for table in tables}
    seating: Seating = {}
    known = [guest for guest in guests if earlier.get(guest.person_id) in rooms]
    for guest in [*known, *(guest for guest in guests if guest not in known)]:
        room_id = earlier.get(guest.person_id)
        if room_id not in rooms:
            room_id = seat_late(guest, list(rooms.values()), chance, conditions)
        table = rooms[room_id]
        rooms[room_id] = replace(table, guests=(*table.guests, guest))
        seating[guest.person_id] = room_id
    return seating


def _one(plan: Plan) -> Seating:
    return dict(plan.rounds[0]) if plan.rounds else {}
