"""Shutting somebody out of an event with all its parts, and letting them come again."""

from uuid import UUID

from sqlalchemy import select, update

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, session
from exchange.core.db import lock as locked
from exchange.events.models import Event, Part
from exchange.events.queries import is_facilitator
from exchange.realtime.control import announce
from exchange.registration.queries import standing_registration
from exchange.rooms.actions.acts import tell
from exchange.rooms.actions.show import hold_any, show_console
from exchange.rooms.enums import BanReason
from exchange.rooms.errors import FacilitatorsStay, NotHere
from exchange.rooms.models import Admission, Ban, Connection, LobbyStay
from exchange.rooms.queries import event_of, part_to_run


@action
def ban(*, actor: Actor, part_id: UUID, person_id: UUID, reason: BanReason) -> Ban:
    """Shut a participant out of the part's whole event until that is lifted; idempotent.

    Every access to every part ends at once, in every process; admissions end, too. Raises
    `FacilitatorsStay`, `NotHere` for somebody who has no place and never came, `NotFound`,
    `Refused`.
    """
    part_to_run(actor, part_id)
    event = event_of(part_id)
    live = hold_any(part_id)
    locked(Event, event.id)
    standing = _standing(event.id, person_id)
    if standing is not None:
        return standing
    _require_participant(event.id, person_id)
    made = add(
        Ban(
            event_id=event.id,
            person_id=person_id,
            reason=reason.value,
            banned_at=clock.now(),
            banned_by=actor.person,
        )
    )
    _end_admissions(event.id, person_id)
    record(actor, Tag.BANNED, made, person=person_id, reason=reason)
    if live is not None:
        tell(actor, live, Tag.BANNED, whom=person_id)
    announce("access_changed", person_id=person_id.hex)
    show_console(part_id)
    return made


@action
def lift_ban(*, actor: Actor, part_id: UUID, person_id: UUID) -> None:
    """Let somebody come to the part's event again; idempotent. Raises `NotFound`, `Refused`."""
    part_to_run(actor, part_id)
    event = event_of(part_id)
    live = hold_any(part_id)
    locked(Event, event.id)
    standing = _standing(event.id, person_id)
    if standing is not None:
        standing.lifted_at = clock.now()
        record(actor, Tag.BAN_LIFTED, standing, person=person_id)
        if live is not None:
            tell(actor, live, Tag.BAN_LIFTED, whom=person_id)
        show_console(part_id)


def _standing(event_id: UUID, person_id: UUID) -> Ban | None:
    statement = select(Ban).where(
        Ban.event_id == event_id, Ban.person_id == person_id, Ban.lifted_at.is_(None)
    )
    return session().scalars(statement).one_or_none()


def _require_participant(event_id: UUID, person_id: UUID) -> None:
    if is_facilitator(person_id, event_id):
        raise FacilitatorsStay
    if standing_registration(person_id, event_id) is None and not _ever_came(event_id, person_id):
        raise NotHere


def _ever_came(event_id: UUID, person_id: UUID) -> bool:
    parts = select(Part.id).where(Part.event_id == event_id)
    return any(
        session().scalar(
            select(came.seq).where(came.part_id.in_(parts), came.person_id == person_id).limit(1)
        )
        for came in (Connection, LobbyStay)
    )


def _end_admissions(event_id: UUID, person_id: UUID) -> None:
    parts = select(Part.id).where(Part.event_id == event_id)
    standing = (
        Admission.part_id.in_(parts),
        Admission.person_id == person_id,
        Admission.ended_at.is_(None),
    )
    session().execute(update(Admission).where(*standing).values(ended_at=clock.now()))
