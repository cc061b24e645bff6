"""The import file's shape. What each key means stands in docs/import-format.md."""

from datetime import datetime, time
from decimal import Decimal
from typing import Any, cast
from zoneinfo import available_timezones

from marshmallow import ValidationError, fields, post_load, validate, validates, validates_schema

from exchange.core import clock
from exchange.events import messages
from exchange.events.enums import Audience, Delivery, EventKind, PriceFor, SeenBy
from exchange.events.errors import BrokenFile
from exchange.web.fields import (
    MOST,
    Address,
    Amount,
    Count,
    Day,
    Flag,
    Line,
    Markdown,
    Strict,
    WallClock,
    at_most,
    by_path,
    choice,
    email,
    many,
    slug,
    texts,
)

LANGUAGES = ("en", "da")  # in which pages can be shown
ROLES = ("trainer", "facilitator", "speaker")


def _language(value: str) -> None:
    if value and value not in LANGUAGES:
        raise ValidationError(f"must be one of: {', '.join(LANGUAGES)}.")


def _zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError('must be the IANA name of a zone, such as "Europe/London".')


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
    language = fields.String(load_default="", validate=_language)
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
    dilemma_game = Flag(load_default=False)
    admits_each = Flag(load_default=False)
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
        contact, venue = data.pop("contact"), data.pop("venue")
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
            contact_role=contact["role"],
            contact_email=contact["email"],
        )
        return messages.ImportedEvent(slug, content, protocols)


class NetworkSchema(Strict):
    """The network's profile; every key is needed."""

    name = Line(120, required=True)
    short_name = Line(30, required=True)
    languages = fields.List(
        fields.String(validate=_language),
        required=True,
        validate=validate.Length(1, 2, error="names 1 or 2 languages, the main one first."),
    )
    currency = fields.String(
        required=True, validate=validate.Regexp(r"\A[A-Z]{3}\Z", error='must be such as "GBP".')
    )
    vat_rate = Amount(4, Decimal(1), required=True)
    time_zone = fields.String(required=True, validate=_zone)
    member_word = Line(40, required=True)
    member_word_plural = Line(40, required=True)
    contact_email = email(required=True)
    introduction = Markdown(required=True)


class SectionSchema(Strict):
    """A section of a protocol, which may hold sections."""

    title = Line(160, required=True)
    text = Markdown(required=True)
    children = fields.List(fields.Nested("SectionSchema"), validate=at_most)


class VersionSchema(Strict):
    """One published text of a protocol."""

    number = Line(20, required=True)
    published = Day(required=True)
    published_by = Line(160, required=True)
    change_note = Line(500, blank=True, load_default="")
    introduction = Markdown(load_default="")
    sections = many(SectionSchema, required=True)


class ProtocolSchema(Strict):
    """A protocol with its versions, oldest first."""

    slug = slug(required=True)
    title = Line(160, required=True)
    language = fields.String(required=True, validate=_language)
    part_of = Line(200, blank=True, load_default="")
    versions = many(VersionSchema, required=True)

    @validates_schema
    def numbered(self, data: dict[str, Any], **_: Any) -> None:
        """There is a version; numbers differ, and each is as new as the one above it."""
        numbers = [version["number"] for version in data["versions"]]
        days = [version["published"] for version in data["versions"]]
        if not numbers:
            raise ValidationError("needs at least one version.", "versions")
        if len(set(numbers)) != len(numbers):
            raise ValidationError("has a number twice.", "versions")
        if days != sorted(days):
            raise ValidationError("must be in order, the oldest first.", "versions")


class ImportFileSchema(Strict):
    """The whole file; loads into an `ImportedFile`."""

    format = fields.Raw(
        required=True, validate=validate.Equal(1, error="must be 1: no other format is known.")
    )
    network = fields.Nested(NetworkSchema, required=True)
    protocols = many(ProtocolSchema, load_default=list)
    events = many(EventSchema, load_default=list)
    methods = fields.Raw(load_default=list)  # of the rooms, which check it (rooms/schemas)
    dilemmas = fields.Raw(load_default=list)  # the same

    @validates_schema
    def unique(self, data: dict[str, Any], **_: Any) -> None:
        """Each slug names one thing of its list."""
        faults: dict[str, list[str]] = {}
        lists = {
            "events": [event.slug for event in data["events"]],
            "protocols": [protocol["slug"] for protocol in data["protocols"]],
        }
        for name, slugs in lists.items():
            for index, repeated in enumerate(slugs):
                if repeated in slugs[:index]:
                    faults[f"{name}[{index}].slug"] = ["stands twice in this file."]
        if faults:
            raise ValidationError(faults)

    @post_load
    def whole(self, data: dict[str, Any], **_: Any) -> messages.ImportedFile:
        """Put instants in the place of protocols' days: midnight on the network's clock."""
        zone = data["network"]["time_zone"]
        for protocol in data["protocols"]:
            for version in protocol["versions"]:
                day = version.pop("published")
                version["published_at"] = clock.from_local(datetime.combine(day, time()), zone)
        return messages.ImportedFile(
            data["network"],
            tuple(data["protocols"]),
            tuple(data["events"]),
            data["methods"],
            data["dilemmas"],
        )


def read_content(raw: Any) -> messages.ImportedFile:
    """Check what a YAML or JSON file says. Raises `BrokenFile` with every problem by its path."""
    try:
        return cast(messages.ImportedFile, ImportFileSchema().load(raw))
    except ValidationError as error:
        raise BrokenFile(list(by_path(error.messages))) from None
