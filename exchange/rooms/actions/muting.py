"""One person's voice in the chats of a part: paused, and given back. Others are not told."""

from uuid import UUID

from sqlalchemy import select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, session
from exchange.rooms.actions.access import require_participant
from exchange.rooms.actions.show import hold, show
from exchange.rooms.enums import Moved
from exchange.rooms.models import Mute
from exchange.rooms.queries import part_to_run


@action
def mute(*, actor: Actor, part_id: UUID, person_id: UUID) -> Mute:
    """Have a participant read the chats, and write in none, until unmuted; idempotent.

    They are told, and so are facilitators. Asking for help, hands, votes and notes stay theirs.
    Raises `NotHere` for somebody who never came, `FacilitatorsStay`, `NotFound`, `Refused`.
    """
    part_to_run(actor, part_id)
    live = hold(part_id)
    standing = _mute(part_id, person_id)
    if standing is not None:
        return standing
    require_participant(live, person_id)
    muted = add(
        Mute(part_id=part_id, person_id=person_id, muted_at=clock.now(), muted_by=actor.person)
    )
    record(actor, Tag.CHAT_MUTED, muted, person=person_id)
    show(live, rooms=(), moved={person_id: Moved.MUTED})
    return muted


@action
def unmute(*, actor: Actor, part_id: UUID, person_id: UUID) -> None:
    """Give a muted person their voice back; idempotent. Raises `NotFound`, `Refused`."""
    part_to_run(actor, part_id)
    live = hold(part_id)
    standing = _mute(part_id, person_id)
    if standing is not None:
        standing.lifted_at = clock.now()
        record(actor, Tag.CHAT_UNMUTED, standing, person=person_id)
        show(live, rooms=(), moved={person_id: Moved.UNMUTED})


def _mute(part_id: UUID, person_id: UUID) -> Mute | None:
    statement = select(Mute).where(
        Mute.part_id == part_id, Mute.person_id == person_id, Mute.lifted_at.is_(None)
    )
    return session().scalars(statement).one_or_none()
