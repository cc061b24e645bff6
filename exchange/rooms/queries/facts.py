"""What entering depends on, read in two statements for any number of people."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, or_, select

from exchange.accounts.models import Person
from exchange.confidentiality.models import Acknowledgement, EventProtocol, ProtocolVersion
from exchange.core.bulk import among, columns, tupled, tuples
from exchange.core.errors import NotFound
from exchange.core.model import UtcDateTime
from exchange.core.prepared import built_once
from exchange.events.enums import Audience, Delivery, EventState
from exchange.events.models import Event, Facilitation, Part
from exchange.membership.standing import StandingOn
from exchange.registration.enums import STANDING, RegistrationState
from exchange.registration.models import Registration
from exchange.rooms.enums import BanReason
from exchange.rooms.models import Admission, Ban, LivePart, Removal
from exchange.rooms.queries.standings import standings_of
from exchange.rooms.rules import EntryFacts

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
    found = entry_facts_for({(person_id, part_id) for person_id in person_ids}, at)
    return {person_id: facts for (person_id, _), facts in found.items()}


def entry_facts_for(
    asked: Collection[tuple[UUID, UUID]], at: datetime
) -> dict[tuple[UUID, UUID], EntryFacts]:
    """The facts of people about parts, for pairs of both; unknown ones are left out."""
    if not asked:
        return {}
    people, parts = ({pair[n] for pair in asked} for n in (0, 1))
    given = {**tuples(asked), "people": list(people), "parts": list(parts), "at": at}
    rows = columns(_statement(), given).all()
    standings = standings_of(people, at)
    return {(row.person_id, row.part_id): _facts(row, standings[row.person_id], at) for row in rows}


@built_once
def _statement() -> Select[*tuple[Any, ...]]:
    registered = and_(
        Registration.event_id == Event.id,
        Registration.person_id == Person.id,
        Registration.state.in_(STANDING),
    )
    banned = and_(Ban.event_id == Event.id, Ban.person_id == Person.id, Ban.lifted_at.is_(None))
    return (
        select(
            Person.id.label("person_id"),
            Part.id.label("part_id"),
            Person.active,
            Event.state,
            Event.delivery,
            Event.audience,
            Part.starts_at,
            LivePart.opened_at,
            LivePart.closed_at,
            LivePart.admits_each,
            Ban.reason.label("banned"),
            Registration.state.label("registration"),
            _facilitates().label("facilitates"),
            _is_removed().label("removed"),
            _is_admitted().label("admitted"),
            _unacknowledged().label("unacknowledged"),
        )
        .select_from(Person)
        .join(Part, tupled(Person.id, Part.id))
        .join(Event, Event.id == Part.event_id)
        .outerjoin(LivePart, LivePart.part_id == Part.id)
        .outerjoin(Registration, registered)
        .outerjoin(Ban, banned)
        .where(among(Person.id, "people"), among(Part.id, "parts"))
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


def _is_admitted() -> ColumnElement[bool]:
    return (
        select(Admission.seq)
        .where(
            Admission.part_id == Part.id,
            Admission.person_id == Person.id,
            Admission.ended_at.is_(None),
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
        banned=BanReason(row.banned) if row.banned else None,
        removed=row.removed,
        facilitates=row.facilitates,
        registration=RegistrationState(row.registration) if row.registration else None,
        members_only=row.audience != Audience.OPEN,
        standing=standing,
        unacknowledged=row.unacknowledged,
        starts_at=row.starts_at,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        admits_each=bool(row.admits_each),
        admitted=row.admitted,
    )
