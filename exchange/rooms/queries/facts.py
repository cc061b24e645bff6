"""What entering depends on, read in two statements for any number of people."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Row, Select, Uuid, and_, bindparam, func, or_, select

from exchange.accounts.models import Person
from exchange.confidentiality.models import Acknowledgement, EventProtocol, ProtocolVersion
from exchange.core import clock
from exchange.core.db import session
from exchange.core.errors import NotFound
from exchange.core.model import UtcDateTime
from exchange.events.enums import Audience, Delivery, EventState
from exchange.events.models import Event, Facilitation, Part
from exchange.membership.models import Affiliation, Network, Suspension, Term
from exchange.membership.standing import NOBODY, ORDER, StandingOn, standing_on
from exchange.registration.enums import STANDING, RegistrationState
from exchange.registration.models import Registration
from exchange.rooms.models import LivePart, Removal
from exchange.rooms.rules import EntryFacts

ONE_DAY = timedelta(days=1)

# Asked at every message, the statements are built once: building costs more than asking.
PEOPLE = bindparam("people", type_=Uuid(), expanding=True)
PART = bindparam("part", type_=Uuid())
AT = bindparam("at", type_=UtcDateTime())


def entry_facts(person_id: UUID, part_id: UUID, at: datetime) -> EntryFacts:
    """What `may_enter` judges, as it is at `at` (UTC). Raises `NotFound` for an unknown id."""
    facts = entry_facts_of([person_id], part_id, at)
    if person_id not in facts:
        raise NotFound
    return facts[person_id]


def entry_facts_of(
    person_ids: Collection[UUID], part_id: UUID, at: datetime
) -> dict[UUID, EntryFacts]:
    """The facts of several people about one part; unknown people are left out."""
    if not person_ids:
        return {}
    asked = {"people": list(person_ids), "part": part_id, "at": at}
    rows = session().execute(_statement(), asked).all()
    standings = _standings(person_ids, at)
    return {row.person_id: _facts(row, standings[row.person_id], at) for row in rows}


@cache
def _statement() -> Select[*tuple[Any, ...]]:
    registered = and_(
        Registration.event_id == Event.id,
        Registration.person_id == Person.id,
        Registration.state.in_(STANDING),
    )
    return (
        select(
            Person.id.label("person_id"),
            Person.active,
            Event.state,
            Event.delivery,
            Event.audience,
            Part.starts_at,
            LivePart.opened_at,
            LivePart.closed_at,
            Registration.state.label("registration"),
            _facilitates().label("facilitates"),
            _is_removed().label("removed"),
            _unacknowledged().label("unacknowledged"),
        )
        .select_from(Person)
        .join(Part, Part.id == PART)
        .join(Event, Event.id == Part.event_id)
        .outerjoin(LivePart, LivePart.part_id == Part.id)
        .outerjoin(Registration, registered)
        .where(Person.id.in_(PEOPLE))
    )


def _facilitates() -> ColumnElement[bool]:
    return (
        select(Facilitation.seq)
        .where(
            Facilitation.event_id == Event.id,
            Facilitation.person_id == Person.id,
            Facilitation.began_at <= AT,
            or_(Facilitation.ended_at.is_(None), Facilitation.ended_at > AT),
        )
        .exists()
    )


def _is_removed() -> ColumnElement[bool]:
    return (
        select(Removal.seq)
        .where(
            Removal.part_id == Part.id,
            Removal.person_id == Person.id,
            Removal.lifted_at.is_(None),
        )
        .exists()
    )


def _unacknowledged() -> Any:
    """How many versions in force (the newest of each protocol the event asks for) are missing."""
    newer = ProtocolVersion.__table__.alias("newer")
    acknowledged = (
        select(Acknowledgement.seq)
        .where(
            Acknowledgement.person_id == Person.id,
            Acknowledgement.version_id == ProtocolVersion.id,
        )
        .exists()
    )
    in_force = (
        select(func.max(newer.c.ordinal))
        .where(newer.c.protocol_id == EventProtocol.protocol_id)
        .scalar_subquery()
    )
    return (
        select(func.count())
        .select_from(EventProtocol)
        .join(ProtocolVersion, ProtocolVersion.protocol_id == EventProtocol.protocol_id)
        .where(
            EventProtocol.event_id == Event.id,
            ProtocolVersion.ordinal == in_force,
            ~acknowledged,
        )
        .correlate(Event, Person)
        .scalar_subquery()
    )


def _facts(row: Row[Any], standing: StandingOn, at: datetime) -> EntryFacts:
    return EntryFacts(
        at=at,
        account_active=row.active,
        event_published=row.state == EventState.PUBLISHED,
        held_in_rooms=row.delivery == Delivery.ROOMS,
        removed=row.removed,
        facilitates=row.facilitates,
        registration=RegistrationState(row.registration) if row.registration else None,
        members_only=row.audience != Audience.OPEN,
        standing=standing,
        unacknowledged=row.unacknowledged,
        starts_at=row.starts_at,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
    )


def _standings(person_ids: Iterable[UUID], at: datetime) -> defaultdict[UUID, StandingOn]:
    """Each person's best standing among the organisations they belong to on that day."""
    near = at.date()  # the zone is not known yet; no zone's day is further than one from UTC's
    asked = {"people": list(person_ids), "at": at, "from": near - ONE_DAY, "to": near + ONE_DAY}
    rows = session().execute(_memberships(), asked).all()
    word = rows[0].Network.member_word if rows else NOBODY.member_word
    found: defaultdict[UUID, StandingOn] = defaultdict(lambda: replace(NOBODY, member_word=word))
    for (person_id, _), members in _by_affiliation(rows, at).items():
        best = _standing(members, at)
        if person_id not in found or _rank(best) < _rank(found[person_id]):
            found[person_id] = best
    return found


def _by_affiliation(rows: Iterable[Row[Any]], at: datetime) -> dict[tuple[UUID, UUID], list[Any]]:
    groups: dict[tuple[UUID, UUID], list[Any]] = {}
    for row in rows:
        held = row.Affiliation
        day = clock.local(at, row.Network.time_zone).date()
        if held and held.starts_on <= day and (held.ends_on is None or day <= held.ends_on):
            groups.setdefault((held.person_id, held.organisation_id), []).append(row)
    return groups


def _standing(rows: list[Any], at: datetime) -> StandingOn:
    network = rows[0].Network
    return standing_on(
        {row.Term for row in rows if row.Term},
        {row.Suspension for row in rows if row.Suspension},
        at=at,
        zone=network.time_zone,
        member_word=network.member_word,
    )


def _rank(standing: StandingOn) -> int:
    return ORDER.index(standing.kind)


@cache
def _memberships() -> Select[*tuple[Any, ...]]:
    """The network beside each affiliation near that day, its terms and suspensions in force."""
    holds = and_(
        Affiliation.person_id.in_(PEOPLE),
        Affiliation.starts_on <= bindparam("to", type_=Date()),
        or_(Affiliation.ends_on.is_(None), Affiliation.ends_on >= bindparam("from", type_=Date())),
    )
    suspended = and_(
        Suspension.organisation_id == Affiliation.organisation_id,
        Suspension.began_at <= AT,
        or_(Suspension.ended_at.is_(None), Suspension.ended_at > AT),
    )
    return (
        select(Network, Affiliation, Term, Suspension)
        .select_from(Network)
        .outerjoin(Affiliation, holds)
        .outerjoin(Term, Term.organisation_id == Affiliation.organisation_id)
        .outerjoin(Suspension, suspended)
        .order_by(Affiliation.seq)
        .execution_options(populate_existing=True)
    )
