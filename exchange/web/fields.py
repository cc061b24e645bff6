"""Fields of files that people write, with plain sentences for what is wrong with a value."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from marshmallow import RAISE, Schema, ValidationError, fields, validate

MOST = 200  # entries of any list: far beyond real files, and a bound on the work
LONG = 20_000  # characters of a text in Markdown
WORDS: dict[str, str | list[Any] | dict[Any, Any]] = {
    "invalid": "must be a text; put it between quotation marks.",
    "required": "is missing.",
    "null": "must not be empty.",
}


class Line(fields.String):
    """A text on one line, trimmed; never empty unless allowed."""

    def __init__(self, most: int, *, blank: bool = False, **options: Any) -> None:
        check = validate.Length(0 if blank else 1, most, error=_length(blank, most))
        super().__init__(validate=check, **options)

    default_error_messages = WORDS

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        return " ".join(str(super()._deserialize(value, *args, **kwargs)).split())


class Markdown(fields.String):
    """Paragraphs of Markdown, trimmed."""

    default_error_messages = WORDS

    def __init__(self, **options: Any) -> None:
        super().__init__(validate=validate.Length(0, LONG, error=_length(True, LONG)), **options)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        return str(super()._deserialize(value, *args, **kwargs)).strip()


class Amount(fields.Field[Decimal]):
    """A quoted decimal with a point; at most `places` decimals, from 0 to `most`."""

    def __init__(self, places: int, most: Decimal, **options: Any) -> None:
        super().__init__(**options)
        self.places, self.most = places, most

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Decimal:
        whole, _, decimals = value.partition(".") if isinstance(value, str) else ("", "", "")
        if not (whole.isascii() and whole.isdigit()) or len(whole) > 9:
            raise ValidationError(
                'must be a quoted number with a point and not negative, such as "187.00".'
            )
        if decimals and not (decimals.isascii() and decimals.isdigit()):
            raise ValidationError('must be a quoted number with a point, such as "187.00".')
        amount = Decimal(value.rstrip("."))
        if len(decimals) > self.places or amount > self.most:
            raise ValidationError(f"has at most {self.places} decimals and is at most {self.most}.")
        return amount


class WallClock(fields.Field[datetime]):
    """A naive date and time, "2027-03-04T09:30": the wall clock of the network's zone."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> datetime:
        try:
            return datetime.strptime(value, "%Y-%m-%dT%H:%M")  # noqa: DTZ007  # naive by design
        except (TypeError, ValueError):
            raise ValidationError(
                'must be a quoted date and time without offset, such as "2027-03-04T09:30".'
            ) from None


class Day(fields.Field[date]):
    """2027-03-04, quoted or not."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> date:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            raise ValidationError("must be a date such as 2027-03-04.") from None


class Address(Line):
    """A web address that people may follow."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, *args, **kwargs)
        parts = urlsplit(text)
        if text and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValidationError("must be an address that begins with https:// or http://.")
        return text


class Flag(fields.Field[bool]):
    """true or false, and nothing that merely looks like it."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("must be true or false.")
        return value


class Count(fields.Integer):
    """A whole number from `least` to `most`, not a text."""

    def __init__(self, least: int, most: int, **options: Any) -> None:
        check = validate.Range(least, most, error=f"must be a whole number, {least} to {most}.")
        super().__init__(strict=True, validate=check, **options)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise ValidationError("must be a whole number without quotation marks.")
        return value


def _length(blank: bool, most: int) -> str:
    return f"has at most {most} characters." if blank else f"has 1 to {most} characters."


def slug(**options: Any) -> fields.String:
    """A short name in an address."""
    check = validate.Regexp(
        r"\A[a-z0-9]+(-[a-z0-9]+)*\Z",
        error="has lower-case letters, digits and single hyphens alone.",
    )
    return fields.String(
        validate=[check, validate.Length(1, 80, error="has at most 80 characters.")],
        error_messages=WORDS,
        **options,
    )


def choice(kind: type[Any], **options: Any) -> fields.String:
    """One of the values of an enumeration."""
    allowed = [member.value for member in kind]
    check = validate.OneOf(allowed, error=f"must be one of: {', '.join(allowed)}.")
    return fields.String(validate=check, error_messages=WORDS, **options)


def email(**options: Any) -> fields.Email:
    """An e-mail address."""
    wrong = "must be an e-mail address."
    return fields.Email(
        validate=validate.Length(max=254, error=wrong),
        error_messages={**WORDS, "invalid": wrong},
        **options,
    )


def texts(most: int, **options: Any) -> fields.List[str]:
    """A list of short texts, each of at most `most` characters."""
    return fields.List(
        Line(most),
        validate=at_most,
        error_messages={"invalid": "must be a list."},
        load_default=list,
        **options,
    )


def at_most(value: list[Any]) -> None:
    """Refuse lists that no real file has."""
    if len(value) > MOST:
        raise ValidationError(f"has at most {MOST} entries.")


class Strict(Schema):
    """Unknown keys are refused, so that a misspelt one cannot pass unnoticed."""

    class Meta:
        unknown = RAISE

    error_messages = {
        "unknown": "is not a key that is known here.",
        "type": "must be a group of keys and values.",
    }

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Give every field the same plain words."""
        field_obj.error_messages = {
            **field_obj.error_messages,
            "required": "is missing.",
            "null": "must not be empty.",
        }


def many(schema: type[Schema], **options: Any) -> fields.Nested:
    """A list of groups of one shape."""
    return fields.Nested(
        schema,
        many=True,
        validate=at_most,
        error_messages={"type": "must be a list."},
        **options,
    )


def by_path(found: Any, path: str = "") -> Iterator[str]:
    """The messages of a `ValidationError` as lines: "events[0].title: is missing."."""
    if isinstance(found, dict):
        for key, inner in found.items():
            yield from by_path(inner, path if key == "_schema" else _joined(path, key))
    else:
        for sentence in found:
            yield f"{path or 'the file'}: {sentence}"


def _joined(path: str, key: str | int) -> str:
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key}" if path else key
