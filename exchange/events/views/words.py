"""How facts about events read on a page, in the reader's language."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from babel.numbers import format_percent
from flask_babel import get_locale, lazy_gettext, ngettext
from flask_babel import gettext as _

from exchange.core.clock import local
from exchange.events.enums import Audience, Delivery, EventKind, EventState, PriceFor
from exchange.events.models import AgendaItem, Event, Part
from exchange.events.pricing import Quote, prices_of, quotes
from exchange.web.language import show_clock, show_day, show_money, show_time

KINDS = {
    EventKind.EXCHANGE: lazy_gettext("Exchange"),
    EventKind.WORKSHOP: lazy_gettext("Workshop"),
    EventKind.TRAINING: lazy_gettext("Training"),
    EventKind.COURSE: lazy_gettext("Course"),
}
DELIVERIES = {
    Delivery.ROOMS: lazy_gettext("Online, in rooms on this site"),
    Delivery.EXTERNAL_CALL: lazy_gettext("Online, in a video call"),
    Delivery.IN_PERSON: lazy_gettext("In person"),
}
AUDIENCES = {
    Audience.MEMBERS_ONLY: lazy_gettext("Members only"),
    Audience.OPEN: lazy_gettext("Open to all"),
}
BUYERS = {
    PriceFor.MEMBER: lazy_gettext("Members"),
    PriceFor.NON_MEMBER: lazy_gettext("Non-members"),
    PriceFor.EVERYONE: lazy_gettext("Everyone"),
}
STATES = {
    EventState.DRAFT: lazy_gettext("Draft"),
    EventState.PUBLISHED: lazy_gettext("Published"),
    EventState.WITHDRAWN: lazy_gettext("Withdrawn"),
}
ROLES = {
    "trainer": lazy_gettext("Trainer"),
    "facilitator": lazy_gettext("Facilitator"),
    "speaker": lazy_gettext("Speaker"),
}
TO = "\u2060–\u2060"  # a dash at which no line breaks
FEW = 5  # places from which on "only" is said


def live_part(event: Event, at: datetime) -> Part | None:
    """The part that is on at `at`, if the event meets in rooms."""
    if event.delivery != Delivery.ROOMS.value:
        return None
    return next((part for part in event.parts if part.starts_at <= at < part.ends_at), None)


def hours_of(part: Part, zone: str) -> str:
    """Start and end on the clock of `zone`, "09:30–15:30", with the day of an end on another."""
    ends = show_time(part.ends_at, zone)
    if local(part.ends_at, zone).date() != local(part.starts_at, zone).date():
        ends = f"{show_day(part.ends_at, zone)} {ends}"
    return f"{show_time(part.starts_at, zone)}{TO}{ends}"


def next_date(event: Event, at: datetime) -> str:
    """The day and hours of the part that is on or comes next, or of the last one."""
    if not event.parts:
        return _("Dates are being planned")
    part = next((p for p in event.parts if p.ends_at > at), event.parts[-1])
    if part.starts_at <= at < part.ends_at:
        return _("Now, until %(hour)s", hour=show_time(part.ends_at, event.time_zone))
    text = f"{show_day(part.starts_at, event.time_zone)}, {hours_of(part, event.time_zone)}"
    others = len(event.parts) - 1
    if others:
        more = ngettext("and %(num)d more part", "and %(num)d more parts", others)
        text = f"{text}, {more}"
    return text


def places_left(capacity: int, taken: int) -> str:
    """How many places are left, in words."""
    left = capacity - taken
    if left <= 0:
        return _("Full, with a waiting list")
    if taken == 0:
        return ngettext("%(num)d place", "%(num)d places", capacity)
    if left <= FEW:
        return ngettext("Only %(num)d place left", "Only %(num)d places left", left)
    return _("%(left)s of %(capacity)s places left", left=left, capacity=capacity)


def price_in_short(event: Event) -> str:
    """The prices for a card: who pays what, excluding VAT."""
    offers = quotes(prices_of(event))
    if all(offer.is_free for offer in offers):
        if event.audience == Audience.MEMBERS_ONLY.value:
            return _("Free for members")
        return _("Free")
    return _("%(amounts)s, plus VAT", amounts=" / ".join(_amounts(offers)))


def _amounts(offers: list[Quote]) -> Iterable[str]:
    for offer in offers:
        if offer.who is PriceFor.EVERYONE:
            yield show_money(offer.net)
        else:
            yield f"{show_money(offer.net)} ({str(BUYERS[offer.who]).lower()})"


def vat_percent(event: Event) -> str:
    """The event's VAT rate: "20%" in English."""
    return format_percent(event.vat_rate, locale=get_locale(), decimal_quantization=False)


def registration_dates(event: Event, at: datetime) -> list[tuple[str, datetime]]:
    """What a reader needs to know about the dates of registration, in order."""
    found = []
    closes = event.closes_at or (event.parts[0].starts_at if event.parts else None)
    if event.opens_at and event.opens_at > at:
        found.append((_("Registration opens"), event.opens_at))
    if closes:
        found.append((_("Registration closes"), closes))
    if event.binding_from:
        found.append((_("Binding from"), event.binding_from))
    return found


def slot(item: AgendaItem) -> str:
    """When an item of the agenda begins and ends, "09:30–10:00" in English."""
    hour, minute = map(int, item.at.split(":"))
    end = (hour * 60 + minute + item.minutes) % (24 * 60)
    return f"{show_clock(hour, minute)}{TO}{show_clock(*divmod(end, 60))}"


def initials(name: str) -> str:
    """The first letters of the first and last word: "AK" for "Anna Maria Kristensen"."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:]))


def is_demonstration_link(url: str) -> bool:
    """Whether the address is one of those reserved for examples, behind which there is nothing."""
    host = urlsplit(url).hostname or ""
    return host.endswith((".example.org", ".example")) or host == "example.org"
