"""Who belongs to which organisation, and when."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, select

from exchange.accounts.models import Person
from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor, ActorKind
from exchange.core.db import add, find, lock, session
from exchange.core.decision import require
from exchange.core.errors import Conflict, Invalid, NotFound
from exchange.core.text import N_, say
from exchange.membership.models import (
    Affiliation,
    Organisation,
)
from exchange.membership.queries import get_network, organisation_of_domain
from exchange.membership.rules import may_join_by_domain, may_manage
from exchange.realtime.control import announce

ONE_DAY = timedelta(days=1)


@action
def affiliate(
    *,
    actor: Actor,
    person_id: UUID,
    organisation_id: UUID,
    starts_on: date,
    ends_on: date | None = None,
) -> Affiliation:
    """Let a person belong to an organisation on these days, both in. `Conflict`: they do."""
    require(may_manage(actor))
    return _affiliate(actor, person_id, organisation_id, starts_on, ends_on)


@action
def join_by_domain(*, actor: Actor, person_id: UUID) -> Affiliation | None:
    """Affiliate a person who never belonged anywhere by the domain of their address.

    The address must have been proven (a sign-in link was used) or given by staff. None if no
    organisation has that domain, or the person belongs or belonged to one.
    """
    require(may_join_by_domain(actor, person_id))
    person = _locked_person(person_id)
    if session().scalars(_affiliations(person_id).limit(1)).first() is not None:
        return None
    organisation_id = organisation_of_domain(person.email)
    if organisation_id is None:
        return None
    today = clock.today(get_network().time_zone)
    return _affiliate(actor, person_id, organisation_id, today, None)


def welcome(_: Actor, person: Person) -> None:
    """Let somebody who has just proved their address join by it, within the sign-up."""
    newcomer = Actor(ActorKind.PERSON, person.id, name=person.name)
    join_by_domain(actor=newcomer, person_id=person.id)


@action
def end_affiliation(*, actor: Actor, affiliation_id: UUID, ends_on: date) -> Affiliation:
    """Set the last day of an affiliation.

    The day before its first is allowed: an affiliation made by mistake then covers no day at all.
    """
    require(may_manage(actor))
    affiliation = lock(Affiliation, affiliation_id)
    if affiliation is None:
        raise NotFound
    if ends_on < affiliation.starts_on - ONE_DAY:
        raise Invalid(
            say(N_("The last day cannot be before %(day)s."), day=affiliation.starts_on - ONE_DAY)
        )
    if affiliation.ends_on is not None and ends_on > affiliation.ends_on:
        raise Conflict(say(N_("This already ends earlier; add a new period instead.")))
    before, affiliation.ends_on = affiliation.ends_on, ends_on
    record(
        actor,
        Tag.AFFILIATION_ENDED,
        affiliation.person,
        organisation=affiliation.organisation_id.hex,
        before=before.isoformat() if before else None,
        ends_on=ends_on.isoformat(),
    )
    announce("access_changed", person_id=affiliation.person_id.hex)
    return affiliation


def _affiliate(
    actor: Actor, person_id: UUID, organisation_id: UUID, starts_on: date, ends_on: date | None
) -> Affiliation:
    person = _locked_person(person_id)
    organisation = find(Organisation, organisation_id)
    if organisation is None:
        raise NotFound
    if ends_on is not None and ends_on < starts_on:
        raise Invalid(say(N_("The last day cannot be before the first.")))
    for other in session().scalars(_affiliations(person_id)):
        if other.organisation_id == organisation_id and _meet(other, starts_on, ends_on):
            raise Conflict(
                say(
                    N_("%(person)s belongs to %(organisation)s on these days already."),
                    person=person.name,
                    organisation=organisation.name,
                )
            )
    affiliation = add(
        Affiliation(
            person_id=person_id,
            organisation_id=organisation_id,
            starts_on=starts_on,
            ends_on=ends_on,
        )
    )
    record(
        actor,
        Tag.AFFILIATED,
        person,
        organisation=organisation_id.hex,
        starts_on=starts_on.isoformat(),
        ends_on=ends_on.isoformat() if ends_on else None,
    )
    announce("access_changed", person_id=person_id.hex)
    return affiliation


def _locked_person(person_id: UUID) -> Person:
    person = lock(Person, person_id)
    if person is None:
        raise NotFound
    return person


def _affiliations(person_id: UUID) -> Select[Affiliation]:
    return select(Affiliation).where(Affiliation.person_id == person_id)


def _meet(other: Affiliation, starts_on: date, ends_on: date | None) -> bool:
    begins_in_time = ends_on is None or other.starts_on <= ends_on
    return begins_in_time and (other.ends_on is None or other.ends_on >= starts_on)
