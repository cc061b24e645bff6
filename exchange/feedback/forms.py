"""The forms of one's card, and of what one lets the network quote."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, Optional

from exchange.commitments.messages import LONGEST_OUTCOME
from exchange.feedback.messages import LONGEST, LONGEST_EMAIL, CardContent, Quotation
from exchange.web.forms import Form, at_most

NEEDED = _l("Fill this in.")


class CardForm(Form):
    """What stands on the card. Everything but the name may stay empty."""

    name = StringField(_l("Name"), [DataRequired(NEEDED), at_most(LONGEST)])
    post = StringField(_l("Post (optional)"), [at_most(LONGEST)])
    organisation = StringField(_l("Organisation (optional)"), [at_most(LONGEST)])
    email = StringField(
        _l("E-mail address (optional)"), [Optional(), at_most(LONGEST_EMAIL), Email()]
    )
    telephone = StringField(_l("Telephone (optional)"), [at_most(LONGEST)])
    line = StringField(
        _l("A line of your own (optional)"),
        [at_most(LONGEST)],
        description=_l("Such as what you like to be asked about."),
    )

    def content(self) -> CardContent:
        """What was written, each in one line."""
        words = {
            name: " ".join((self[name].data or "").split())
            for name in CardContent.__dataclass_fields__
        }
        return CardContent(**words)


class QuotationForm(Form):
    """The very text that may be quoted, and the name beside it."""

    text = TextAreaField(
        _l("What may be quoted"),
        [DataRequired(NEEDED), at_most(LONGEST_OUTCOME)],
        description=_l("Change it until it is what you want to be read. Leave out what is secret."),
        render_kw={"rows": 5},
    )
    name = StringField(
        _l("Under which name (optional)"),
        [at_most(LONGEST)],
        description=_l("Such as your post and your council. Left empty, it is quoted without one."),
    )
    agreed = BooleanField(
        _l("I agree that the network reads and publishes exactly this text, until I take it back"),
        [DataRequired(_l("Tick that you agree to this text."))],
    )

    def content(self) -> Quotation:
        """What was written."""
        text = (self.text.data or "").strip().replace("\r\n", "\n")
        return Quotation(text, " ".join((self.name.data or "").split()))
