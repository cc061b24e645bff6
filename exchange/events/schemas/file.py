"""The import file as a whole. What each key means stands in docs/import-format.md."""

from datetime import datetime, time
from decimal import Decimal
from typing import Any, cast
from zoneinfo import available_timezones

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from exchange.core import clock
from exchange.events import messages
from exchange.events.errors import BrokenFile
from exchange.events.schemas.event import EventSchema, in_known_language
from exchange.web.fields import (
    Amount,
    Day,
    Line,
    Markdown,
    Strict,
    at_most,
    by_path,
    email,
    many,
    slug,
)


def _zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError('must be the IANA name of a zone, such as "Europe/London".')


class NetworkSchema(Strict):
    """The network's profile; every key is needed."""

    name = Line(120, required=True)
    short_name = Line(30, required=True)
    languages = fields.List(
        fields.String(validate=in_known_language),
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
    language = fields.String(required=True, validate=in_known_language)
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
