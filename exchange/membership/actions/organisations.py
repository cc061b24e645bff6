"""Organisations and their e-mail domains."""

import re
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, lock, session
from exchange.core.decision import require
from exchange.core.errors import Conflict, Invalid, NotFound
from exchange.core.text import N_, say
from exchange.membership.models import (
    Organisation,
    OrganisationDomain,
)
from exchange.membership.rules import may_manage

DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


@action
def create_organisation(
    *, actor: Actor, name: str, kind: str = "", domains: Iterable[str] = ()
) -> Organisation:
    """Add an organisation with its e-mail domains. `Conflict`: a name or domain is in use."""
    require(may_manage(actor))
    organisation = Organisation(name=name.strip(), kind=kind.strip(), created_at=clock.now())
    _add_organisation(organisation)
    _set_domains(organisation, domains)
    record(actor, Tag.ORGANISATION_CREATED, organisation, domains=_names(organisation))
    return organisation


@action
def change_organisation(
    *,
    actor: Actor,
    organisation_id: UUID,
    name: str,
    kind: str = "",
    domains: Iterable[str],
) -> Organisation:
    """Change name, kind and domains; people who already belong stay where they are."""
    require(may_manage(actor))
    organisation = locked_organisation(organisation_id)
    before = _names(organisation)
    organisation.name, organisation.kind = name.strip(), kind.strip()
    _add_organisation(organisation)
    _set_domains(organisation, domains)
    record(
        actor,
        Tag.ORGANISATION_CHANGED,
        organisation,
        domains_before=before,
        domains=_names(organisation),
    )
    return organisation


def locked_organisation(organisation_id: UUID) -> Organisation:
    """The organisation, held until the transaction ends; raises `NotFound`."""
    organisation = lock(Organisation, organisation_id)
    if organisation is None:
        raise NotFound
    return organisation


def _add_organisation(organisation: Organisation) -> None:
    if not organisation.name:
        raise Invalid(say(N_("Give the organisation a name.")))
    try:
        add(organisation)
    except IntegrityError as error:
        raise Conflict(
            say(
                N_("There is already an organisation of this name: %(name)s."),
                name=organisation.name,
            )
        ) from error


def _set_domains(organisation: Organisation, domains: Iterable[str]) -> None:
    wanted = {domain.strip().lower().removeprefix("@") for domain in domains} - {""}
    for name in sorted(wanted):
        if not DOMAIN.fullmatch(name):
            raise Invalid(say(N_("%(domain)s is not an e-mail domain."), domain=name))
    for domain in list(organisation.domains):
        if domain.name not in wanted:
            organisation.domains.remove(domain)
    session().flush()
    for name in sorted(wanted - set(_names(organisation))):
        _add_domain(organisation, name)


def _add_domain(organisation: Organisation, name: str) -> None:
    organisation.domains.append(OrganisationDomain(organisation_id=organisation.id, name=name))
    try:
        session().flush()
    except IntegrityError as error:
        raise Conflict(
            say(N_("The domain %(domain)s belongs to another organisation."), domain=name)
        ) from error


def _names(organisation: Organisation) -> list[str]:
    return sorted(domain.name for domain in organisation.domains)
