"""Everything that writes events."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from exchange.accounts.models import Person
from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.clock import from_local
from exchange.core.db import add, find, lock, session
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.core.model import Row
from exchange.core.text import slug_of
from exchange.events import models, rules
from exchange.events.enums import EventState
from exchange.events.errors import PartInUse, SlugTaken
from exchange.events.messages import Change, EventContent, ImportReport, PartContent, Terms
from exchange.events.models import Event, Facilitation, Part, Programme
from exchange.events.queries import (
    SAME_FIELDS,
    content_of,
    find_event,
    is_facilitator,
    places_taken,
)
from exchange.membership.queries import get_network
from exchange.realtime.control import announce

LISTS = ("suggested_roles", "suggested_responsibilities", "outcomes", "figures", "case_topics")


@action
def create_event(
    *, actor: Actor, content: EventContent, slug: str = "", terms: Terms | None = None
) -> Event:
    """Make a draft on the network's terms, or on `terms`. Raises `SlugTaken`, `Refused`."""
    require(rules.manages_events(actor))
    slug, terms = slug or slug_of(content.title), terms or network_terms()
    if find_event(slug) is not None:
        raise SlugTaken
    event = Event(
        slug=slug,
        organiser=terms.organiser,
        language=content.language or terms.language,
        currency=terms.currency,
        vat_rate=terms.vat_rate,
        time_zone=terms.time_zone,
        state=EventState.DRAFT.value,
        created_at=clock.now(),
    )
    _write(event, content)
    add(event)
    record(actor, Tag.EVENT_CREATED, event, slug=slug)
    return event


@action
def change_event(*, actor: Actor, event_id: UUID, content: EventContent) -> Event:
    """Give the event this content; parts keep their identity by their place in the order.

    Raises `Refused` when it would then have fewer places than are taken, `PartInUse`, `NotFound`.
    """
    require(rules.manages_events(actor))
    event = _locked(event_id)
    content = replace(content, language=content.language or event.language)
    changed = _differences(content_of(event), content)
    if not changed:
        return event
    taken = places_taken([event.id]).get(event.id, 0)
    if content.capacity != event.capacity:
        require(rules.capacity_covers(content.capacity, taken))
    if event.state == EventState.PUBLISHED.value:
        require(_is_ready(content))
    try:
        _write(event, content)
        session().flush()
    except IntegrityError as error:
        raise PartInUse from error
    record(actor, Tag.EVENT_CHANGED, event, fields=list(changed))
    announce("access_changed", event_id=event.id.hex)
    return event


@action
def publish_event(*, actor: Actor, event_id: UUID) -> Event:
    """Show a draft, or a withdrawn event again, to everybody."""
    event = _turn(actor, event_id, rules.PUBLISH)
    record(actor, Tag.EVENT_PUBLISHED, event)
    return event


@action
def withdraw_event(*, actor: Actor, event_id: UUID) -> Event:
    """Take a published event from sight; its rooms close to everyone."""
    event = _turn(actor, event_id, rules.WITHDRAW)
    record(actor, Tag.EVENT_WITHDRAWN, event)
    return event


@action
def name_facilitator(*, actor: Actor, event_id: UUID, person_id: UUID) -> Facilitation:
    """Let a person facilitate the event from now on; one who does so already stays."""
    require(rules.manages_events(actor))
    event, person = _locked(event_id), find(Person, person_id)
    if person is None:
        raise NotFound
    require(rules.may_facilitate(active=person.active))
    if is_facilitator(person.id, event.id):
        return _facilitation(event.id, person.id)
    named = add(Facilitation(event_id=event.id, person_id=person.id, began_at=clock.now()))
    record(actor, Tag.FACILITATOR_NAMED, event, person=person.id)
    announce("access_changed", person_id=person.id.hex, event_id=event.id.hex)
    return named


@action
def release_facilitator(*, actor: Actor, event_id: UUID, person_id: UUID) -> Facilitation:
    """End a person's facilitation now. Raises `NotFound` if they do not facilitate the event."""
    require(rules.manages_events(actor))
    event = _locked(event_id)
    ended = _facilitation(event.id, person_id)
    ended.ended_at = clock.now()
    record(actor, Tag.FACILITATOR_RELEASED, event, person=person_id)
    announce("access_changed", person_id=person_id.hex, event_id=event.id.hex)
    return ended


@action
def import_events(
    *, actor: Actor, events: Sequence[tuple[str, EventContent]], terms: Terms
) -> ImportReport:
    """Create and publish, or change, the event of each (slug, content); what is equal stays.

    `terms` apply to new events. Raises `Refused` or `Conflict`, and then nothing is kept.
    """
    require(rules.manages_events(actor))
    changes = tuple(_import_one(actor, slug, content, terms) for slug, content in events)
    if any(change.verb != "unchanged" for change in changes):
        record(actor, Tag.IMPORTED, events=[change.slug for change in changes])
    return ImportReport(changes)


