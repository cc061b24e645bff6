"""The form of one's card."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, Email, Optional

from exchange.feedback.messages import LONGEST, LONGEST_EMAIL, CardContent
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
