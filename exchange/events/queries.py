"""Named reads of events. Lists load what a card shows in a fixed number of statements."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import selectinload

from exchange.core import clock
from exchange.core.actor import Actor
from exchange.core.db import find, session
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.core.paging import Page, paginate
from exchange.events.enums import Delivery, EventState
from exchange.events.messages import (
    AgendaContent,
    EventContent,
    EventFilters,
    MaterialContent,
    PartContent,
    PartnerContent,
    PersonContent,
    PriceContent,
    TestimonialContent,
)
from exchange.events.models import Event, Facilitation, Part, Programme, Testimonial
from exchange.events.rules import may_see

# Fields of an event that its content holds under the same name, unchanged.
SAME_FIELDS = (
    "title",
    "kind",
    "summary",
    "rationale",
    "audience",
    "delivery",
    "capacity",
    "capacity_per_organisation",
    "peer_led",
    "facilitated_by",
    "venue",
    "call_provider",
    "call_link",
    "late_entry",
    "research",
    "contact_role",
    "contact_email",
    "in_house_on_request",
    "for_whole_teams",
    "interest_before_dates",
    "own_cases",
    "case_invitation",
    "dilemma_game",
    "admits_each",
    "takeaway_hours",
)

PlacesTaken = Callable[[Collection[UUID]], Mapping[UUID, int]]


class _Places:
    """Registrations are made above this feature; who counts them is bound when the app starts."""

    counter: PlacesTaken | None = None


def count_places_by(counter: PlacesTaken | None) -> None:
    """Have `counter` say how many places of each event (by id) are taken; absent ids mean none."""
    _Places.counter = counter


def places_taken(event_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """Places held at each of these events; events without any are left out."""
    return _Places.counter(event_ids) if _Places.counter and event_ids else {}


def published_events(
    filters: EventFilters, page_number: int, size: int = 12, *, at: datetime | None = None
) -> Page[Event]:
    """A page of published events: those to come by their date, or past ones newest first."""
    at = at or clock.now()
    statement = _matching(filters).where(Event.state == EventState.PUBLISHED.value)
    first, last = _first_to_come(at), _last_end()
    if filters.past:
        statement = statement.where(last <= at).order_by(last.desc(), Event.seq)
    else:
        statement = statement.where(or_(last > at, last.is_(None)))
        statement = statement.order_by(first.is_(None), first, Event.seq)
    return paginate(statement.options(*_CARD), page_number, size)


def staff_events(*, state: str, text: str, page_number: int) -> Page[Event]:
    """A page of all events for network staff, newest first; `state` and `text` may be empty."""
    statement = _matching(EventFilters(text=text))
    if state:
        statement = statement.where(Event.state == state)
    return paginate(statement.order_by(Event.seq.desc()).options(*_CARD), page_number)


def event_for(actor: Actor, slug: str) -> Event:
    """The event at this address as `actor` may see it; raises `NotFound` for absent and hidden."""
    return _seen_by(actor, find_event(slug))


def event_by_id_for(actor: Actor, id: UUID) -> Event:
    """The event with this id as `actor` may see it; raises `NotFound` for absent and hidden."""
    return _seen_by(actor, find(Event, id))


def find_event(slug: str) -> Event | None:
    """The event at this address in any state, for staff's and the import's own use."""
    return session().scalar(select(Event).where(Event.slug == slug))


def network_events(delivery: Delivery) -> Sequence[Event]:
    """Every event that meets in this way, whatever its state, oldest first."""
    statement = select(Event).where(Event.delivery == delivery.value).order_by(Event.seq)
    return session().scalars(statement).all()


def is_facilitator(person_id: UUID | None, event_id: UUID) -> bool:
    """Whether this person facilitates the event now."""
    if person_id is None:
        return False
    return bool(
        session().scalar(
            select(
                exists().where(
                    Facilitation.event_id == event_id,
                    Facilitation.person_id == person_id,
                    Facilitation.ended_at.is_(None),
                )
            )
        )
    )


def facilitators(event_id: UUID) -> Sequence[Facilitation]:
    """Who facilitates the event now, in the order in which they were named."""
    return (
        session()
        .scalars(
            select(Facilitation)
            .where(Facilitation.event_id == event_id, Facilitation.ended_at.is_(None))
            .options(selectinload(Facilitation.person))
            .order_by(Facilitation.seq)
        )
        .all()
    )


def programmes() -> Sequence[Programme]:
    """Every programme, by title."""
    return session().scalars(select(Programme).order_by(Programme.title)).all()


_CARD = (
    selectinload(Event.parts),
    selectinload(Event.prices),
    selectinload(Event.programme),
)


def _seen_by(actor: Actor, event: Event | None) -> Event:
    if event is None:
        raise NotFound
    state = EventState(event.state)
    hidden = state is not EventState.PUBLISHED and not actor.is_staff
    facilitates = hidden and is_facilitator(actor.person_id, event.id)
    require(may_see(actor, state, facilitates=facilitates), NotFound)
    return event


def _matching(filters: EventFilters) -> Select[Event]:
    statement = select(Event)
    if filters.kind:
        statement = statement.where(Event.kind == filters.kind)
    if filters.delivery:
        statement = statement.where(Event.delivery == filters.delivery)
    if filters.audiences:
        statement = statement.where(Event.audience.in_(filters.audiences))
    if filters.programme:
        statement = statement.where(Event.programme.has(Programme.slug == filters.programme))
    for word in filters.text.split()[:8]:
        statement = statement.where(
            or_(*(column.icontains(word, autoescape=True) for column in _SEARCHED))
        )
    return statement


_SEARCHED = (Event.title, Event.summary, Event.rationale, Event.organiser)


def _first_to_come(at: datetime) -> Any:
    return (
        select(func.min(Part.starts_at))
        .where(Part.event_id == Event.id, Part.ends_at > at)
        .scalar_subquery()
    )


def _last_end() -> Any:
    return select(func.max(Part.ends_at)).where(Part.event_id == Event.id).scalar_subquery()


def content_of(event: Event) -> EventContent:
    """What the event consists of, in the shape in which forms and files write it."""
    zone = event.time_zone
    return EventContent(
        **{name: getattr(event, name) for name in SAME_FIELDS},
        language=event.language,
        programme=event.programme.title if event.programme else "",
        opens=_wall(event.opens_at, zone),
        closes=_wall(event.closes_at, zone),
        binding_from=_wall(event.binding_from, zone),
        cases_close=_wall(event.cases_close_at, zone),
        parts=tuple(
            PartContent(part.title, _clock(part.starts_at, zone), _clock(part.ends_at, zone))
            for part in event.parts
        ),
        agenda=tuple(
            AgendaContent(item.part_number, item.at, item.minutes, item.title, item.text)
            for item in event.agenda
        ),
        prices=tuple(
            PriceContent(price.who, price.amount, tuple(price.covers)) for price in event.prices
        ),
        people=tuple(PersonContent(p.role, p.name, p.biography) for p in event.people),
        partners=tuple(PartnerContent(p.name, p.about, p.url) for p in event.partners),
        testimonials=tuple(
            TestimonialContent(t.quote, t.role, t.organisation, t.demonstration)
            for t in event.testimonials
        ),
        materials=tuple(
            MaterialContent(m.title, m.seen_by, m.about, m.url) for m in event.materials
        ),
        suggested_roles=tuple(event.suggested_roles),
        suggested_responsibilities=tuple(event.suggested_responsibilities),
        outcomes=tuple(event.outcomes),
        case_topics=tuple(event.case_topics),
        figures=tuple(event.figures),
    )


def _clock(instant: datetime, zone: str) -> datetime:
    return clock.local(instant, zone).replace(tzinfo=None, fold=0)


def _wall(instant: datetime | None, zone: str) -> datetime | None:
    return None if instant is None else _clock(instant, zone)


def shown_testimonial() -> tuple[Testimonial, str] | None:
    """A participant's words for the start page, and their language: the first that is published."""
    rows = session().execute(
        select(Testimonial, Event.language)
        .join(Event, Event.id == Testimonial.event_id)
        .where(Event.state == EventState.PUBLISHED.value)
        .order_by(Event.seq, Testimonial.position)
        .limit(1)
    )
    found = rows.one_or_none()
    return (found[0], found[1]) if found else None
