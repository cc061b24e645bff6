"""The form for one line of a facilitator's lists."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional, ValidationError

from exchange.rooms.arranging import MOST_PEOPLE, Line
from exchange.rooms.enums import ArrangementKind
from exchange.rooms.runsheet import MOST_ROOMS
from exchange.web.forms import Form

ARRANGEMENTS: dict[ArrangementKind, Any] = {
    ArrangementKind.APART: _l("Keep apart"),
    ArrangementKind.TOGETHER: _l("Keep together"),
    ArrangementKind.MANAGER: _l("Manager of: never in one room"),
    ArrangementKind.HOST: _l("Host: always in one room"),
}
WHOLE_ROOM = _l("Give the number of a room, 1 to 40.")


class ArrangeForm(Form):
    """One person, and those to whom the line binds them; or a host with a room."""

    kind = SelectField(
        _l("What you ask for"),
        choices=[SelectChoice(kind.value, text) for kind, text in ARRANGEMENTS.items()],
    )
    first = SelectField(_l("Person"))
    others = SelectMultipleField(_l("And these"), coerce=str)
    room = IntegerField(
        _l("For a host: the number of the room"),
        [Optional(), NumberRange(1, MOST_ROOMS, WHOLE_ROOM)],
    )

    def __init__(self, people: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(**options)
        self.first.choices = [SelectChoice(id, name) for id, name in people]
        self.others.choices = [SelectChoice(id, name) for id, name in people]

    def validate_others(self, field: SelectMultipleField) -> None:
        """A host stands alone; anybody else with one to eleven others."""
        hosts = self.kind.data == ArrangementKind.HOST
        if hosts and field.data:
            raise ValidationError(_l("A host is one person: choose nobody else."))
        if not hosts and not set(field.data or ()) - {self.first.data}:
            raise ValidationError(_l("Choose at least one other person."))
        if len(set(field.data or ())) >= MOST_PEOPLE:
            raise ValidationError(_l("Choose at most 11 others. Add a second line for more."))

    def validate(self, extra_validators: Any = None) -> bool:
        """As declared; and a host has a room, nobody else."""
        fit = super().validate(extra_validators)
        hosts = self.kind.data == ArrangementKind.HOST
        if self.room.errors or hosts == (self.room.data is not None):
            return fit
        sentence = str(_l("A host needs the number of a room; other lines have none."))
        self.room.errors = (*self.room.errors, sentence)
        return False

    def line(self) -> Line:
        """What was chosen; somebody chosen twice stands in it once."""
        people = dict.fromkeys([self.first.data, *(self.others.data or ())])
        return Line(ArrangementKind(self.kind.data), tuple(map(UUID, people)), self.room.data)
