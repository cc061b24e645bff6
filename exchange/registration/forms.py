from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired

from exchange.membership.forms import NEEDED
from exchange.registration.enums import Shown
from exchange.web.forms import Form, at_most

CAME: dict[str, Any] = {"yes": _l("Attended"), "no": _l("Was absent")}
SHOWN: dict[Shown, Any] = {
    Shown.NAME: _l("My name and organisation"),
    Shown.ORGANISATION: _l("My organisation alone"),
    Shown.NOTHING: _l("Nothing"),
}
REASON = _l("It is kept on record.")


class RegisterForm(Form):
    order_number = StringField(
        _l("Your order number, if your organisation uses one"),
        [at_most(60)],
        description=_l("It is printed on the invoice."),
    )


class CancelForm(Form):
    knows = BooleanField(_l("I know that the price stays payable"))


class ShownForm(Form):
    shown = SelectField(
        _l("What others who come see of you before the doors open"),
        choices=[SelectChoice(value.value, text) for value, text in SHOWN.items()],
    )


class RegisterOtherForm(Form):
    email = EmailField(_l("E-mail address"), [DataRequired(NEEDED), Email(), at_most(254)])
    reason = StringField(_l("Reason"), [DataRequired(NEEDED), at_most(300)], description=REASON)
    order_number = StringField(_l("Order number"), [at_most(60)])


class CancelOtherForm(Form):
    reason = StringField(_l("Reason"), [DataRequired(NEEDED), at_most(300)], description=REASON)


class AttendanceForm(Form):
    attended = RadioField(
        _l("Did this person attend?"),
        choices=[SelectChoice(value, text) for value, text in CAME.items()],
        validators=[InputRequired(NEEDED)],
    )
    reason = StringField(_l("Reason"), [DataRequired(NEEDED), at_most(300)], description=REASON)
