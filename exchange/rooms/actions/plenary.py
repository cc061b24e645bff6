"""The plenary of a part, whose key also seals what belongs to no other room."""

from uuid import UUID

from sqlalchemy import select

from exchange.core.db import add, lock, session
from exchange.events.models import Part
from exchange.rooms.enums import RoomKind
from exchange.rooms.models import Room
from exchange.vault.content import vault

PLENARY = "Plenary"  # shown in the reader's language, since it is the kind that counts


def make_plenary(part_id: UUID) -> Room:
    """The part's plenary, with its keys; made if it is wanted for the first time.

    Facilitators may write to each other before the doors open and after they close, and two may
    come at one moment: the part is held until the transaction ends.
    """
    lock(Part, part_id)
    statement = select(Room).where(Room.part_id == part_id, Room.kind == RoomKind.PLENARY.value)
    plenary = session().scalars(statement).one_or_none()
    if plenary is None:
        plenary = add(Room(part_id=part_id, kind=RoomKind.PLENARY.value, name=PLENARY))
        vault().make_keys(plenary.id)
    else:
        vault().replace_destroyed(plenary.id)  # if the time to forget it has come since
    return plenary
