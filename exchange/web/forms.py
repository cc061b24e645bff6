"""The base of every form: GOV.UK widgets, a CSRF token, and messages in the reader's language."""

import unicodedata
from typing import Any

from flask import Flask
from flask_babel import get_domain, gettext, lazy_gettext
from flask_wtf import FlaskForm
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from wtforms import Field, TextAreaField
from wtforms.validators import Length, NumberRange

from exchange.core.text import N_

# The messages of WTForms' validators, so that our catalogues hold them.
WTFORMS_MESSAGES = (
    N_("This field is required."),
    N_("Not a valid choice."),
    N_("Invalid email address."),
    N_("Not a valid date value."),
    N_("Not a valid datetime value."),
    N_("Not a valid decimal value."),
    N_("Not a valid integer value."),
    N_("Invalid URL."),
    N_("Field must be equal to %(other_name)s."),
)


def at_most(characters: int) -> Length:
    """Refuse a text of more characters, in the reader's language."""
    return Length(max=characters, message=lazy_gettext("Write at most %(max)d characters."))


def between(least: int, most: int) -> NumberRange:
    """Refuse a number outside both bounds, in the reader's language."""
    return NumberRange(least, most, lazy_gettext("Give a number from %(min)s to %(max)s."))


def _holds_control(field: Field) -> bool:
    """Whether it holds control characters, NUL among them; longer texts may hold lines and tabs."""
    allowed = "\r\n\t" if isinstance(field, TextAreaField) else ""
    return any(
        unicodedata.category(character) in ("Cc", "Cs") and character not in allowed
        for character in field.data
    )


class _Translations:
    """What WTForms asks for: its own messages through our catalogues, for it to fill in."""

    def gettext(self, message: str) -> str:
        return str(get_domain().get_translations().gettext(message))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return str(get_domain().get_translations().ngettext(singular, plural, number))


class Form(FlaskForm):
    """A form whose own messages are translated; nothing typed is lost when it is refused.

    `obj` and `data` fill it before it is sent.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)  # type: ignore[no-untyped-call]

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether the form may be used; a character that no text holds is an error."""
        valid = bool(super().validate(extra_validators))  # type: ignore[no-untyped-call]
        for field in self:
            if isinstance(field.data, str) and _holds_control(field):
                sentence = gettext("A character was sent that no text holds. Type it again.")
                field.errors = [*field.errors, sentence]
                valid = False
        return valid

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> _Translations:
            return _Translations()


def init_forms(app: Flask) -> None:
    """Let templates use the GOV.UK components and their WTForms widgets."""
    loaders = {
        "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
        "govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf"),
    }
    own = app.jinja_loader
    app.jinja_loader = ChoiceLoader([*([own] if own else []), PrefixLoader(loaders)])
    WTFormsHelpers(app)
