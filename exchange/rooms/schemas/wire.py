"""The shapes of what browsers send about rooms. Unknown fields are refused."""

from typing import Any

from marshmallow import ValidationError, fields, validates_schema
from marshmallow.validate import Length, OneOf, Range

from exchange.realtime.wire import WireSchema
from exchange.registration.enums import Shown
from exchange.rooms.choosing import LONGEST_ABOUT, LONGEST_NAME
from exchange.rooms.enums import ASKING, BanReason, PollKind, Reaction, Seating
from exchange.rooms.polls import (
    LONGEST_BACKGROUND,
    LONGEST_OPTION,
    LONGEST_QUESTION,
    MOST_OPTIONS,
)
from exchange.rooms.runsheet import MOST_ROOMS

AT_ONCE = [how.value for how in Seating if how not in ASKING]  # the others ask beforehand
MOST_MOVES = 200  # people at once
LONGEST = 2000  # characters of a chat line
LONGEST_PROMPT = 500  # of a room


class Id(fields.UUID):
    """32 hexadecimal digits, with or without dashes."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str):
            raise self.make_error("invalid_uuid")
        return super()._deserialize(value, *args, **kwargs)


class Flag(fields.Field[bool]):
    """True or false, and nothing that looks like it."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("not a boolean")
        return value


class Words(fields.String):
    """Text without the space around it."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        return str(super()._deserialize(value, *args, **kwargs)).strip()


class Name(Words):
    """A name in one line: without control characters."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        name = super()._deserialize(value, *args, **kwargs)
        if not name.isprintable():
            raise ValidationError("not printable")
        return name


class OfPart(WireSchema):
    part = Id(required=True)


class OfRoom(WireSchema):
    room = Id(required=True)


class Version(fields.Integer):
    """The version of the view by which somebody decided."""

    def __init__(self, **given: Any) -> None:
        super().__init__(strict=True, validate=Range(0, 2**31 - 1), **given)


class DecidedPart(OfPart):
    """An act that clashes with what somebody else did after `seen`; None: by no view at all."""

    seen = Version(load_default=None, allow_none=True)


class DecidedRoom(OfRoom):
    """The same, about a room."""

    seen = Version(load_default=None, allow_none=True)


class Replay(OfRoom):
    since = fields.Integer(required=True, strict=True, validate=Range(0, 2**31 - 1))


class Enter(OfPart):
    """Into a part; `room` and `since` say how much of which room's chat the browser has already."""

    room = Id(load_default=None)
    since = fields.Integer(load_default=0, strict=True, validate=Range(0, 2**31 - 1))


class Say(OfRoom):
    text = Words(required=True, validate=Length(1, LONGEST))
    key = Id(required=True)


class OfConversation(WireSchema):
    part = Id(required=True)
    to = Id(required=True, allow_none=True)  # a person; None: the part's facilitators


class ReplayTold(OfConversation):
    since = fields.Integer(required=True, strict=True, validate=Range(0, 2**31 - 1))


class Tell(OfConversation):
    text = Words(required=True, validate=Length(1, LONGEST))
    key = Id(required=True)


class React(OfRoom):
    reaction = fields.String(required=True, validate=OneOf([each.value for each in Reaction]))


class RaiseHand(OfRoom):
    raised = Flag(required=True)


class AskHelp(OfRoom):
    wanted = Flag(required=True)


class OpenRound(DecidedPart):
    rooms = fields.Integer(required=True, strict=True, validate=Range(1, MOST_ROOMS))
    seating = fields.String(required=True, validate=OneOf(AT_ONCE))
    names = fields.List(
        Name(validate=Length(max=LONGEST_NAME)), load_default=list, validate=Length(max=MOST_ROOMS)
    )
    abouts = fields.List(
        Name(validate=Length(max=LONGEST_ABOUT)), load_default=list, validate=Length(max=MOST_ROOMS)
    )
    most = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=Range(2, MOST_ROOMS)
    )


class ChooseRoom(OfRoom):
    to = Id(required=True, allow_none=True)


