"""The form in which staff name a facilitator."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField
from wtforms.validators import DataRequired, Email, Length

from exchange.core.errors import Conflict
from exchange.core.text import N_, say
from exchange.events.forms.event import LONG, NEEDED
from exchange.web.forms import Form


class FacilitatorForm(Form):
    """Names a facilitator by the e-mail address of their account."""

    email = EmailField(
        _l("E-mail address"), [DataRequired(NEEDED), Email(), Length(max=254, message=LONG)]
    )

    @staticmethod
    def unknown() -> Conflict:
        """What to raise when nobody has that address."""
        return Conflict(
            say(N_("Nobody has an account with this address. Ask them to sign in once."))
        )
