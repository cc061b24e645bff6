"""Staff's forms: the headings, where each line stands, and for whom the harvest is published."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from exchange.core.errors import Invalid
from exchange.events.forms import read_lines
from exchange.harvest.actions import Standing
from exchange.harvest.enums import HarvestFor
from exchange.harvest.models import HarvestLine
from exchange.web.forms import Form, at_most

LONGEST_HEADING = 120
LONGEST_NUMBER = 4  # digits
NONE, LEFT_OUT = "", "-"  # in the place of the number of a heading

AUDIENCES: dict[HarvestFor, Any] = {
    HarvestFor.PARTICIPANTS: _l("Those who had a place at the event"),
    HarvestFor.MEMBERS: _l("Everybody at a member organisation, and those who had a place"),
    HarvestFor.PUBLIC: _l("Everybody, without signing in"),
}


class HeadingsForm(Form):
    headings = TextAreaField(
        _l("Headings, in order"),
        [at_most(4000)],
        description=_l("One on each line. Lines are put under them further down."),
        render_kw={"rows": 5},
    )

    def validate_headings(self, field: Any) -> None:
        for heading in self.wanted:
            if len(heading) > LONGEST_HEADING:
                raise ValidationError(
                    _("This heading is too long: %(heading)s", heading=heading[:40])
                )

    @property
    def wanted(self) -> list[str]:
        """The headings that were written."""
        return list(read_lines(self.headings.data))


class AudienceForm(Form):
    audience = RadioField(
        _l("Who may read it"),
        choices=[SelectChoice(each.value, text) for each, text in AUDIENCES.items()],
        default=HarvestFor.PARTICIPANTS.value,
    )

    @property
    def chosen(self) -> HarvestFor:
        return HarvestFor(self.audience.data)


def misnumbered(sent: Mapping[str, str], lines: Sequence[HarvestLine]) -> list[HarvestLine]:
    """The lines whose number in the sent form is none, so that staff can mend it."""
    numbers = ((line, sent.get(f"order-{line.id.hex}")) for line in lines)
    return [line for line, number in numbers if number is not None and not _is_number(number)]


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= LONGEST_NUMBER


def standings(
    sent: Mapping[str, str], lines: Sequence[HarvestLine], headings: Sequence[str]
) -> dict[UUID, Standing]:
    """Where the sent form puts each line: by `heading-<id>` and `order-<id>`. Raises `Invalid`."""
    wanted = {}
    for line in lines:
        place, order = sent.get(f"heading-{line.id.hex}"), sent.get(f"order-{line.id.hex}", "")
        if place is None:  # released while the page was open
            continue
        if not _is_number(order):
            raise Invalid
        wanted[line.id] = Standing(_heading(place, headings), int(order), place == LEFT_OUT)
    return wanted


def _heading(place: str, headings: Sequence[str]) -> str:
    if place in (NONE, LEFT_OUT):
        return ""
    try:
        return headings[int(place) - 1]
    except (ValueError, IndexError):
        raise Invalid from None
