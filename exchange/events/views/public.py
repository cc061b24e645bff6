"""The start page, the list of events, and the page of one event."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from exchange.core import clock
from exchange.events.enums import Audience, Delivery, EventKind
from exchange.events.errors import NoPrice
from exchange.events.messages import EventFilters
from exchange.events.models import Event
from exchange.events.pricing import Quote, price_for, prices_of, quotes
from exchange.events.queries import (
    event_for,
    places_taken,
    programmes,
    published_events,
    shown_testimonial,
)
from exchange.events.views import words
from exchange.events.views.cards import cards
from exchange.membership.queries import find_network, standing_of_person
from exchange.membership.rules import opens_registration
from exchange.membership.standing import StandingOn
from exchange.web.actor import current_actor

pages = Blueprint("events", __name__)

ON_START = 6  # events on the start page, besides those that are live


@pages.get("/")
def start() -> str:
    """What this network offers, and what comes next."""
    at, network = clock.now(), find_network()
    host = network.name if network else ""
    coming = cards(published_events(EventFilters(), 1, ON_START + 2, at=at).items, at, host)
    live, said = [card for card in coming if card.live], shown_testimonial()
    return render_template(
        "start/start.html",
        profile=network,
        live=live,
        coming=[card for card in coming if not card.live][:ON_START],
        testimonial=said and said[0],
        testimonial_language=said and said[1],
    )


@pages.get("/events")
def event_list() -> str:
    """Published events, to come or past, as far as the reader's filter lets them through."""
    at, network = clock.now(), find_network()
    wanted = _wanted()
    page = published_events(_filters(wanted), page_number(), at=at)
    return render_template(
        "events/list.html",
        page=page,
        cards=cards(page.items, at, network.name if network else ""),
        wanted=wanted,
        filtered=any(value for name, value in wanted.items() if name != "when"),
        kinds=[("", _("All kinds")), *((kind.value, text) for kind, text in words.KINDS.items())],
        deliveries=[
            ("", _("Anywhere")),
            *((delivery.value, text) for delivery, text in words.DELIVERIES.items()),
        ],
        programmes=[("", _("All programmes")), *((p.slug, p.title) for p in programmes())],
        page_url=lambda number: _address(wanted, number),
    )


@pages.get("/events/<slug>")
def event(slug: str) -> str:
    """Everything that helps to decide whether to come, and the way in."""
    return render_event(event_for(current_actor(), slug))


def render_event(shown: Event, **more: Any) -> str:
    """The page of one event, for its readers and as staff's preview."""
    at = clock.now()
    standing = _standing()
    return render_template(
        "events/event.html",
        event=shown,
        words=words,
        at=at,
        live=words.live_part(shown, at),
        over=bool(shown.parts) and shown.parts[-1].ends_at <= at,
        taken=places_taken([shown.id]).get(shown.id, 0),
        quotes=quotes(prices_of(shown)),
        own=_own_quote(shown, standing),
        **more,
    )


def page_number() -> int:
    """The page asked for, 1 where that is not a sensible number."""
    given = request.args.get("page", "1")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 1


def search_text() -> str:
    """What was typed into the search field."""
    return request.args.get("text", "").strip()[:100]


def _wanted() -> dict[str, str]:
    """The reader's filter as it stands in the address; what makes no sense is left out."""
    given = request.args
    return {
        "text": search_text(),
        "kind": _one_of(EventKind, given.get("kind", "")),
        "delivery": _one_of(Delivery, given.get("delivery", "")),
        "programme": given.get("programme", "")[:80],
        "open": "me" if given.get("open") == "me" else "",
        "when": "past" if given.get("when") == "past" else "",
    }


def _one_of(kind: type[EventKind] | type[Delivery], value: str) -> str:
    return value if value in {member.value for member in kind} else ""


def _address(wanted: dict[str, str], number: int) -> str:
    """The address of a page of the same list."""
    given = {name: value for name, value in wanted.items() if value}
    return f"{url_for('events.event_list')}?{urlencode({**given, 'page': number})}"


def _filters(wanted: dict[str, str]) -> EventFilters:
    return EventFilters(
        kind=wanted["kind"],
        programme=wanted["programme"],
        delivery=wanted["delivery"],
        text=wanted["text"],
        audiences=_open_to_reader() if wanted["open"] else (),
        past=bool(wanted["when"]),
    )


def _open_to_reader() -> tuple[str, ...]:
    standing = _standing()
    if standing is not None and opens_registration(standing):
        return (Audience.MEMBERS_ONLY.value, Audience.OPEN.value)
    return (Audience.OPEN.value,)


def _standing() -> StandingOn | None:
    actor = current_actor()
    if actor.person_id is None:
        return None
    return standing_of_person(actor.person_id, clock.now()).standing


def _own_quote(shown: Event, standing: StandingOn | None) -> Quote | None:
    if standing is None:
        return None
    try:
        return price_for(prices_of(shown), standing.kind)
    except NoPrice:
        return None
