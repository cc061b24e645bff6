from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, StringField
from wtforms.validators import DataRequired, Email, Length

from exchange.membership.forms import NEEDED
from exchange.web.forms import Form

REASON = _l("It is kept on record.")


class RegisterForm(Form):
    order_number = StringField(
        _l("Your order number, if your organisation uses one"),
        [Length(max=60)],
        description=_l("It is printed on the invoice."),
    )


class CancelForm(Form):
    knows = BooleanField(_l("I know that the price stays payable"))


class RegisterOtherForm(Form):
    email = EmailField(_l("E-mail address"), [DataRequired(NEEDED), Email(), Length(max=254)])
    reason = StringField(_l("Reason"), [DataRequired(NEEDED), Length(max=300)], description=REASON)
    order_number = StringField(_l("Order number"), [Length(max=60)])


class CancelOtherForm(Form):
    reason = StringField(_l("Reason"), [DataRequired(NEEDED), Length(max=300)], description=REASON)
