from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired

from exchange.membership.forms import NEEDED
from exchange.web.forms import Form, at_most


class VersionForm(Form):
    """A new version of a protocol: one text, whose headings make its sections."""

    number = StringField(
        _l("Number"), [DataRequired(NEEDED), at_most(20)], description=_l("Such as 1.1.")
    )
    change_note = StringField(
        _l("What changed, and why"),
        [DataRequired(NEEDED), at_most(500)],
        description=_l("People read this before they are asked again."),
    )
    text = TextAreaField(
        _l("Text"),
        [DataRequired(NEEDED), at_most(60_000)],
        description=_l(
            "A line that starts with # begins a section, with ## a section inside it, with ### "
            "one inside that. Numbers are added by themselves. What stands before the first "
            "heading is the introduction."
        ),
        render_kw={"rows": 24},
    )
