"""An event as a file writes it."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates, validates_schema

from exchange.events import messages
from exchange.events.enums import Audience, Delivery, EventKind, PriceFor, SeenBy
from exchange.web.fields import (
    MOST,
    Address,
    Amount,
    Count,
    Flag,
    Line,
    Markdown,
    Strict,
    WallClock,
    choice,
    email,
    many,
    slug,
    texts,
)

LANGUAGES = ("en", "da")  # in which pages can be shown
ROLES = ("trainer", "facilitator", "speaker")


def in_known_language(value: str) -> None:
    """Refuse a language in which no page can be shown; an empty value means none is given."""
    if value and value not in LANGUAGES:
        raise ValidationError(f"must be one of: {', '.join(LANGUAGES)}.")


class PartSchema(Strict):
    title = Line(160, required=True)
    starts = WallClock(required=True)
    ends = WallClock(required=True)

    @post_load
    def content(self, data: dict[str, Any], **_: Any) -> messages.PartContent:
        return messages.PartContent(**data)


class AgendaSchema(Strict):
    part = Count(1, MOST, required=True)
    at = fields.String(
        required=True,
        validate=validate.Regexp(r"\A([01]\d|2[0-3]):[0-5]\d\Z", error='must be a time: "09:30".'),
        error_messages={"invalid": 'must be a time between quotation marks: "09:30".'},
    )
    minutes = Count(1, 24 * 60, required=True)
    title = Line(160, required=True)
    text = Markdown(load_default="")

    @post_load
    def content(self, data: dict[str, Any], **_: Any) -> messages.AgendaContent:
        return messages.AgendaContent(**data)


class PriceSchema(Strict):
    who = choice(PriceFor, required=True)
    amount = Amount(2, Decimal(9999999), required=True)
    covers = texts(80)

    @post_load
    def content(self, data: dict[str, Any], **_: Any) -> messages.PriceContent:
        return messages.PriceContent(**{**data, "covers": tuple(data["covers"])})


class PersonSchema(Strict):
    role = Line(40, required=True)
    name = Line(120, required=True)
    biography = Markdown(load_default="")

    @validates("role")
    def known(self, value: str, **_: Any) -> None:
        if value not in ROLES:
            raise ValidationError(f"must be one of: {', '.join(ROLES)}.")

    @post_load
    def content(self, data: dict[str, Any], **_: Any) -> messages.PersonContent:
        return messages.PersonContent(**data)


class PartnerSchema(Strict):
    name = Line(160, required=True)
    about = Markdown(required=True)
    url = Address(500, load_default="")

    @post_load
    def content(self, data: dict[str, Any], **_: Any) -> messages.PartnerContent:
        return messages.PartnerContent(**data)


class TestimonialSchema(Strict):
    __test__ = False  # pytest: not a test case

    quote = Line(1000, required=True)
    role = Line(120, blank=True, load_default="")
    organisation = Line(160, blank=True, load_default="")
    consented = Flag(required=True)
    demonstration = Flag(load_default=False)

    @validates("consented")
    def agreed(self, value: bool, **_: Any) -> None:
        if not value:
            raise ValidationError("must be true: whoever said it has to agree to its being shown.")

    @post_load
    def content(self, data: dict[str, Any], **_: Any) -> messages.TestimonialContent:
        del data["consented"]
        return messages.TestimonialContent(**data)


class MaterialSchema(Strict):
    title = Line(160, required=True)
    about = Markdown(required=True)
    seen_by = choice(SeenBy, required=True)
    url = Address(500, required=True)

    @post_load
    def content(self, data: dict[str, Any], **_: Any) -> messages.MaterialContent:
        return messages.MaterialContent(**data)


class VenueSchema(Strict):
    name = Line(160, required=True)
    address = Line(300, required=True)
    directions = Markdown(load_default="")


class ExternalCallSchema(Strict):
    provider = Line(60, required=True)
    link = Address(500, required=True)


class RegistrationSchema(Strict):
    opens = WallClock(allow_none=True, load_default=None)
    closes = WallClock(allow_none=True, load_default=None)
    binding_from = WallClock(allow_none=True, load_default=None)
    late_entry = Flag(load_default=False)


class AttendeesSchema(Strict):
    roles = texts(120)
    responsibilities = texts(160)


class CasesSchema(Strict):
    invitation = Markdown(load_default="")
    closes = WallClock(allow_none=True, load_default=None)
    topics = texts(messages.LONGEST_TOPIC)


class FigureSchema(Strict):
    value = Line(20, required=True)
    label = Line(120, required=True)


class ResearchSchema(Strict):
    title = Line(160, required=True)
    finding = Line(400, required=True)


class ContactSchema(Strict):
    role = Line(120, required=True)
    email = email(required=True)


class EventSchema(Strict):
    """One event of a file; loads into an `ImportedEvent`."""

    slug = slug(required=True)
    title = Line(160, required=True)
    kind = choice(EventKind, required=True)
    programme = Line(160, blank=True, load_default="")
    language = fields.String(load_default="", validate=in_known_language)
    summary = Line(200, required=True)
    rationale = Markdown(required=True)
    audience = choice(Audience, required=True)
    delivery = choice(Delivery, required=True)
    peer_led = Flag(load_default=False)
    facilitated_by = Line(120, blank=True, load_default="")
    venue = fields.Nested(VenueSchema, load_default=dict)
    external_call = fields.Nested(ExternalCallSchema, load_default=dict)
    capacity = Count(1, 100_000, required=True)
    capacity_per_organisation = Count(1, 100_000, allow_none=True, load_default=None)
    registration = fields.Nested(RegistrationSchema, load_default=RegistrationSchema().load({}))
    prices = many(PriceSchema, required=True)
    parts = many(PartSchema, load_default=list)
    agenda = many(AgendaSchema, load_default=list)
    people = many(PersonSchema, load_default=list)
    partners = many(PartnerSchema, load_default=list)
    suggested_attendees = fields.Nested(AttendeesSchema, load_default=AttendeesSchema().load({}))
    outcomes = texts(300)
    testimonials = many(TestimonialSchema, load_default=list)
    figures = many(FigureSchema, load_default=list)
    research = fields.Nested(ResearchSchema, load_default=dict)
    in_house_on_request = Flag(load_default=False)
    for_whole_teams = Flag(load_default=False)
    interest_before_dates = Flag(load_default=False)
    own_cases = Flag(load_default=False)
    cases = fields.Nested(CasesSchema, load_default=CasesSchema().load({}))
    dilemma_game = Flag(load_default=False)
    admits_each = Flag(load_default=False)
    takeaway_hours = Count(*messages.LOOKED_AT, load_default=48)
    materials = many(MaterialSchema, load_default=list)
    protocols = texts(80)
    contact = fields.Nested(ContactSchema, load_default=lambda: {"role": "", "email": ""})

    @validates_schema(skip_on_field_errors=False)
    def delivered(self, data: dict[str, Any], **_: Any) -> None:
        """What the way of meeting asks for is there."""
        needed = {"in_person": "venue", "external_call": "external_call"}.get(
            data.get("delivery", "")
        )
        if needed and not data.get(needed):
            raise ValidationError(f'is missing: delivery is "{data["delivery"]}".', needed)

    @validates_schema
    def invited(self, data: dict[str, Any], **_: Any) -> None:
        """Only an event that asks for cases says how."""
        if any(data["cases"].values()) and not data["own_cases"]:
            raise ValidationError("belongs to events with own_cases: true.", "cases")

    @validates_schema
    def sold(self, data: dict[str, Any], **_: Any) -> None:
        """Each buyer has one price; a price for everyone stands alone."""
        buyers = [price.who for price in data["prices"]]
        if not buyers:
            raise ValidationError('needs at least one price; free is amount: "0.00".', "prices")
        if len(set(buyers)) != len(buyers):
            raise ValidationError("names a buyer twice.", "prices")
        if PriceFor.EVERYONE.value in buyers and len(buyers) > 1:
            raise ValidationError("a price for everyone stands alone.", "prices")

    @validates_schema
    def ordered(self, data: dict[str, Any], **_: Any) -> None:
        """Parts follow each other, the agenda belongs to them, registration opens, then closes."""
        faults: dict[str, Any] = {}
        before: datetime | None = None
        for index, part in enumerate(data["parts"]):
            at = f"parts[{index}]"
            if part.ends <= part.starts:
                faults[f"{at}.ends"] = ["must be after its start."]
            elif before is not None and part.starts < before:
                faults[f"{at}.starts"] = ["begins before the part above it has ended."]
            before = part.ends
        for index, item in enumerate(data["agenda"]):
            if item.part > len(data["parts"]):
                faults[f"agenda[{index}].part"] = [f"there is no part {item.part}."]
        terms = data["registration"]
        if terms["opens"] and terms["closes"] and terms["closes"] <= terms["opens"]:
            faults["registration.closes"] = ["must be after registration opens."]
        if faults:
            raise ValidationError(faults)

    @post_load
    def content(self, data: dict[str, Any], **_: Any) -> messages.ImportedEvent:
        """Flatten the file's groups into an event's content."""
        slug, protocols = data.pop("slug"), tuple(data.pop("protocols"))
        call, attendees = data.pop("external_call"), data.pop("suggested_attendees")
        contact, venue, cases = data.pop("contact"), data.pop("venue"), data.pop("cases")
        plain: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
        }
        content = messages.EventContent(
            **plain.pop("registration"),
            **plain,
            venue=venue,
            call_provider=call.get("provider", ""),
            call_link=call.get("link", ""),
            suggested_roles=tuple(attendees["roles"]),
            suggested_responsibilities=tuple(attendees["responsibilities"]),
            case_invitation=cases["invitation"],
            cases_close=cases["closes"],
            case_topics=tuple(cases["topics"]),
            contact_role=contact["role"],
            contact_email=contact["email"],
        )
        return messages.ImportedEvent(slug, content, protocols)