class AnswerStep(OfRoom):
    step = Id(required=True)
    choice = fields.Integer(required=True, strict=True, validate=Range(0, MOST_ROOMS - 1))


class Seat(DecidedPart):
    people = fields.List(Id(), required=True, validate=Length(1, MOST_MOVES))
    room = Id(required=True, allow_none=True)


class Move(WireSchema):
    person = Id(required=True)
    room = Id(required=True)


class Rebalance(OfPart):
    moves = fields.List(fields.Nested(Move), required=True, validate=Length(1, MOST_MOVES))


class Rename(DecidedRoom):
    name = Name(required=True, validate=Length(1, 60))


class Timer(DecidedPart):
    seconds = fields.Integer(
        required=True, allow_none=True, strict=True, validate=Range(1, 12 * 3600)
    )


class Extend(DecidedPart):
    seconds = fields.Integer(required=True, strict=True, validate=OneOf([60, 300]))


class CloseRound(DecidedPart):
    seconds = fields.Integer(required=True, strict=True, validate=Range(0, 300))


class PauseTimer(DecidedPart):
    paused = Flag(required=True)


class AddRoom(OfPart):
    name = Name(load_default="", validate=Length(max=60))


class Prompt(DecidedRoom):
    prompt = Words(required=True, validate=Length(max=LONGEST_PROMPT))


class CloseRoom(DecidedRoom):
    seconds = fields.Integer(required=True, strict=True, validate=Range(0, 300))
    to = Id(load_default=None, allow_none=True)


class Broadcast(OfPart):
    text = Words(required=True, validate=Length(1, LONGEST))
    key = Id(required=True)


class OfPerson(OfPart):
    person = Id(required=True)


class Admit(OfPart):
    person = Id(required=True, allow_none=True)


class AdmitEach(OfPart):
    wanted = Flag(required=True)


class Ban(OfPerson):
    reason = fields.String(required=True, validate=OneOf([why.value for why in BanReason]))


class ChooseShown(OfPart):
    shown = fields.String(required=True, validate=OneOf([choice.value for choice in Shown]))


class StepAside(OfPart):
    aside = Flag(required=True)


class LowerHand(OfRoom):
    person = Id(required=True)


class Present(OfRoom):
    presents = Flag(required=True)


class NamePresenter(OfPart):
    room = Id(required=True)
    person = Id(required=True, allow_none=True)


class GiveCase(OfPart):
    room = Id(required=True)
    case = Id(required=True)


class Visit(WireSchema):
    room = Id(required=True, allow_none=True)


class GoToStep(OfPart):
    step = Id(required=True)
    seen = Version(required=True)


class Lock(OfPart):
    locked = Flag(required=True)


class PreparePoll(OfPart):
    kind = fields.String(required=True, validate=OneOf([kind.value for kind in PollKind]))
    question = Words(required=True, validate=Length(1, LONGEST_QUESTION))
    background = Words(load_default="", validate=Length(max=LONGEST_BACKGROUND))
    options = fields.List(
        Name(validate=Length(1, LONGEST_OPTION)), required=True, validate=Length(2, MOST_OPTIONS)
    )
    room = Id(load_default=None, allow_none=True)

    @validates_schema
    def told_apart(self, data: dict[str, Any], **_: Any) -> None:
        """No option stands twice, and a scale has two ends."""
        options = data["options"]
        if len(set(options)) < len(options):
            raise ValidationError("stands twice", "options")
        if data["kind"] == PollKind.SCALE and len(options) != 2:
            raise ValidationError("a scale has two ends", "options")


class OfPoll(OfPart):
    poll = Id(required=True)


class Vote(OfRoom):
    poll = Id(required=True)
    vote = fields.Integer(required=True, strict=True, validate=OneOf([1, 2]))
    choices = fields.List(
        fields.Integer(strict=True, validate=Range(0, MOST_OPTIONS - 1)),
        required=True,
        validate=Length(1, MOST_OPTIONS),
    )
