"""Named reads of protocols, versions and acknowledgements."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased, contains_eager, selectinload

from exchange.accounts.models import Person
from exchange.confidentiality.models import (
    Acknowledgement,
    EventProtocol,
    Protocol,
    ProtocolVersion,
)
from exchange.core import clock
from exchange.core.db import session
from exchange.core.errors import NotFound


def _in_force() -> ColumnElement[bool]:
    """The newest version of its protocol that is published by now."""
    newer = aliased(ProtocolVersion)
    newest = (
        select(func.max(newer.ordinal))
        .where(newer.protocol_id == ProtocolVersion.protocol_id, newer.published_at <= clock.now())
        .scalar_subquery()
    )
    return ProtocolVersion.ordinal == newest


def _required_by(event_id: UUID) -> Any:
    return (
        select(ProtocolVersion)
        .join(EventProtocol, EventProtocol.protocol_id == ProtocolVersion.protocol_id)
        .join(ProtocolVersion.protocol)
        .where(EventProtocol.event_id == event_id, _in_force())
        .options(contains_eager(ProtocolVersion.protocol))
        .order_by(EventProtocol.seq)
    )


def versions_in_force(event_id: UUID) -> list[ProtocolVersion]:
    """The version in force of each protocol that the event requires. One statement."""
    return list(session().scalars(_required_by(event_id)))


def unacknowledged(person_id: UUID, event_id: UUID) -> list[ProtocolVersion]:
    """Those of `versions_in_force` that the person has not acknowledged. One statement."""
    theirs = and_(
        Acknowledgement.version_id == ProtocolVersion.id, Acknowledgement.person_id == person_id
    )
    statement = (
        _required_by(event_id)
        .outerjoin(Acknowledgement, theirs)
        .where(Acknowledgement.id.is_(None))
    )
    return list(session().scalars(statement))


def protocols() -> Sequence[Protocol]:
    """Every protocol that has a published version, by title, with its versions."""
    statement = (
        select(Protocol)
        .where(Protocol.versions.any(ProtocolVersion.published_at <= clock.now()))
        .options(selectinload(Protocol.versions))
        .order_by(Protocol.title, Protocol.seq)
    )
    return session().scalars(statement).all()


def find_protocol(slug: str) -> Protocol | None:
    """The protocol with this slug, with its versions, or None."""
    statement = (
        select(Protocol).where(Protocol.slug == slug).options(selectinload(Protocol.versions))
    )
    return session().scalars(statement).one_or_none()


def get_protocol(slug: str) -> Protocol:
    """The protocol with this slug, with its versions; raises `NotFound`."""
    protocol = find_protocol(slug)
    if protocol is None:
        raise NotFound
    return protocol


def published(protocol: Protocol) -> list[ProtocolVersion]:
    """The protocol's versions that are published by now, newest first."""
    now = clock.now()
    return [v for v in reversed(protocol.versions) if v.published_at <= now]


def version_of(protocol: Protocol, number: str | None) -> ProtocolVersion:
    """The version with this number, or the one in force (None); raises `NotFound`."""
    for version in published(protocol):
        if number is None or version.number == number:
            return version
    raise NotFound


def is_in_force(version: ProtocolVersion) -> bool:
    """Whether this is the version that people acknowledge today."""
    statement = select(ProtocolVersion.id).where(ProtocolVersion.id == version.id, _in_force())
    return session().scalar(statement) is not None


def find_acknowledgement(person_id: UUID, version_id: UUID) -> Acknowledgement | None:
    """The person's assent to that version, or None."""
    statement = select(Acknowledgement).where(
        Acknowledgement.person_id == person_id, Acknowledgement.version_id == version_id
    )
    return session().scalars(statement).one_or_none()


def last_acknowledged(person_id: UUID, protocol_id: UUID) -> ProtocolVersion | None:
    """The newest version of the protocol that the person has acknowledged, or None."""
    statement = (
        select(ProtocolVersion)
        .join(Acknowledgement, Acknowledgement.version_id == ProtocolVersion.id)
        .where(Acknowledgement.person_id == person_id, ProtocolVersion.protocol_id == protocol_id)
        .order_by(ProtocolVersion.ordinal.desc())
        .limit(1)
    )
    return session().scalars(statement).one_or_none()


def required_at(protocol_id: UUID) -> Sequence[UUID]:
    """The ids of the events that require the protocol."""
    statement = select(EventProtocol.event_id).where(EventProtocol.protocol_id == protocol_id)
    return session().scalars(statement).all()


@dataclass(frozen=True)
class Assent:
    """How many people with an account have acknowledged a version, and how many any version."""

    this_version: int
    any_version: int


def assent(protocol_id: UUID, version_id: UUID) -> Assent:
    """Figures for staff; people, never connected with words. One statement."""
    person = Acknowledgement.person_id
    statement = (
        select(
            func.count(person.distinct()).filter(Acknowledgement.version_id == version_id),
            func.count(person.distinct()),
        )
        .join(ProtocolVersion, ProtocolVersion.id == Acknowledgement.version_id)
        .join(Person, Person.id == person)
        .where(ProtocolVersion.protocol_id == protocol_id, Person.active)
    )
    this_version, any_version = session().execute(statement).one()
    return Assent(this_version, any_version)
