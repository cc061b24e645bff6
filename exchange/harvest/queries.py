"""Named reads of harvests. What is absent and what is not yours get the same answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from exchange.accounts.models import Person
from exchange.core import clock
from exchange.core.actor import Actor
from exchange.core.db import find, session
from exchange.core.decision import require
from exchange.core.errors import NotFound, NotSignedIn
from exchange.core.paging import Page, paginate
from exchange.events.enums import EventState
from exchange.events.models import Event, Facilitation, Part, Programme
from exchange.events.queries import find_event, is_facilitator
from exchange.harvest.enums import HarvestFor
from exchange.harvest.models import Harvest, HarvestLine
from exchange.harvest.rules import HarvestFacts, folded, may_read
from exchange.membership.queries import standing_of_person
from exchange.membership.rules import opens_rooms
from exchange.membership.standing import NOBODY
from exchange.registration.models import Registration
from exchange.registration.queries import ADMITTED, is_admitted
from exchange.rooms.models import Ban, Removal
from exchange.rooms.queries import was_removed

MOST_WORDS = 8


@dataclass(frozen=True)
class Group:
    """Lines under one heading; the first may have none."""

    heading: str
    lines: Sequence[HarvestLine]


def harvest_of(event_id: UUID) -> Harvest | None:
    """How the event's harvest is arranged, if anybody has arranged it."""
    return session().scalars(select(Harvest).where(Harvest.event_id == event_id)).one_or_none()


def lines_of(event_id: UUID) -> Sequence[HarvestLine]:
    """All that rooms of the event released, as it is arranged; what is new comes last."""
    statement = select(HarvestLine).where(HarvestLine.event_id == event_id)
    ordered = statement.order_by(
        HarvestLine.position.is_(None), HarvestLine.position, HarvestLine.id
    )
    return session().scalars(ordered).all()


def lines_to_publish(event_id: UUID) -> int:
    """How many lines the harvest has, those left out aside."""
    counted = select(func.count()).select_from(HarvestLine)
    wanted = HarvestLine.event_id == event_id, HarvestLine.left_out.is_(False)
    return session().scalar(counted.where(*wanted)) or 0


def facts_for(actor: Actor, event: Event, harvest: Harvest | None) -> HarvestFacts:
    """How the actor stands to the harvest of the event now."""
    published = harvest is not None and harvest.published_at is not None
    audience = HarvestFor(harvest.audience) if harvest is not None and published else None
    person = find(Person, actor.person_id) if actor.person_id else None
    if person is None:
        away = {"is_staff": False, "facilitates": False, "admitted": False, "removed": False}
        return HarvestFacts(
            event_published=event.state == EventState.PUBLISHED,
            audience=audience,
            account_active=False,
            standing=NOBODY,
            **away,
        )
    return HarvestFacts(
        event_published=event.state == EventState.PUBLISHED,
        audience=audience,
        account_active=person.active,
        is_staff=person.is_staff,
        facilitates=is_facilitator(person.id, event.id),
        admitted=is_admitted(person.id, event.id),
        removed=was_removed(person.id, event.id),
        standing=standing_of_person(person.id, clock.now()).standing,
    )


def is_there_for(actor: Actor, event: Event) -> bool:
    """Whether the actor may read a harvest of the event."""
    return bool(may_read(facts_for(actor, event, harvest_of(event.id))))


def harvest_for(actor: Actor, slug: str) -> tuple[Event, Harvest, list[Group]]:
    """The harvest at this address, in groups.

    Raises `NotSignedIn` for a visitor to whom it is not public, and `NotFound` for everybody else
    who may not read it: for absent ones alike.
    """
    event = find_event(slug)
    harvest = harvest_of(event.id) if event is not None else None
    hidden = NotFound if actor.is_signed_in else NotSignedIn
    if event is None or harvest is None:
        raise hidden
    require(may_read(facts_for(actor, event, harvest)), hidden)
    shown = [line for line in lines_of(event.id) if _is_shown(line)]
    return event, harvest, grouped(harvest.headings, shown)


def grouped(headings: Sequence[str], lines: Sequence[HarvestLine]) -> list[Group]:
    """Lines by their headings, in order; first those without one, or whose heading is gone."""
    free = [line for line in lines if line.heading not in headings]
    groups = [
        Group(heading, [line for line in lines if line.heading == heading]) for heading in headings
    ]
    return [group for group in (Group("", free), *groups) if group.lines]


def _is_shown(line: HarvestLine) -> bool:
    return line.position is not None and not line.left_out


def found_lines(actor: Actor, text: str, programme: str, page_number: int) -> Page[HarvestLine]:
    """Lines in which every word of `text` occurs, of harvests that the actor may read.

    A word may occur in the line's heading or the event's title, too. `programme` (a slug) limits
    them to one series. The newest events come first; without a word all lines are found.
    """
    statement = (
        select(HarvestLine)
        .join(Event, Event.id == HarvestLine.event_id)
        .join(Harvest, Harvest.event_id == Event.id)
        .where(_readable(actor), HarvestLine.position.is_not(None))
        .where(HarvestLine.left_out.is_(False))
        .options(joinedload(HarvestLine.event))
        .order_by(Harvest.published_at.desc(), Harvest.seq, HarvestLine.position)
    )
    if programme:
        statement = statement.where(Event.programme.has(Programme.slug == programme))
    for word in text.split()[:MOST_WORDS]:
        statement = statement.where(
            or_(
                HarvestLine.searched.contains(folded(word), autoescape=True),
                HarvestLine.heading.icontains(word, autoescape=True),
                Event.title.icontains(word, autoescape=True),
            )
        )
    return paginate(statement, page_number)


def _readable(actor: Actor) -> ColumnElement[bool]:
    """As `may_read`, for all harvests at once; a test compares the two."""
    there = and_(Harvest.published_at.is_not(None), Event.state == EventState.PUBLISHED.value)
    public = Harvest.audience == HarvestFor.PUBLIC.value
    person = find(Person, actor.person_id) if actor.person_id else None
    if person is None or not person.active:
        return and_(there, public)
    if person.is_staff:
        return there
    mine = or_(public, _took_part(person.id))
    if opens_rooms(standing_of_person(person.id, clock.now()).standing):
        mine = or_(mine, Harvest.audience == HarvestFor.MEMBERS.value)
    return and_(there, mine)


def _took_part(person_id: UUID) -> ColumnElement[bool]:
    def of_event(model: Any, *where: ColumnElement[bool]) -> ColumnElement[bool]:
        whose = model.event_id == Event.id, model.person_id == person_id
        return select(model.seq).where(*whose, *where).correlate(Event).exists()

    put_out = (
        select(Removal.seq)
        .join(Part, Part.id == Removal.part_id)
        .where(Part.event_id == Event.id, Removal.person_id == person_id)
        .where(Removal.lifted_at.is_(None))
        .correlate(Event)
        .exists()
    )
    admitted = of_event(Registration, Registration.state.in_(ADMITTED))
    out = or_(put_out, of_event(Ban, Ban.lifted_at.is_(None)))
    return or_(of_event(Facilitation, Facilitation.ended_at.is_(None)), and_(admitted, ~out))
