"""The network, and standings in it at an instant."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, or_, select

from exchange.accounts.models import AccountSession, Person
from exchange.core import clock
from exchange.core.db import session
from exchange.core.errors import NotFound
from exchange.membership.models import (
    Affiliation,
    Network,
    Organisation,
    Suspension,
    Term,
)
from exchange.membership.standing import NOBODY, ORDER, StandingOn, standing_on


@dataclass(frozen=True)
class PersonStanding:
    """The organisation through which a person stands best (None: they belong to none), and how."""

    organisation: Organisation | None
    standing: StandingOn


def find_network() -> Network | None:
    """The network's profile, or None before it was set."""
    return session().scalars(select(Network)).one_or_none()


def network_and_language(session_id: UUID | None) -> tuple[Network | None, str]:
    """The network, and the language of the person signed in by that session: one statement.

    Whoever made no choice gets the network's first; empty for visitors, whose browsers know.
    """
    statement = (
        select(Network, Person.language)
        .select_from(Network)
        .outerjoin(
            AccountSession,
            and_(AccountSession.id == session_id, AccountSession.revoked_at.is_(None)),
        )
        .outerjoin(Person, Person.id == AccountSession.person_id)
    )
    found = session().execute(statement).one_or_none()
    if found is None:
        return None, ""
    network, language = found
    return network, network.languages[0] if language == "" else language or ""


def get_network() -> Network:
    """The network's profile; raises `NotFound` before it was set."""
    network = find_network()
    if network is None:
        raise NotFound
    return network


def standing_of(organisation_id: UUID, at: datetime) -> StandingOn:
    """The organisation's standing at `at`, days counted in the network's zone."""
    network = get_network()
    return judge([organisation_id], at, network)[organisation_id]


def standing_of_person(person_id: UUID, at: datetime) -> PersonStanding:
    """The person's best standing at `at` among the organisations they are affiliated with that day.

    Of equal ones the affiliation made first counts. Two SQL statements at most.
    """
    rows = _affiliated(person_id, at)
    if not rows:
        return PersonStanding(None, NOBODY)
    network = rows[0][0]
    day = clock.local(at, network.time_zone).date()
    terms: dict[UUID, list[Term]] = {}
    organisations: dict[UUID, Organisation] = {}
    for _, affiliation, organisation, term in rows:
        if affiliation is not None and covers_day(affiliation, day):
            organisations[organisation.id] = organisation
            terms.setdefault(organisation.id, []).extend([term] if term else [])
    if not organisations:
        return PersonStanding(None, replace(NOBODY, member_word=network.member_word))
    suspensions = _suspensions(organisations)
    standings = [
        PersonStanding(organisation, _standing(network, terms[id], suspensions[id], at))
        for id, organisation in organisations.items()
    ]
    return min(standings, key=lambda found: ORDER.index(found.standing.kind))


def covers_day(affiliation: Affiliation, day: date) -> bool:
    """Whether the affiliation holds on `day` (both its days belong to it)."""
    return affiliation.starts_on <= day and (
        affiliation.ends_on is None or day <= affiliation.ends_on
    )


def _affiliated(
    person_id: UUID, at: datetime
) -> Sequence[tuple[Network, Affiliation | None, Organisation, Term | None]]:
    """The network beside each affiliation near that day, with each of its organisation's terms."""
    # The zone is not known yet: no zone's day is further than one day from that of UTC.
    near, margin = at.date(), timedelta(days=1)
    holds = and_(
        Affiliation.person_id == person_id,
        Affiliation.starts_on <= near + margin,
        or_(Affiliation.ends_on.is_(None), Affiliation.ends_on >= near - margin),
    )
    statement = (
        select(Network, Affiliation, Organisation, Term)
        .select_from(Network)
        .outerjoin(Affiliation, holds)
        .outerjoin(Organisation, Organisation.id == Affiliation.organisation_id)
        .outerjoin(Term, Term.organisation_id == Organisation.id)
        .order_by(Affiliation.seq)
    )
    rows = session().execute(statement.execution_options(populate_existing=True)).all()
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def _suspensions(organisation_ids: Iterable[UUID]) -> Mapping[UUID, list[Suspension]]:
    statement = select(Suspension).where(Suspension.organisation_id.in_(list(organisation_ids)))
    found: defaultdict[UUID, list[Suspension]] = defaultdict(list)
    for suspension in session().scalars(statement.execution_options(populate_existing=True)):
        found[suspension.organisation_id].append(suspension)
    return found


def _terms(organisation_ids: Iterable[UUID]) -> Mapping[UUID, list[Term]]:
    statement = select(Term).where(Term.organisation_id.in_(list(organisation_ids)))
    found: defaultdict[UUID, list[Term]] = defaultdict(list)
    for term in session().scalars(statement.execution_options(populate_existing=True)):
        found[term.organisation_id].append(term)
    return found


def judge(
    organisation_ids: Sequence[UUID], at: datetime, network: Network
) -> dict[UUID, StandingOn]:
    """The standings of these organisations at `at`, in two SQL statements."""
    terms, suspensions = _terms(organisation_ids), _suspensions(organisation_ids)
    return {
        id: _standing(network, terms.get(id, ()), suspensions.get(id, ()), at)
        for id in organisation_ids
    }


def _standing(
    network: Network, terms: Iterable[Term], suspensions: Iterable[Suspension], at: datetime
) -> StandingOn:
    return standing_on(
        terms, suspensions, at=at, zone=network.time_zone, member_word=network.member_word
    )
