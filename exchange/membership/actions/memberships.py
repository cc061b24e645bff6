"""Terms and suspensions: what an organisation's standing is made of."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, find, lock, session
from exchange.core.decision import require
from exchange.core.errors import Conflict, Invalid, NotFound
from exchange.core.text import N_, say
from exchange.membership.actions.organisations import locked_organisation
from exchange.membership.models import (
    Organisation,
    Suspension,
    Term,
)
from exchange.membership.rules import may_manage
from exchange.membership.standing import covers_instant
from exchange.realtime.control import announce

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
LONGEST_GRACE = 366  # days


@action
def add_term(
    *,
    actor: Actor,
    organisation_id: UUID,
    tier: str,
    starts_on: date,
    ends_on: date,
    grace_days: int = 0,
) -> Term:
    """Add a dated membership, both days in it. Raises `Conflict` where it meets another term."""
    require(may_manage(actor))
    organisation = locked_organisation(organisation_id)
    term = Term(organisation_id=organisation.id)
    _set_days(term, tier, starts_on, ends_on, grace_days)
    add(term)
    record(actor, Tag.TERM_ADDED, organisation, term=term.id.hex, **_days(term))
    announce("access_changed", organisation_id=organisation.id.hex)
    return term


@action
def change_term(
    *, actor: Actor, term_id: UUID, tier: str, starts_on: date, ends_on: date, grace_days: int
) -> Term:
    """Change a term, its past too; the trail keeps the days as they were."""
    require(may_manage(actor))
    found = find(Term, term_id)
    if found is None:
        raise NotFound
    organisation = locked_organisation(found.organisation_id)
    term = lock(Term, term_id)
    if term is None:
        raise NotFound
    before = _days(term)
    _set_days(term, tier, starts_on, ends_on, grace_days)
    record(actor, Tag.TERM_CHANGED, organisation, term=term.id.hex, before=before, **_days(term))
    announce("access_changed", organisation_id=organisation.id.hex)
    return term


def _days(term: Term) -> dict[str, Any]:
    return {
        "tier": term.tier,
        "starts_on": term.starts_on.isoformat(),
        "ends_on": term.ends_on.isoformat(),
        "grace_days": term.grace_days,
    }


def _set_days(term: Term, tier: str, starts_on: date, ends_on: date, grace_days: int) -> None:
    """Check and set; the organisation's row is locked, so no other term can slip in."""
    if not tier.strip():
        raise Invalid(say(N_("Name the tier of the membership.")))
    if ends_on < starts_on:
        raise Invalid(say(N_("The last day of a membership cannot be before its first.")))
    if starts_on < FIRST_DAY or ends_on > LAST_DAY:
        raise Invalid(
            say(N_("Give days between %(first)s and %(last)s."), first=FIRST_DAY, last=LAST_DAY)
        )
    if not 0 <= grace_days <= LONGEST_GRACE:
        raise Invalid(say(N_("Give 0 to %(most)s days of grace."), most=LONGEST_GRACE))
    overlapping = select(Term).where(
        Term.organisation_id == term.organisation_id,
        Term.id != term.id,
        Term.starts_on <= ends_on,
        Term.ends_on >= starts_on,
    )
    other = session().scalars(overlapping.order_by(Term.starts_on).limit(1)).first()
    if other is not None:
        raise Conflict(
            say(
                N_("These days overlap the membership from %(start)s to %(end)s."),
                start=other.starts_on,
                end=other.ends_on,
            )
        )
    term.tier, term.grace_days = tier.strip(), grace_days
    term.starts_on, term.ends_on = starts_on, ends_on


@action
def suspend(*, actor: Actor, organisation_id: UUID, reason: str) -> Suspension:
    """Suspend the membership from now until reinstated; its people leave live rooms at once."""
    require(may_manage(actor))
    organisation = locked_organisation(organisation_id)
    if not reason.strip():
        raise Invalid(say(N_("Give a reason; colleagues will want to know it.")))
    if _suspension_in_force(organisation) is not None:
        raise Conflict(say(N_("This membership is suspended already.")))
    suspension = add(
        Suspension(organisation_id=organisation.id, began_at=clock.now(), reason=reason.strip())
    )
    record(actor, Tag.SUSPENDED, organisation, suspension=suspension.id.hex)
    announce("access_changed", organisation_id=organisation.id.hex)
    return suspension


@action
def reinstate(*, actor: Actor, organisation_id: UUID) -> Suspension:
    """End the suspension in force. Raises `Conflict` if there is none."""
    require(may_manage(actor))
    organisation = locked_organisation(organisation_id)
    suspension = _suspension_in_force(organisation)
    if suspension is None:
        raise Conflict(say(N_("This membership is not suspended.")))
    suspension.ended_at = clock.now()
    record(actor, Tag.REINSTATED, organisation, suspension=suspension.id.hex)
    announce("access_changed", organisation_id=organisation.id.hex)
    return suspension


@dataclass(frozen=True)
class NewTerm:
    """A membership to be added; both days belong to it."""

    tier: str
    starts_on: date
    ends_on: date
    grace_days: int = 0


@action
def change_membership(
    *,
    actor: Actor,
    organisation_id: UUID,
    suspended: bool | None = None,
    reason: str = "",
    term: NewTerm | None = None,
) -> Organisation:
    """Bring about all of it or nothing: suspended or not (None: as it is), and a new term.

    Asking for what is so already changes nothing.
    """
    require(may_manage(actor))
    organisation = locked_organisation(organisation_id)
    is_suspended = _suspension_in_force(organisation) is not None
    if suspended is True and not is_suspended:
        suspend(actor=actor, organisation_id=organisation_id, reason=reason)
    if suspended is False and is_suspended:
        reinstate(actor=actor, organisation_id=organisation_id)
    if term is not None:
        add_term(
            actor=actor,
            organisation_id=organisation_id,
            tier=term.tier,
            starts_on=term.starts_on,
            ends_on=term.ends_on,
            grace_days=term.grace_days,
        )
    return organisation


def _suspension_in_force(organisation: Organisation) -> Suspension | None:
    statement = select(Suspension).where(Suspension.organisation_id == organisation.id)
    now = clock.now()
    return next((s for s in session().scalars(statement) if covers_instant(s, now)), None)
