from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from marshmallow import fields

from exchange.core.paging import Page
from exchange.events.enums import Audience, Delivery, EventKind, EventState, PriceFor
from exchange.events.messages import EventFilters
from exchange.events.models import Event
from exchange.events.pricing import prices_of, quotes
from exchange.events.queries import event_by_id_for, published_events
from exchange.web.actor import current_actor
from exchange.web.fields import choice
from exchange.web.rest import Endpoints, MoneySchema, Paged, Strict, Text, page_of

api = Endpoints("Events", __name__, "Exchanges, workshops and courses as everybody may see them.")


class EventQuery(Paged):
    """Which events to list; what is left out limits nothing."""

    kind = fields.Enum(EventKind, by_value=True, load_default=None)
    delivery = fields.Enum(Delivery, by_value=True, load_default=None)
    audience = fields.Enum(Audience, by_value=True, load_default=None)
    programme = Text(80, load_default="", metadata={"description": "The programme's slug."})
    text = Text(200, load_default="", metadata={"description": "Words of title or text."})
    past = fields.Boolean(load_default=False)


class PartSchema(Strict):
    """One dated stretch of an event."""

    id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    title = fields.String(required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)


class PriceSchema(Strict):
    """What a place costs one kind of buyer."""

    who = choice(PriceFor, required=True)
    net = fields.Nested(MoneySchema, required=True)
    vat = fields.Nested(MoneySchema, required=True)
    gross = fields.Nested(MoneySchema, required=True)


class EventSummary(Strict):
    """An event as a list shows it."""

    id = fields.UUID(required=True)
    slug = fields.String(required=True)
    kind = choice(EventKind, required=True)
    state = choice(EventState, required=True)
    title = fields.String(required=True)
    summary = fields.String(required=True)
    organiser = fields.String(required=True)
    programme = fields.Pluck(
        Strict.from_dict({"title": fields.String(required=True)}, name="ProgrammeTitle"),
        "title",
        required=True,
        allow_none=True,
    )
    audience = choice(Audience, required=True)
    delivery = choice(Delivery, required=True)
    language = fields.String(required=True)
    time_zone = fields.String(required=True)
    capacity = fields.Integer(required=True)
    opens_at = fields.AwareDateTime(required=True, allow_none=True)
    closes_at = fields.AwareDateTime(required=True, allow_none=True)
    parts = fields.List(fields.Nested(PartSchema), required=True)
    prices = fields.List(fields.Nested(PriceSchema), required=True)

    def get_attribute(self, obj: Event, attr: str, default: Any) -> Any:
        """Prices with their VAT worked out."""
        if attr == "prices":
            return quotes(prices_of(obj))
        return super().get_attribute(obj, attr, default)


EventPage = page_of(EventSummary, "EventPage")


class EventDetail(EventSummary):
    """An event as its page shows it to everybody: no call link, no materials of those admitted."""

    rationale = fields.String(required=True, metadata={"description": "Markdown."})
    suggested_roles = fields.List(fields.String(), required=True)
    suggested_responsibilities = fields.List(fields.String(), required=True)
    outcomes = fields.List(fields.String(), required=True)
    contact_role = fields.String(required=True)
    contact_email = fields.String(required=True)


@api.serve("GET", "/events", query=EventQuery, answers=EventPage, token=False)
def list_events(query: Mapping[str, Any]) -> Page[Event]:
    """Published events to come by their date, or past ones with the newest first."""
    filters = EventFilters(
        kind=query["kind"].value if query["kind"] else "",
        delivery=query["delivery"].value if query["delivery"] else "",
        programme=query["programme"],
        text=query["text"],
        audiences=(query["audience"].value,) if query["audience"] else (),
        past=query["past"],
    )
    return published_events(filters, query["page"])


@api.serve(
    "GET",
    "/events/<uuid:event_id>",
    answers=EventDetail,
    refuses=[HTTPStatus.NOT_FOUND],
    token=False,
)
def show_event(event_id: UUID) -> Event:
    """One event. Drafts are there for network staff and their facilitators alone."""
    return event_by_id_for(current_actor(), event_id)
