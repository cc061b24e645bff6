"""Dilemmas as a file writes them (docs/import-format.md)."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from exchange.events.errors import BrokenFile
from exchange.rooms.messages import DilemmaContent
from exchange.rooms.polls import LONGEST_BACKGROUND, LONGEST_OPTION, LONGEST_QUESTION, MOST_OPTIONS
from exchange.rooms.schemas.files import Plain
from exchange.web.fields import Line, Strict, by_path, many, slug, texts


class DilemmaSchema(Strict):
    """One dilemma; loads into a `DilemmaContent`."""

    slug = slug(required=True)
    title = Line(120, required=True)
    language = fields.String(
        required=True, validate=validate.OneOf(("en", "da"), error="must be one of: en, da.")
    )
    situation = Plain(
        required=True,
        validate=validate.Length(
            1, LONGEST_BACKGROUND, error=f"has 1 to {LONGEST_BACKGROUND} characters."
        ),
    )
    question = Line(LONGEST_QUESTION, required=True)
    options = texts(LONGEST_OPTION)

    @validates_schema
    def told_apart(self, data: dict[str, Any], **_: Any) -> None:
        """There are two options or more, and all differ."""
        options = data["options"]
        if not 2 <= len(options) <= MOST_OPTIONS or len(set(options)) < len(options):
            raise ValidationError(f"are 2 to {MOST_OPTIONS}, and all differ.", "options")

    @post_load
    def content(self, data: dict[str, Any], **_: Any) -> DilemmaContent:
        return DilemmaContent(**{**data, "options": tuple(data["options"])})


class DilemmasSchema(Strict):
    """The part of a file that holds dilemmas."""

    dilemmas = many(DilemmaSchema, load_default=list)

    @validates_schema
    def unique(self, data: dict[str, Any], **_: Any) -> None:
        """A slug names one dilemma."""
        slugs = [dilemma.slug for dilemma in data["dilemmas"]]
        for index, repeated in enumerate(slugs):
            if repeated in slugs[:index]:
                raise ValidationError({f"dilemmas[{index}].slug": ["stands twice."]})


def read_dilemmas(raw: Any) -> tuple[DilemmaContent, ...]:
    """Check what a file says under `dilemmas`. Raises `BrokenFile` with problems by their path."""
    try:
        return tuple(DilemmasSchema().load({"dilemmas": raw})["dilemmas"])
    except ValidationError as error:
        raise BrokenFile(list(by_path(error.messages))) from None
