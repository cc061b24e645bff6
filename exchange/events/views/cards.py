"""Events as cards in a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from exchange.events.enums import Audience, Delivery, EventKind
from exchange.events.models import Event
from exchange.events.queries import places_taken
from exchange.events.views.words import (
    AUDIENCES,
    DELIVERIES,
    KINDS,
    live_part,
    next_date,
    places_left,
    price_in_short,
)


@dataclass(frozen=True)
class Card:
    """One event in a list, every text ready to show."""

    title: str
    href: str
    language: str  # of title, programme and summary
    programme: str
    organiser: str
    summary: str
    kind: str
    audience: str
    date_text: str
    delivery: str
    places_text: str
    price_text: str
    live: bool


def cards(events: Sequence[Event], at: datetime, host: str = "") -> list[Card]:
    """Cards for `events` as of `at`; organisers other than `host` are named. One SQL statement."""
    taken = places_taken([event.id for event in events])
    return [_card(event, taken.get(event.id, 0), at, host) for event in events]


def _card(event: Event, taken: int, at: datetime, host: str) -> Card:
    to_come = not event.parts or event.parts[-1].ends_at > at
    return Card(
        title=event.title,
        href=url_for("events.event", slug=event.slug),
        language=event.language,
        programme=event.programme.title if event.programme else "",
        organiser=event.organiser if event.organiser != host else "",
        summary=event.summary,
        kind=str(KINDS[EventKind(event.kind)]),
        audience=str(AUDIENCES[Audience(event.audience)]),
        date_text=next_date(event, at),
        delivery=str(DELIVERIES[Delivery(event.delivery)]),
        places_text=places_left(event.capacity, taken) if to_come else "",
        price_text=price_in_short(event),
        live=live_part(event, at) is not None,
    )
