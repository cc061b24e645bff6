from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from exchange.disclosure.enums import DelayGround
from exchange.disclosure.rules import LONGEST
from exchange.membership.forms import NEEDED, ConfirmForm
from exchange.web.forms import Form, at_most, between

DELAYS: dict[DelayGround, Any] = {
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
    delay = SelectField(_l("Those concerned are told"))

    def offer_delays(self) -> None:
        """Fill the choices of when those concerned are told."""
        later = [
            SelectChoice(ground.value, _("when it is over: %(ground)s", ground=text))
            for ground, text in DELAYS.items()
        ]
        self.delay.choices = [SelectChoice(AT_ONCE, _("when the window opens")), *later]


__all__ = ["AT_ONCE", "DELAYS", "AskForm", "ConfirmForm"]
