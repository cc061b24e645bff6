from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from exchange.disclosure.enums import DelayGround
from exchange.disclosure.rules import LONGEST
from exchange.membership.forms import NEEDED, ConfirmForm
from exchange.web.forms import Form, at_most, between

DELAYS = {
    DelayGround.ORDERED: _l("The order itself forbids to tell them before"),
    DelayGround.INVESTIGATION: _l("Telling them now would thwart an investigation"),
    DelayGround.SAFETY: _l("Telling them now would endanger somebody"),
}
AT_ONCE = ""


class AskForm(Form):
    room = SelectField(_l("Room"))
    ground = SelectField(_l("Ground"))
    reference = StringField(
        _l("Reference"),
        [DataRequired(NEEDED), at_most(60)],
        description=_l("The number under which the matter is filed. Nothing about the matter."),
    )
    hours = IntegerField(
        _l("Open for"),
        [InputRequired(NEEDED), between(1, LONGEST)],
        description=_l("Hours, %(most)s at most, from when a second person agrees.", most=LONGEST),
    )
    delay = SelectField(
        _l("Those concerned are told"),
        choices=[
            SelectChoice(AT_ONCE, _l("when the window opens")),
            *(
                SelectChoice(each.value, _l("when it is over: %(ground)s", ground=text))
                for each, text in DELAYS.items()
            ),
        ],
    )


__all__ = ["AT_ONCE", "DELAYS", "AskForm", "ConfirmForm"]
