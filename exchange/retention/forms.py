from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from exchange.membership.forms import DAY, NEEDED, ConfirmForm
from exchange.retention.enums import HoldReason, Kind
from exchange.retention.periods import PERIODS, Period
from exchange.web.forms import Form, at_most, between

REASONS: dict[HoldReason, Any] = {
    HoldReason.COMPLAINT: _l("A complaint that is being looked into"),
    HoldReason.COURT: _l("A court order or legal proceedings"),
    HoldReason.POLICE: _l("A police investigation"),
    HoldReason.REGULATOR: _l("A regulator’s or auditor’s inquiry"),
    HoldReason.INFORMATION_REQUEST: _l("A request for information under the law"),
}


class PeriodsForm(Form):
    """For how many days after the event each kind is kept: one field per kind."""

    @property
    def days(self) -> dict[Kind, int]:
        return {kind: int(self[kind.value].data) for kind in PERIODS}


def _field(period: Period) -> IntegerField:
    return IntegerField(
        _l(period.name),
        [InputRequired(NEEDED), between(period.least, period.most)],
        description=_l(
            "Days after the event, %(least)s to %(most)s.", least=period.least, most=period.most
        ),
    )


for _kind, _period in PERIODS.items():
    setattr(PeriodsForm, _kind.value, _field(_period))


def periods_form(days: Mapping[Kind, int]) -> PeriodsForm:
    """The form, filled with these periods."""
    return PeriodsForm(data={kind.value: number for kind, number in days.items()})


class HoldForm(Form):
    room = SelectField(_l("What is kept"))
    reason = SelectField(
        _l("Why"), choices=[SelectChoice(each.value, text) for each, text in REASONS.items()]
    )
    reference = StringField(
        _l("Reference"),
        [DataRequired(NEEDED), at_most(60)],
        description=_l(
            "The number under which the matter is filed. Nothing about the matter itself: "
            "participants see the ground, staff the reference."
        ),
    )
    ends_on = DateField(
        _l("Last day"),
        [InputRequired(DAY)],
        description=_l("Destruction goes on by itself on the day after. A hold can be renewed."),
    )


__all__ = ["REASONS", "ConfirmForm", "HoldForm", "PeriodsForm", "periods_form"]
