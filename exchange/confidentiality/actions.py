"""Everything that writes protocols and acknowledgements."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.confidentiality import queries, rules
from exchange.confidentiality.errors import NotInForce, TextChanged
from exchange.confidentiality.messages import VersionContent, normal
from exchange.confidentiality.models import (
    Acknowledgement,
    EventProtocol,
    Protocol,
    ProtocolVersion,
)
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, find, lock, session
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.events.messages import Change
from exchange.events.models import Event
from exchange.realtime.control import announce


@action
def publish_version(*, actor: Actor, protocol_id: UUID, content: VersionContent) -> ProtocolVersion:
    """Publish a version now. Everybody is asked again.

    Whoever is in a room that requires the protocol is refused there from this moment on, with
    the way to acknowledge the new text: nobody stays under terms that no longer hold (product
    rule 1). Raises `Refused`, `NotFound`.
    """
    require(rules.may_publish(actor))
    protocol = lock(Protocol, protocol_id)
    if protocol is None:
        raise NotFound
    require(rules.is_publishable(content, published_before(protocol)))
    return _publish(actor, protocol, content)


@action
def import_protocols(*, actor: Actor, protocols: Sequence[dict[str, Any]]) -> list[Change]:
    """Make each protocol of a checked file, or publish the versions that are new.

    Each is {slug, title, language, part_of, versions: [{number, published_at (instant),
    published_by, change_note, introduction, sections}]}, oldest version first. Raises
    `TextChanged` if a published number comes with another text; then nothing is kept.
    """
    require(rules.may_publish(actor))
    return [_import_one(actor, given) for given in protocols]


@action
def require_protocol(*, actor: Actor, event_id: UUID, protocol_id: UUID) -> EventProtocol:
    """Open the event's rooms only to those who acknowledged the protocol. Repeating is harmless."""
    require(rules.may_publish(actor))
    event, protocol = lock(Event, event_id), find(Protocol, protocol_id)
    if event is None or protocol is None:
        raise NotFound
    known = session().scalar(
        select(EventProtocol).where(
            EventProtocol.event_id == event_id, EventProtocol.protocol_id == protocol_id
        )
    )
    if known is not None:
        return known
    required = add(EventProtocol(event_id=event_id, protocol_id=protocol_id))
    record(actor, Tag.PROTOCOL_REQUIRED, event, protocol=protocol.slug)
    announce("access_changed", event_id=event_id.hex)
    return required


@action
def acknowledge(*, actor: Actor, version_id: UUID) -> Acknowledgement:
    """Record the actor's assent to the version in force; giving it again changes nothing.

    Raises `NotInForce` for a version that was replaced, `NotFound`, `NotSignedIn`.
    """
    person_id = actor.person
    version = find(ProtocolVersion, version_id)
    # The protocol is held so that no newer version is published between the look and the assent.
    if version is None or lock(Protocol, version.protocol_id) is None:
        raise NotFound
    given = queries.find_acknowledgement(person_id, version_id)
    if given is not None:
        return given
    if not queries.is_in_force(version):
        raise NotInForce
    assent = add(Acknowledgement(person_id=person_id, version_id=version_id, at=clock.now()))
    record(actor, Tag.ACKNOWLEDGED, version, number=version.number)
    announce("access_changed", person_id=person_id.hex)
    return assent


def published_before(protocol: Protocol) -> rules.Published:
    """What the rules need to know of a protocol's past."""
    return rules.Published(
        [version.number for version in protocol.versions],
        next((_as_content(version) for version in reversed(protocol.versions)), None),
    )


def _as_content(version: ProtocolVersion) -> VersionContent:
    return VersionContent(
        number=version.number, sections=version.sections, introduction=version.introduction
    )


def _publish(actor: Actor, protocol: Protocol, content: VersionContent) -> ProtocolVersion:
    version = ProtocolVersion(
        ordinal=len(protocol.versions) + 1,
        number=content.number,
        published_at=content.published_at or clock.now(),
        published_by=content.published_by or actor.name,
        change_note=content.change_note,
        introduction=content.introduction,
        sections=content.sections,
    )
    protocol.versions.append(version)
    session().flush()
    record(actor, Tag.PROTOCOL_PUBLISHED, version, protocol=protocol.slug, number=content.number)
    for event_id in queries.required_at(protocol.id):
        announce("access_changed", event_id=event_id.hex)
    return version


def _import_one(actor: Actor, given: dict[str, Any]) -> Change:
    protocol = queries.find_protocol(given["slug"])
    verb = "new" if protocol is None else "unchanged"
    if protocol is None:
        protocol = add(
            Protocol(
                slug=given["slug"],
                title=given["title"],
                language=given["language"],
                part_of=given.get("part_of", ""),
            )
        )
    known = {version.number: version for version in protocol.versions}
    fresh = []
    for content in map(_content, given["versions"]):
        if content.number not in known:
            _publish(actor, protocol, content)
            fresh.append(content.number)
        elif _differs(known[content.number], content):
            raise TextChanged(protocol=protocol.slug, number=content.number)
    if fresh and verb == "unchanged":
        verb = "changed"
    return Change("protocol", given["slug"], verb, tuple(fresh))


def _content(given: dict[str, Any]) -> VersionContent:
    return VersionContent(
        number=given["number"],
        sections=normal(given["sections"]),
        introduction=given.get("introduction", "").strip(),
        change_note=given.get("change_note", ""),
        published_by=given["published_by"],
        published_at=given["published_at"],
    )


def _differs(version: ProtocolVersion, content: VersionContent) -> bool:
    return (normal(version.sections), version.introduction) != (
        content.sections,
        content.introduction,
    )
