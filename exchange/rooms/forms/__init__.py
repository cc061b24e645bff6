"""The forms in which a part is planned."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from exchange.core.text import slug_of
from exchange.rooms.enums import Seating, StepKind, Voices
from exchange.rooms.messages import DilemmaContent, StepContent
from exchange.rooms.polls import LONGEST_BACKGROUND, LONGEST_OPTION, LONGEST_QUESTION, MOST_OPTIONS
from exchange.rooms.rehearsal import MOST_PEOPLE
from exchange.rooms.runsheet import (
    ALLOWS,
    LONGEST_MATERIAL,
    MOST_MINUTES,
    MOST_ROOMS,
    MOST_STEPS,
    Fault,
    faults_of,
    faults_of_question,
)
from exchange.web.forms import Form

NEEDED = _l("Fill this in.")
LONG = _l("This is too long.")
WHOLE_MINUTES = _l("Give whole minutes, 1 to 480.")
WHOLE_ROOMS = _l("Give a whole number, 1 to 40.")
WHOLE_CROWD = _l("Give a whole number, 1 to 300.")
WHOLE_PEOPLE = _l("Give a whole number, 2 to 40.")

SEATINGS = {
    Seating.RANDOM: _l("At random, colleagues kept apart"),
    Seating.MIXED: _l("Mixed: with people they have not sat with today"),
    Seating.BY_HAND: _l("By hand: the facilitator places people"),
    Seating.KEPT: _l("Everybody stays with the same people"),
    Seating.PAIRS_INTO_FOURS: _l("Two rooms become one (pairs into fours)"),
    Seating.HOST_STAYS: _l("One host stays in each room, the others scatter"),
    Seating.BY_TOPIC: _l("By topic: people say beforehand what they want to talk about"),
    Seating.BY_ANSWER: _l("By a question that people are asked beforehand"),
    Seating.SELF_CHOSEN: _l("People choose their room themselves"),
    Seating.BY_CASE: _l("By case: presenters in their own room, the others by wish"),
}
VOICES = {
    "": _l("Everybody"),
    Voices.QUESTIONS: _l("Questions only: all but the presenter write questions alone"),
    Voices.TURNED_AWAY: _l("Turned away: the presenter listens, the others speak"),
    Voices.SILENCE: _l("Silence: nobody"),
}
ALLOWED = {
    "chat": _l("Chat"),
    "hands": _l("Hands"),
    "votes": _l("Votes"),
    "notes": _l("Notes"),
}
FAULTS = {
    Fault.NO_SEATING: _l("Choose who sits where."),
    Fault.NO_SIZE: _l("Give a number of rooms, or of people in each room."),
    Fault.TWO_SIZES: _l("Give rooms or people in each room, not both."),
    Fault.NO_NAMES_HERE: _l("Rooms have names where people choose theirs. Leave this empty."),
    Fault.BAD_NAMES: _l("Name two rooms or more, each once and in at most 60 characters."),
    Fault.NO_QUESTION: _l("Write the question that people are asked."),
    Fault.BAD_ANSWERS: _l("Give two to six different answers, each of at most 120 characters."),
    Fault.NO_QUESTION_HERE: _l("Only rooms by a question have one. Leave this empty."),
    Fault.NAMES_AND_NUMBER: _l("The rooms are named: leave their number empty."),
}
# What a new step of a kind allows, and its minutes, until somebody says otherwise.
USUAL: dict[StepKind, tuple[tuple[str, ...], int]] = {
    StepKind.PLENARY: (("chat", "hands", "notes"), 10),
    StepKind.BREAKOUT: (("chat", "hands", "notes"), 15),
    StepKind.POLL: (("chat", "votes"), 5),
    StepKind.DILEMMA: (("votes",), 5),
    StepKind.SILENCE: (("notes",), 2),
    StepKind.BREAK: (("chat",), 15),
    StepKind.EXTERNAL_CALL: ((), 30),
}


def _choices(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    return [SelectChoice(value, text) for value, text in pairs]


class StepForm(Form):
    """A step of one kind; rooms and seating are there for breakouts alone."""

    title = StringField(_l("Title"), [DataRequired(NEEDED), Length(max=120, message=LONG)])
    minutes = IntegerField(
        _l("Minutes"), [InputRequired(WHOLE_MINUTES), NumberRange(1, MOST_MINUTES, WHOLE_MINUTES)]
    )
    prompt = TextAreaField(
        _l("Prompt"),
        [Length(max=500, message=LONG)],
        description=_l("What people are asked to do. Everybody reads it while the step runs."),
        render_kw={"rows": 3},
    )
    material = TextAreaField(
        _l("Material"),
        [Length(max=LONGEST_MATERIAL, message=LONG)],
        description=_l("Text and addresses that people may want. Addresses become links."),
        render_kw={"rows": 4},
    )
    headings = TextAreaField(
        _l("Headings for the notes"),
        [Length(max=2000, message=LONG)],
        description=_l("One on each line. The notes of its rooms begin with them."),
        render_kw={"rows": 4},
    )
    seating = SelectField(
        _l("Who sits where"),
        choices=_choices((how.value, text) for how, text in SEATINGS.items()),
    )
    rooms = IntegerField(
        _l("How many rooms"), [Optional(), NumberRange(1, MOST_ROOMS, WHOLE_ROOMS)]
    )
    per_room = IntegerField(
        _l("Or: how many people in each room"), [Optional(), NumberRange(2, 40, WHOLE_PEOPLE)]
    )
    voices = SelectField(
        _l("Whose voices"),
        choices=_choices((whose, text) for whose, text in VOICES.items()),
        default="",
    )
    next_presenter = BooleanField(_l("In each room, the next person becomes the presenter"))
    topics = TextAreaField(
        _l("Rooms to choose from, or topics"),
        [Length(max=20_000, message=LONG)],
        description=_l(
            "Where people choose their room or their topic: one on each line. After a bar you can "
            "say what the room is about, as in: Budgets | Where would you save first?"
        ),
        render_kw={"rows": 4},
    )
    question = StringField(
        _l("Question asked beforehand"),
        [Length(max=300, message=LONG)],
        description=_l(
            "Asked once, in whichever room people are, and they may skip it. What somebody "
            "answers is sealed, shown to nobody, and forgotten when the session closes."
        ),
    )
    answers = TextAreaField(
        _l("Answers"),
        [Length(max=1000, message=LONG)],
        description=_l("One on each line, two to six."),
        render_kw={"rows": 3},
    )
    gather = BooleanField(
        _l("Question: who answered alike sits together (else different answers meet)")
    )
    earlier_events = BooleanField(
        _l("Mixed: also keep people apart who shared a room at an earlier event of the network")
    )
    allows = SelectMultipleField(_l("What it allows"), choices=_choices(ALLOWED.items()))

    def __init__(self, kind: StepKind, **options: Any) -> None:
        super().__init__(**options)
        self.kind = kind
        if kind is not StepKind.BREAKOUT:
            del self.seating, self.rooms, self.per_room, self.topics, self.earlier_events
            del self.question, self.answers, self.gather
            del self.voices, self.next_presenter

    def validate(self, extra_validators: Any = None) -> bool:
        """As declared; and a breakout says how large its rooms are, in one way."""
        fit = super().validate(extra_validators)
        fields = ("seating", "rooms", "per_room", "topics")
        if self.kind is not StepKind.BREAKOUT or set(fields) & set(self.errors):
            return fit
        found = faults_of(self.kind, *(self[name].data for name in fields))
        asked = (self[name].data or "" for name in ("seating", "question", "answers"))
        found |= faults_of_question(*asked)
        for name, fault in found.items():
            self[name].errors = [*self[name].errors, str(FAULTS[fault])]
        return fit and not found

    def content(self) -> StepContent:
        """What was written. Seatings that follow from the round before need no size."""
        data = self.data
        chosen = set(data["allows"] or ())
        whole: dict[str, Any] = {
            "kind": self.kind.value,
            "title": data["title"].strip(),
            "minutes": data["minutes"],
            "prompt": " ".join((data["prompt"] or "").split()),
            "material": (data["material"] or "").strip().replace("\r\n", "\n"),
            "headings": "\n".join(_lines(data["headings"])),
            **{name: name in chosen for name in ALLOWS},
        }
        if self.kind is StepKind.BREAKOUT:
            whole |= {name: data[name] for name in ("seating", "rooms", "per_room")}
            whole |= {name: data[name] for name in ("voices", "next_presenter")}
            whole["earlier_events"] = data["earlier_events"] and data["seating"] == Seating.MIXED
            whole["question"] = " ".join((data["question"] or "").split())
            whole["gather"] = data["gather"] and data["seating"] == Seating.BY_ANSWER
            whole["answers"] = "\n".join(_lines(data["answers"]))
            whole["topics"] = "\n".join(_lines(data["topics"]))
        return StepContent(**whole)


def usual(kind: StepKind) -> dict[str, Any]:
    """What the form of a new step shows before anybody has written."""
    allows, minutes = USUAL[kind]
    return {"minutes": minutes, "allows": list(allows), "seating": Seating.RANDOM.value}


def form_data(content: StepContent) -> dict[str, Any]:
    """A step as its form shows it."""
    return {**vars(content), "allows": [name for name in ALLOWS if getattr(content, name)]}


class MoveForm(Form):
    """Another place in the order."""

    to = IntegerField(_l("Move to place"), [InputRequired(), NumberRange(0, MOST_STEPS + 1)])


class RehearsalForm(Form):
    """With whom a sheet is rehearsed; it is sent by GET, so that a rehearsal has an address."""

    class Meta(Form.Meta):
        csrf = False

    who = SelectField(
        _l("With whom"),
        choices=_choices(
            {
                "registered": _l("Those with a place, unnamed"),
                "invented": _l("Invented people"),
            }.items()
        ),
    )
    people = IntegerField(
        _l("How many people"),
        [InputRequired(WHOLE_CROWD), NumberRange(1, MOST_PEOPLE, WHOLE_CROWD)],
    )
    each = IntegerField(
        _l("Of invented people: how many from each organisation"),
        [InputRequired(WHOLE_CROWD), NumberRange(1, MOST_PEOPLE, WHOLE_CROWD)],
    )


class SaveForm(Form):
    """A name under which the steps are kept."""

    name = StringField(
        _l("Name of the method"), [DataRequired(NEEDED), Length(max=120, message=LONG)]
    )
    people = StringField(
        _l("For how many people"),
        [Length(max=60, message=LONG)],
        description=_l("In words, such as: rooms of 3."),
    )
    about = TextAreaField(
        _l("What it is good for"), [Length(max=500, message=LONG)], render_kw={"rows": 3}
    )


class DilemmaForm(Form):
    """A dilemma of the library."""

    title = StringField(_l("Title"), [DataRequired(NEEDED), Length(max=120, message=LONG)])
    language = SelectField(
        _l("Language"), choices=_choices({"en": "English", "da": "Dansk"}.items())
    )
    situation = TextAreaField(
        _l("The situation"),
        [DataRequired(NEEDED), Length(max=LONGEST_BACKGROUND, message=LONG)],
        description=_l("What everybody reads first. No real person should be recognised."),
        render_kw={"rows": 6},
    )
    question = TextAreaField(
        _l("The question"),
        [DataRequired(NEEDED), Length(max=LONGEST_QUESTION, message=LONG)],
        render_kw={"rows": 2},
    )
    options = TextAreaField(
        _l("Options"),
        [DataRequired(NEEDED)],
        description=_l("One on each line, two to eight. Each is defensible; none is right."),
        render_kw={"rows": 4},
    )

    def validate_options(self, field: TextAreaField) -> None:
        """There is something to choose between, and nothing stands twice."""
        given = _lines(field.data)
        if not 2 <= len(given) <= MOST_OPTIONS or len(set(given)) < len(given):
            raise ValidationError(_l("Give two to eight different options."))
        if any(len(option) > LONGEST_OPTION for option in given):
            raise ValidationError(LONG)

    def content(self) -> DilemmaContent:
        """What was written; a new dilemma is called by its title in addresses."""
        title = " ".join(self.title.data.split())
        return DilemmaContent(
            slug=slug_of(title),
            title=title,
            language=self.language.data,
            situation=self.situation.data.strip().replace("\r\n", "\n"),
            question=" ".join(self.question.data.split()),
            options=tuple(_lines(self.options.data)),
        )


def dilemma_data(content: DilemmaContent) -> dict[str, Any]:
    """A dilemma as its form shows it."""
    return {**vars(content), "options": "\n".join(content.options)}


def _lines(text: str | None) -> list[str]:
    folded = (" ".join(line.split()) for line in (text or "").splitlines())
    return [line for line in folded if line]


class CopyForm(Form):
    """Another part, whose steps are copied."""

    source = SelectField(_l("Run sheet of"))

    def __init__(self, sheets: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(**options)
        self.source.choices = _choices(sheets)


def kind_of(value: str) -> StepKind | None:
    """The kind of this value, if there is one."""
    return StepKind(value) if value in {kind.value for kind in StepKind} else None
