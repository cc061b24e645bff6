"""The form in which a case is handed in."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from exchange.cases.enums import CaseSeenBy
from exchange.cases.messages import (
    LONGEST_QUESTION,
    LONGEST_SITUATION,
    LONGEST_TITLE,
    LONGEST_TOPIC,
    CaseContent,
)
from exchange.cases.queries import OpenedCase
from exchange.core.errors import Invalid
from exchange.web.forms import Form, at_most

NEEDED = _l("Fill this in.")
SEEN_BY = {
    CaseSeenBy.ADMITTED: _l("Everybody with a place, and the facilitators"),
    CaseSeenBy.FACILITATORS: _l("The facilitators alone"),
}


def _choices(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    return [SelectChoice(value, text) for value, text in pairs]


class CaseForm(Form):
    """One case; the topic is chosen where the event has a list of them."""

    title = StringField(
        _l("Title"),
        [DataRequired(NEEDED), at_most(LONGEST_TITLE)],
        description=_l("A few words by which others recognise it. Leave names out."),
    )
    topic = SelectField(_l("Topic"))
    own_topic = StringField(
        _l("Topic"),
        [DataRequired(NEEDED), at_most(LONGEST_TOPIC)],
        description=_l("In your own words, such as: working with the opposition."),
    )
    situation = TextAreaField(
        _l("The situation"),
        [DataRequired(NEEDED), at_most(LONGEST_SITUATION)],
        description=_l(
            "What happens, who is involved, what you have tried. Half a page is enough."
        ),
        render_kw={"rows": 10},
    )
    question = TextAreaField(
        _l("Your question to your peers"),
        [DataRequired(NEEDED), at_most(LONGEST_QUESTION)],
        description=_l("What do you want to be helped with?"),
        render_kw={"rows": 3},
    )
    seen_by = RadioField(
        _l("Who may read it beforehand"),
        choices=_choices(SEEN_BY.items()),
        default=CaseSeenBy.FACILITATORS.value,
    )
    shown_in_room = BooleanField(
        _l("Those in the room that works on my case may read it there"),
        description=_l("Without this you tell them yourself; the room does not show the text."),
        default=True,
    )

    def __init__(self, topics: Sequence[str], **options: Any) -> None:
        super().__init__(**options)
        if topics:
            offered: list[tuple[str, Any]] = [("", _l("Choose a topic"))]
            self.topic.choices = _choices([*offered, *((each, each) for each in topics)])
            self.topic.validators = (DataRequired(NEEDED), Length(max=LONGEST_TOPIC))
            del self.own_topic
        else:
            del self.topic

    def content(self) -> CaseContent:
        """What was written."""
        data = self.data
        return CaseContent(
            title=_line(data["title"]),
            topic=_line(data.get("topic") or data.get("own_topic") or ""),
            situation=data["situation"].strip().replace("\r\n", "\n"),
            question=_line(data["question"]),
        )

    @property
    def chosen(self) -> CaseSeenBy:
        """Who may read it beforehand."""
        return CaseSeenBy(self.seen_by.data)


class WishForm(Form):
    """Which cases somebody wishes to work on: ids, and the place of a topic in the event's list."""

    first = StringField()
    second = StringField()
    topic = StringField()

    def wished(self, topics: Sequence[str]) -> dict[str, Any]:
        """What `actions.wish` takes. Raises `Invalid` for what names nothing."""
        try:
            first, second = (UUID(f.data) if f.data else None for f in (self.first, self.second))
            topic = topics[int(self.topic.data) - 1] if self.topic.data else ""
        except (ValueError, IndexError):
            raise Invalid from None
        return {"first_id": first, "second_id": second, "topic": topic}


def _line(text: str) -> str:
    return " ".join(text.split())


def case_data(known: OpenedCase | None) -> dict[str, Any]:
    """A case as its form shows it; nothing for a new one."""
    if known is None:
        return {}
    content = known.content
    return {
        **vars(content),
        "own_topic": content.topic,
        "seen_by": known.case.seen_by,
        "shown_in_room": known.case.shown_in_room,
    }
