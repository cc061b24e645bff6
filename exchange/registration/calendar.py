"""An event as an iCalendar file (RFC 5545). Pure.

It says when, and where to look; never how to join, since calendars are shared with colleagues.
Each part keeps one UID for ever, so that a newer file changes or removes the entry it made.
"""

from datetime import UTC, datetime

from icalendar import Calendar
from icalendar import Event as Entry

from exchange.core.clock import local
from exchange.events.enums import Delivery
from exchange.events.models import Event, Part

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def calendar_of(
    event: Event, *, page: str, at: datetime, note: str = "", cancelled: bool = False
) -> bytes:
    """All parts of the event in its own zone.

    `page` is the event page's full address, `at` (UTC) when this became so: of two files the one
    with the later `at` holds. `note` is a sentence for people. With `cancelled` the entries are
    taken back (METHOD:CANCEL).
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Exchange//Exchange//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    for part in event.parts:
        entry = _entry(event, part)
        entry.add("dtstamp", at.astimezone(UTC))
        entry.add("sequence", int((at - EPOCH).total_seconds()))
        entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
        entry.add("description", f"{note}\n{page}".strip())
        entry.add("url", page)
        calendar.add_component(entry)
    if event.parts:
        calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def _entry(event: Event, part: Part) -> Entry:
    several = len(event.parts) > 1 and part.title
    entry = Entry()
    entry.add("uid", f"{part.id.hex}@exchange")
    entry.add("dtstart", local(part.starts_at, event.time_zone))
    entry.add("dtend", local(part.ends_at, event.time_zone))
    entry.add("summary", f"{event.title}: {part.title}" if several else event.title)
    entry.add("class", "PRIVATE")
    if event.delivery == Delivery.IN_PERSON.value:
        place = (event.venue.get("name", ""), event.venue.get("address", ""))
        entry.add("location", ", ".join(text for text in place if text))
    return entry
