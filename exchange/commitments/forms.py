"""The forms of one's own actions."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Optional

from exchange.commitments.enums import CommitmentState
from exchange.commitments.messages import LONGEST_OUTCOME, LONGEST_TEXT, CommitmentContent
from exchange.commitments.queries import OpenedCommitment
from exchange.web.forms import Form, at_most

NEEDED = _l("Fill this in.")
STATES: dict[CommitmentState, Any] = {
    CommitmentState.OPEN: _l("Open"),
    CommitmentState.DONE: _l("Done"),
    CommitmentState.DROPPED: _l("Dropped"),
}


class NewCommitmentForm(Form):
    """An action added by hand."""

    text = StringField(_l("What you take on"), [DataRequired(NEEDED), at_most(LONGEST_TEXT)])
    due_on = DateField(_l("By when (optional)"), [Optional()])
    key = StringField()  # so that a form sent twice adds one


class CommitmentForm(Form):
    """Everything that is said of an action."""

    text = TextAreaField(
        _l("What you take on"), [DataRequired(NEEDED), at_most(LONGEST_TEXT)], render_kw={"rows": 3}
    )
    due_on = DateField(_l("By when (optional)"), [Optional()])
    state = RadioField(
        _l("How it stands"),
        choices=[SelectChoice(each.value, text) for each, text in STATES.items()],
    )
    outcome = TextAreaField(
        _l("What came of it (optional)"),
        [at_most(LONGEST_OUTCOME)],
        description=_l("In your own words. Nobody but you can read it."),
        render_kw={"rows": 4},
    )

    def content(self) -> CommitmentContent:
        """What was written."""
        return CommitmentContent(_tidy(self.text.data), _tidy(self.outcome.data or ""))

    @property
    def chosen(self) -> CommitmentState:
        """How it stands now."""
        return CommitmentState(self.state.data)


def _tidy(text: str) -> str:
    return text.strip().replace("\r\n", "\n")


def commitment_data(known: OpenedCommitment) -> dict[str, Any]:
    """An action as its form shows it."""
    return {**vars(known.content), "due_on": known.row.due_on, "state": known.state.value}
