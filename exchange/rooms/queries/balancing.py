"""Rooms in which somebody sits alone: whom to move so that nobody does."""

from collections.abc import Mapping
from random import SystemRandom
from uuid import UUID

from exchange.core.actor import Actor
from exchange.rooms.arranging import conditions_of
from exchange.rooms.enums import Role
from exchange.rooms.mixing import Table, merged
from exchange.rooms.queries.access import part_to_run
from exchange.rooms.queries.arranging import arrangements, guests_of, line_of
from exchange.rooms.queries.picture import Picture, picture_of
from exchange.rooms.runsheet import ALONE

CHANCE = SystemRandom()


def moves_proposed(actor: Actor, part_id: UUID) -> Mapping[UUID, UUID]:
    """The fewest moves after which nobody who is present sits alone: person to room.

    The facilitators' lists are kept as far as can be. Raises `NotFound`, `Refused`.
    """
    part_to_run(actor, part_id)
    picture = picture_of(part_id)
    lines = map(line_of, arrangements(picture.part.event_id))
    conditions = conditions_of(lines, [room.id for room in picture.breakouts])
    return merged(_tables(picture), ALONE, CHANCE, conditions)


def _tables(picture: Picture) -> list[Table]:
    """The breakout rooms with those participants who are there; who is away comes back or not."""
    here = {
        room.id: [
            each
            for each in picture.in_room(room.id)
            if each.present and each.role is Role.PARTICIPANT
        ]
        for room in picture.breakouts
    }
    known = {each.id: each.organisation_id for people in here.values() for each in people}
    guests = {guest.person_id: guest for guest in guests_of(known)}
    return [
        Table(room.id, tuple(guests[each.id] for each in here[room.id]), room.capacity)
        for room in picture.breakouts
    ]
