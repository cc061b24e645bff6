"""Methods as a file writes them (docs/import-format.md)."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from exchange.events.errors import BrokenFile
from exchange.rooms.choosing import LONGEST_ABOUT, LONGEST_NAME
from exchange.rooms.enums import Seating, StepKind, Voices
from exchange.rooms.messages import MethodContent, StepContent
from exchange.rooms.runsheet import (
    ALLOWS,
    LONGEST_ANSWER,
    LONGEST_MATERIAL,
    MOST_ANSWERS,
    MOST_MINUTES,
    MOST_ROOMS,
    MOST_STEPS,
    Fault,
    faults_of,
    faults_of_question,
    faults_of_voices,
)
from exchange.web.fields import Count, Flag, Line, Strict, by_path, choice, many, slug, texts

WORDS = {
    Fault.NO_SEATING: "is missing: a breakout says who sits where.",
    Fault.NO_SIZE: "is missing: give rooms, or per_room.",
    Fault.TWO_SIZES: "give rooms or per_room, not both.",
    Fault.NO_ROOMS_HERE: "belongs to breakout steps alone.",
    Fault.NO_PRESENTER_HERE: "belongs to breakout steps alone.",
    Fault.NO_NAMES_HERE: "belongs to rooms that people choose.",
    Fault.BAD_NAMES: f"name 2 to {MOST_ROOMS} rooms, each once.",
    Fault.NO_QUESTION: "is missing: it is asked beforehand.",
    Fault.BAD_ANSWERS: f"has 2 to {MOST_ANSWERS} answers, each once.",
    Fault.NO_QUESTION_HERE: "belongs to rooms by_answer alone.",
    Fault.NAMES_AND_NUMBER: "give topics or rooms, not both.",
}


class Plain(fields.String):
    """Plain text on several lines, trimmed."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        return str(super()._deserialize(value, *args, **kwargs)).strip()


class StepSchema(Strict):
    """One step; loads into a `StepContent`."""

    kind = choice(StepKind, required=True)
    title = Line(120, required=True)
    minutes = Count(1, MOST_MINUTES, required=True)
    prompt = Line(500, blank=True, load_default="")
    material = Plain(
        load_default="",
        validate=validate.Length(
            max=LONGEST_MATERIAL, error=f"has at most {LONGEST_MATERIAL} characters."
        ),
    )
    headings = texts(120)
    allows = fields.List(
        fields.String(
            validate=validate.OneOf(ALLOWS, error=f"must be one of: {', '.join(ALLOWS)}.")
        ),
        load_default=lambda: ["chat", "hands", "notes"],
        error_messages={"invalid": "must be a list."},
    )
    rooms = Count(1, MOST_ROOMS, allow_none=True, load_default=None)
    per_room = Count(2, MOST_ROOMS, allow_none=True, load_default=None)
    seating = choice(Seating, load_default="")
    voices = choice(Voices, load_default="")
    next_presenter = Flag(load_default=False)
    earlier_events = fields.Boolean(
        load_default=False,
        truthy={True},
        falsy={False},
        error_messages={"invalid": "must be true or false."},
    )
    question = Line(300, blank=True, load_default="")
    answers = texts(LONGEST_ANSWER)
    gather = fields.Boolean(
        load_default=False,
        truthy={True},
        falsy={False},
        error_messages={"invalid": "must be true or false."},
    )
    topics = texts(LONGEST_NAME + LONGEST_ABOUT)

    @validates_schema(skip_on_field_errors=False)
    def roomed(self, data: dict[str, Any], **_: Any) -> None:
        """Breakouts say who sits where and how large rooms are; other steps have none."""
        kind, seating = data.get("kind"), data.get("seating", "")
        rooms, topics = data.get("rooms"), "\n".join(data.get("topics", ()))
        faults = faults_of(kind, seating, rooms, data.get("per_room"), topics) if kind else {}
        answers = "\n".join(data.get("answers", ()))
        faults |= faults_of_question(seating, data.get("question", ""), answers)
        if kind:
            presents = data.get("next_presenter", False)
            faults |= faults_of_voices(kind, data.get("voices", ""), next_presenter=presents)
        if faults:
            raise ValidationError({name: [WORDS[fault]] for name, fault in faults.items()})
        if data.get("earlier_events") and seating != Seating.MIXED:
            raise ValidationError("belongs to mixed steps alone.", "earlier_events")

    @post_load
    def content(self, data: dict[str, Any], **_: Any) -> StepContent:
        allowed = data.pop("allows")
        lines = {name: "\n".join(data.pop(name)) for name in ("headings", "topics", "answers")}
        whole = {**data, **{name: name in allowed for name in ALLOWS}, **lines}
        return StepContent(**whole)


class MethodSchema(Strict):
    """One method; loads into a `MethodContent`."""

    slug = slug(required=True)
    name = Line(120, required=True)
    language = fields.String(
        required=True, validate=validate.OneOf(("en", "da"), error="must be one of: en, da.")
    )
    people = Line(60, blank=True, load_default="")
    about = Line(500, blank=True, load_default="")
    steps = many(StepSchema, required=True)

    @validates_schema
    def stepped(self, data: dict[str, Any], **_: Any) -> None:
        """There is a step, and no more of them than a sheet takes."""
        if not 1 <= len(data["steps"]) <= MOST_STEPS:
            raise ValidationError(f"has 1 to {MOST_STEPS} steps.", "steps")

    @post_load
    def content(self, data: dict[str, Any], **_: Any) -> MethodContent:
        return MethodContent(**{**data, "steps": tuple(data["steps"])})


class MethodsSchema(Strict):
    """The part of a file that holds methods."""

    methods = many(MethodSchema, load_default=list)

    @validates_schema
    def unique(self, data: dict[str, Any], **_: Any) -> None:
        """Slugs and names name one method each."""
        for key in ("slug", "name"):
            given = [getattr(method, key) for method in data["methods"]]
            for index, repeated in enumerate(given):
                if repeated in given[:index]:
                    raise ValidationError({f"methods[{index}].{key}": ["stands twice."]})


def read_methods(raw: Any) -> tuple[MethodContent, ...]:
    """Check what a file says under `methods`. Raises `BrokenFile` with problems by their path."""
    try:
        return tuple(MethodsSchema().load({"methods": raw})["methods"])
    except ValidationError as error:
        raise BrokenFile(list(by_path(error.messages))) from None
