from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired

from exchange.web.forms import Form, at_most

LONGEST = 2000  # characters of other words for a line


class RewordForm(Form):
    """Other words for one line; `version` is the wording that was on the page."""

    text = TextAreaField(
        _l("The line in other words"),
        [DataRequired(_l("Fill this in.")), at_most(LONGEST)],
        description=_l("One line. Leave out whatever gives a person or a council away."),
        render_kw={"rows": 4},
    )
    version = HiddenField()

    @property
    def words(self) -> str:
        """What was written, as one line."""
        return " ".join((self.text.data or "").split())
