"""Lists of organisations, and what staff see of one."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from exchange.core.db import find, session
from exchange.core.errors import NotFound
from exchange.core.paging import PAGE_SIZE, Page, paginate
from exchange.membership.enums import Standing
from exchange.membership.models import (
    Affiliation,
    Organisation,
    OrganisationDomain,
    Term,
)
from exchange.membership.queries.standings import get_network, judge
from exchange.membership.standing import StandingOn


@dataclass(frozen=True)
class OrganisationStanding:
    """An organisation and its standing at the instant asked about."""

    organisation: Organisation
    standing: StandingOn


@dataclass(frozen=True)
class OrganisationList:
    """One page of organisations, and how many there are of each standing (before that filter)."""

    page: Page[OrganisationStanding]
    counts: Mapping[Standing, int]


def organisations(
    at: datetime, *, search: str = "", standing: Standing | None = None, page_number: int = 1
) -> OrganisationList:
    """Organisations by name whose name or domain contains `search`, of one standing if given.

    A standing is computed, so all that match are judged and the page is cut from them: a network
    has hundreds of members, not millions. Four SQL statements, whatever the number.
    """
    found = session().scalars(_named(search)).all()
    judged = judge([organisation.id for organisation in found], at, get_network())
    counts = Counter(standing.kind for standing in judged.values())
    items = [
        OrganisationStanding(organisation, judged[organisation.id])
        for organisation in found
        if standing is None or judged[organisation.id].kind is standing
    ]
    return OrganisationList(_cut(items, page_number), counts)


def _named(search: str) -> Select[Organisation]:
    statement = select(Organisation).order_by(func.lower(Organisation.name))
    if not search:
        return statement
    domains = select(OrganisationDomain.organisation_id).where(
        contains(OrganisationDomain.name, search)
    )
    return statement.where(or_(contains(Organisation.name, search), Organisation.id.in_(domains)))


def _cut(items: Sequence[OrganisationStanding], number: int) -> Page[OrganisationStanding]:
    pages = max(1, -(-len(items) // PAGE_SIZE))
    number = min(max(1, number), pages)
    return Page(items[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], number, len(items))


def contains(column: InstrumentedAttribute[str], search: str) -> ColumnElement[bool]:
    """Whether the column holds `search`, whatever the case; `%` and `_` mean themselves."""
    return func.lower(column).contains(search.lower(), autoescape=True)


def get_organisation(organisation_id: UUID) -> Organisation:
    """One organisation; raises `NotFound`."""
    organisation = find(Organisation, organisation_id)
    if organisation is None:
        raise NotFound
    return organisation


def organisation_of_domain(email: str) -> UUID | None:
    """The organisation to which the domain of this address belongs."""
    domain = email.rpartition("@")[2].lower()
    owner = select(OrganisationDomain.organisation_id).where(OrganisationDomain.name == domain)
    return session().scalars(owner).one_or_none()


def has_known_domain(email: str) -> bool:
    """Whether the address is of an organisation's domain, so that its owner may open an account."""
    return organisation_of_domain(email) is not None


def organisation_names(ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """The names of these organisations."""
    rows = session().execute(
        select(Organisation.id, Organisation.name).where(Organisation.id.in_(list(ids)))
    )
    return dict(rows.tuples().all())


def affiliations_with(organisation_id: UUID, page_number: int = 1) -> Page[Affiliation]:
    """Who belongs or belonged to the organisation, latest first, with the people loaded."""
    return paginate(
        select(Affiliation)
        .where(Affiliation.organisation_id == organisation_id)
        .order_by(Affiliation.starts_on.desc(), Affiliation.seq.desc())
        .options(joinedload(Affiliation.person)),
        page_number,
    )


def affiliations_of(person_id: UUID) -> Sequence[Affiliation]:
    """Where the person belongs or belonged, latest first, with the organisations loaded."""
    statement = (
        select(Affiliation)
        .where(Affiliation.person_id == person_id)
        .order_by(Affiliation.starts_on.desc(), Affiliation.seq.desc())
        .options(joinedload(Affiliation.organisation))
    )
    return session().scalars(statement).all()


def get_affiliation(affiliation_id: UUID) -> Affiliation:
    """One affiliation; raises `NotFound`."""
    affiliation = find(Affiliation, affiliation_id)
    if affiliation is None:
        raise NotFound
    return affiliation


def get_term(term_id: UUID) -> Term:
    """One term; raises `NotFound`."""
    term = find(Term, term_id)
    if term is None:
        raise NotFound
    return term
