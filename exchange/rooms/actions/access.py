"""Ending live access: what a person held in a part ends, the others just see them leave.

The answer to "may they enter?" changed elsewhere: a term, a suspension, an account, a registration,
a role, a protocol. Every process judges, closes its own sockets at once, and says so here; the
first also ends the rows. Ending is idempotent, and touches nobody else's.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, on_commit, session
from exchange.realtime.control import announce
from exchange.realtime.measures import REVOCATION
from exchange.rooms.actions.acts import tell
from exchange.rooms.actions.attention import end_visits
from exchange.rooms.actions.lobby import end_admission, give_admission, tell_doors
from exchange.rooms.actions.seating import end_seats
from exchange.rooms.actions.show import hold, show
from exchange.rooms.enums import Role
from exchange.rooms.errors import FacilitatorsStay, NotHere
from exchange.rooms.models import AccessReceipt, Connection, LivePart, Removal
from exchange.rooms.queries import gathering_of, part_to_run

SAME_CAUSE = timedelta(seconds=10)  # processes that close sockets for one cause do it within this


@dataclass(frozen=True)
class Closed:
    """Sockets that one process closed: how many, and when the last was."""

    sockets: int
    at: datetime


@action
def end_access(
    *,
    actor: Actor,
    part_id: UUID,
    person_id: UUID,
    reason: str,
    committed_at: datetime,
    closed: Closed | None = None,
) -> AccessReceipt | None:
    """End what the person holds in the part, and note in the receipt what this process closed.

    `reason` is the code of the rule that refused, `committed_at` the instant from which access had
    ended. Returns None where there was nothing to end, nothing closed, and so nothing to note.
    Raises `NotFound`, `PartNotOpen`.
    """
    live = hold(part_id)
    ended = _end(live, person_id)
    if not ended and closed is None:
        return None
    receipt = _receipt(part_id, person_id, committed_at)
    if ended or receipt is None:
        record(actor, Tag.ACCESS_ENDED, live, person=person_id, reason=reason)
    receipt = receipt or add(
        AccessReceipt(
            part_id=part_id,
            person_id=person_id,
            reason=reason,
            committed_at=committed_at,
            sockets=0,
        )
    )
    if closed is not None:
        _note(receipt, closed)
        figures = {"sockets": receipt.sockets, "milliseconds": receipt.milliseconds}
        record(actor, Tag.ACCESS_RECEIPT, receipt, person=person_id, **figures)
        on_commit(lambda: REVOCATION.observe(receipt.milliseconds or 0))
    return receipt


def _receipt(part_id: UUID, person_id: UUID, committed_at: datetime) -> AccessReceipt | None:
    statement = (
        select(AccessReceipt)
        .where(
            AccessReceipt.part_id == part_id,
            AccessReceipt.person_id == person_id,
            AccessReceipt.committed_at > committed_at - SAME_CAUSE,
        )
        .order_by(AccessReceipt.seq.desc())
        .limit(1)
    )
    return session().scalars(statement.execution_options(populate_existing=True)).one_or_none()


def _note(receipt: AccessReceipt, closed: Closed) -> None:
    last = max(closed.at, receipt.closed_at or closed.at)
    receipt.sockets += closed.sockets
    receipt.closed_at = last
    receipt.milliseconds = max(0, round((last - receipt.committed_at).total_seconds() * 1000))


def _end(live: LivePart, person_id: UUID) -> bool:
    """End seat, visit, hand, call and attendance, and show the rooms without the person."""
    somebody = gathering_of(live.part_id).people.get(person_id)
    if somebody is None or not (somebody.present or somebody.where.seated or somebody.where.visits):
        return False
    end_seats([person_id], live.part_id)
    end_visits([person_id], live.part_id)
    session().execute(
        update(Connection)
        .where(
            Connection.part_id == live.part_id,
            Connection.person_id == person_id,
            Connection.ended_at.is_(None),
        )
        .values(ended_at=clock.now())
    )
    show(live, rooms=[somebody.where.room_id] if somebody.where.room_id else [])
    return True


@action
def remove(*, actor: Actor, part_id: UUID, person_id: UUID) -> Removal:
    """Put a participant out of the part until readmitted; idempotent.

    Their places end here, their sockets are closed by every process that holds one. Raises
    `NotHere` for somebody who never came, `FacilitatorsStay`, `NotFound`, `Refused`.
    """
    part_to_run(actor, part_id)
    live = hold(part_id)
    standing = _removal(part_id, person_id)
    if standing is not None:
        return standing
    require_participant(live, person_id)
    removal = add(
        Removal(
            part_id=part_id,
            person_id=person_id,
            removed_at=clock.now(),
            removed_by=actor.person,
        )
    )
    end_admission(part_id, person_id)
    record(actor, Tag.REMOVED, removal, person=person_id)
    tell(actor, live, Tag.REMOVED, whom=person_id)
    announce("access_changed", person_id=person_id.hex)
    show(live)
    return removal


@action
def readmit(*, actor: Actor, part_id: UUID, person_id: UUID) -> None:
    """Let a removed person enter again; idempotent. Raises `NotFound`, `Refused`.

    Where people are let in one by one, this lets them in.
    """
    part_to_run(actor, part_id)
    live = hold(part_id)
    removal = _removal(part_id, person_id)
    if removal is not None:
        removal.lifted_at = clock.now()
        if live.admits_each:
            give_admission(actor, part_id, [person_id])
        tell_doors(part_id)
        record(actor, Tag.READMITTED, removal, person=person_id)
        tell(actor, live, Tag.READMITTED, whom=person_id)
        show(live, rooms=())


def _removal(part_id: UUID, person_id: UUID) -> Removal | None:
    statement = select(Removal).where(
        Removal.part_id == part_id, Removal.person_id == person_id, Removal.lifted_at.is_(None)
    )
    return session().scalars(statement).one_or_none()


def require_participant(live: LivePart, person_id: UUID) -> None:
    """Raise `FacilitatorsStay` for a facilitator, `NotHere` for somebody who never came."""
    somebody = gathering_of(live.part_id).people.get(person_id)
    if somebody is not None and somebody.role is Role.FACILITATOR:
        raise FacilitatorsStay
    if somebody is None and not _ever_came(live.part_id, person_id):
        raise NotHere


def _ever_came(part_id: UUID, person_id: UUID) -> bool:
    statement = select(Connection.seq).where(
        Connection.part_id == part_id, Connection.person_id == person_id
    )
    return session().scalar(statement.limit(1)) is not None
