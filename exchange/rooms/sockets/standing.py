"""Which part a socket stands in."""

from uuid import UUID

from exchange.realtime.connections import Connected
from exchange.rooms.errors import NotEntered


def entered(connected: Connected, part_id: UUID | None = None) -> UUID:
    """The part that the socket has entered; raises `NotEntered` for none, or for another one."""
    if connected.part_id is None or part_id not in (None, connected.part_id):
        raise NotEntered
    return connected.part_id
