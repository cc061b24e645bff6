"""The shapes of what browsers send about notes. Unknown fields are refused."""

from typing import Any

from marshmallow import ValidationError, fields
from marshmallow.validate import Length, OneOf, Range

from exchange.notes.document.reader import MAX_UPDATE
from exchange.notes.enums import PointKind
from exchange.rooms.schemas import Flag, Id, OfRoom, Words

LARGEST_CARET = 8_000  # bytes of an awareness update
LONGEST_POINT = 500  # characters of an idea or action


class Blob(fields.Field[bytes]):
    """Bytes, at most `most` of them, and at least one."""

    def __init__(self, most: int, **options: Any) -> None:
        super().__init__(**options)
        self.most = most

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> bytes:
        if not isinstance(value, bytes) or not 0 < len(value) <= self.most:
            raise ValidationError("not bytes of a fitting length")
        return value


class OfNotes(OfRoom):
    editor_schema = fields.Integer(
        required=True, strict=True, validate=Range(1, 1_000_000), data_key="schema"
    )


class Join(OfNotes):
    since = fields.Integer(required=True, strict=True, validate=Range(0, 2**31 - 1))


class Past(Join):
    until = fields.Integer(required=True, strict=True, validate=Range(1, 2**31 - 1))


class Moments(OfRoom):
    before = fields.Integer(required=True, strict=True, validate=Range(0, 2**31 - 1))


class PutBack(OfRoom):
    number = fields.Integer(required=True, strict=True, validate=Range(1, 2**31 - 1))


class Update(OfNotes):
    update = Blob(MAX_UPDATE, required=True)


class Awareness(OfRoom):
    update = Blob(LARGEST_CARET, required=True)


class Lock(OfRoom):
    locked = Flag(required=True)


class SincePoint(OfRoom):
    since = fields.Integer(required=True, strict=True, validate=Range(0, 2**31 - 1))


class OfPoint(OfRoom):
    point = Id(required=True)


class Day(fields.Date):
    """A calendar day as ISO 8601 writes it, or none."""

    def __init__(self) -> None:
        super().__init__(format="iso", required=True, allow_none=True)


class NotePoint(OfRoom):
    key = Id(required=True)
    kind = fields.String(required=True, validate=OneOf([each.value for each in PointKind]))
    text = Words(required=True, validate=Length(1, LONGEST_POINT))
    due = Day()
    take = Flag(required=True)


class KeepPoint(OfRoom):
    key = Id(required=True)
    text = Words(required=True, validate=Length(1, LONGEST_POINT))
    due = Day()


class ChangePoint(OfPoint):
    text = Words(required=True, validate=Length(1, LONGEST_POINT))
    due = Day()


class TakePoint(OfPoint):
    taken = Flag(required=True)