def network_terms() -> Terms:
    """The terms of this installation's network. Raises `NotFound` where there is none yet."""
    network = get_network()
    return Terms(
        organiser=network.name,
        language=network.languages[0],
        currency=network.currency,
        vat_rate=network.vat_rate,
        time_zone=network.time_zone,
    )


def _import_one(actor: Actor, slug: str, content: EventContent, terms: Terms) -> Change:
    event = find_event(slug)
    if event is None:
        made = create_event(actor=actor, content=content, slug=slug, terms=terms)
        publish_event(actor=actor, event_id=made.id)
        return Change("event", slug, "new")
    whole = replace(content, language=content.language or event.language)
    changed = _differences(content_of(event), whole)
    change_event(actor=actor, event_id=event.id, content=whole)
    return Change("event", slug, "changed" if changed else "unchanged", changed)


def _turn(actor: Actor, event_id: UUID, verb: str) -> Event:
    require(rules.manages_events(actor))
    event = _locked(event_id)
    state = EventState(event.state)
    require(rules.may_change_state(state, verb))
    if verb == rules.PUBLISH:
        require(_is_ready(content_of(event)))
    event.state = rules.STATES[state, verb].value
    announce("access_changed", event_id=event.id.hex)
    return event


def _is_ready(content: EventContent) -> Any:
    return rules.is_ready(
        parts=len(content.parts), interest_before_dates=content.interest_before_dates
    )


def _locked(event_id: UUID) -> Event:
    event = lock(Event, event_id)
    if event is None:
        raise NotFound
    return event


def _facilitation(event_id: UUID, person_id: UUID) -> Facilitation:
    found = session().scalar(
        select(Facilitation).where(
            Facilitation.event_id == event_id,
            Facilitation.person_id == person_id,
            Facilitation.ended_at.is_(None),
        )
    )
    if found is None:
        raise NotFound
    return found


def _differences(before: EventContent, after: EventContent) -> tuple[str, ...]:
    return tuple(
        field.name
        for field in fields(EventContent)
        if getattr(before, field.name) != getattr(after, field.name)
    )


def _write(event: Event, content: EventContent) -> None:
    require(rules.parts_in_order([(part.starts, part.ends) for part in content.parts]))
    zone = event.time_zone
    for name in SAME_FIELDS:
        setattr(event, name, getattr(content, name))
    event.language = content.language or event.language
    for name in LISTS:
        setattr(event, name, list(getattr(content, name)))
    event.programme = _programme(content.programme)
    event.opens_at = content.opens and from_local(content.opens, zone)
    event.closes_at = content.closes and from_local(content.closes, zone)
    event.binding_from = content.binding_from and from_local(content.binding_from, zone)
    event.cases_close_at = content.cases_close and from_local(content.cases_close, zone)
    _write_parts(event, content.parts)
    for name, rows in _children(content).items():
        _replace(event, name, rows)


def _programme(title: str) -> Programme | None:
    if not title:
        return None
    known = session().scalar(select(Programme).where(Programme.title == title))
    return known or add(Programme(title=title, slug=slug_of(title)))


def _write_parts(event: Event, parts: Sequence[PartContent]) -> None:
    """Parts keep their id by number: rooms and links point at them."""
    known = {part.number: part for part in event.parts}
    for number, content in enumerate(parts, start=1):
        part = known.pop(number, None)
        if part is None:
            part = Part(number=number)
            event.parts.append(part)
        part.title = content.title
        part.starts_at = from_local(content.starts, event.time_zone)
        part.ends_at = from_local(content.ends, event.time_zone)
    for surplus in known.values():
        event.parts.remove(surplus)


def _children(content: EventContent) -> dict[str, list[Row]]:
    return {
        "agenda": [
            models.AgendaItem(
                part_number=item.part,
                position=position,
                at=item.at,
                minutes=item.minutes,
                title=item.title,
                text=item.text,
            )
            for position, item in enumerate(content.agenda)
        ],
        "prices": [
            models.Price(who=price.who, amount=price.amount, covers=list(price.covers))
            for price in content.prices
        ],
        "people": _placed(models.EventPerson, content.people),
        "partners": _placed(models.Partner, content.partners),
        "testimonials": _placed(models.Testimonial, content.testimonials),
        "materials": _placed(models.Material, content.materials),
    }


def _placed(model: type[Row], contents: Sequence[Any]) -> list[Row]:
    return [model(position=place, **vars(content)) for place, content in enumerate(contents)]


def _replace(event: Event, name: str, rows: list[Row]) -> None:
    """Exchange the rows of a list; the old ones go first, because some are unique per event."""
    if getattr(event, name):
        setattr(event, name, [])
        session().flush()
    setattr(event, name, rows)
