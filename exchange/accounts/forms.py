from typing import Any

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import (
    GovPasswordInput,
    GovSelect,
    GovSubmitInput,
    GovTextInput,
)
from wtforms import HiddenField, PasswordField, SelectChoice, SelectField, StringField, SubmitField
from wtforms.validators import InputRequired, Length, Regexp, ValidationError

from exchange.accounts import rules
from exchange.core.decision import Decision
from exchange.web.forms import Form
from exchange.web.language import translate

EMAIL_WRONG = _l("Enter an e-mail address in the form name@council.gov.uk")
TOKEN_DAYS = (30, 90, 365)


def _trimmed(value: str | None) -> str:
    return (value or "").strip()


def _lower(value: str | None) -> str:
    return _trimmed(value).lower()


class _Email(Form):
    """Who wants to sign in, and where to go then."""

    email = StringField(
        _l("E-mail address"),
        filters=[_lower],
        validators=[
            InputRequired(_l("Enter your e-mail address")),
            Length(max=254, message=EMAIL_WRONG),
            Regexp(rf"\A{rules.EMAIL.pattern}\Z", message=EMAIL_WRONG),
        ],
        widget=GovTextInput(),
        render_kw={"type": "email", "autocomplete": "email", "spellcheck": "false"},
    )
    next = HiddenField()


class LinkForm(_Email):
    submit = SubmitField(_l("Send me a link"), widget=GovSubmitInput())


class PasswordSignInForm(_Email):
    password = PasswordField(
        _l("Password"),
        validators=[
            InputRequired(_l("Enter your password")),
            Length(max=rules.PASSWORD_MOST, message=_l("The password is too long")),
        ],
        widget=GovPasswordInput(),
        render_kw={"autocomplete": "current-password"},
    )
    submit = SubmitField(_l("Sign in"), widget=GovSubmitInput())


class UseLinkForm(Form):
    submit = SubmitField(_l("Sign in"), widget=GovSubmitInput())


class _Named(Form):
    name = StringField(
        _l("Full name"),
        description=_l("As the others in the room will see it."),
        filters=[_trimmed],
        validators=[
            InputRequired(_l("Enter your name")),
            Length(max=120, message=_l("Use at most 120 characters")),
        ],
        widget=GovTextInput(),
        render_kw={"autocomplete": "name"},
    )
    job_title = StringField(
        _l("Job title"),
        filters=[_trimmed],
        validators=[Length(max=120, message=_l("Use at most 120 characters"))],
        widget=GovTextInput(),
        render_kw={"autocomplete": "organization-title"},
    )


class NewcomerForm(_Named):
    submit = SubmitField(_l("Join and sign in"), widget=GovSubmitInput())


class ProfileForm(_Named):
    language = SelectField(
        _l("Language of pages and letters"),
        choices=[
            SelectChoice("", _l("As my browser asks")),  # type: ignore[arg-type]  # lazy texts serve
            SelectChoice("en", "English"),
            SelectChoice("da", "Dansk"),
        ],
        widget=GovSelect(),
    )
    submit = SubmitField(_l("Save"), widget=GovSubmitInput())


class SetPasswordForm(Form):
    """`judge` says whether a password is good for whom the form is about."""

    password = PasswordField(
        _l("New password"),
        description=_l(
            "At least %(least)s characters. Three or four unrelated words are easy to keep in "
            "mind and hard to guess.",
            least=rules.PASSWORD_LEAST,
        ),
        validators=[InputRequired(_l("Enter a password"))],
        widget=GovPasswordInput(),
        render_kw={"autocomplete": "new-password"},
    )
    submit = SubmitField(_l("Save the password"), widget=GovSubmitInput())

    def __init__(self, *, email: str, name: str, **options: Any) -> None:
        super().__init__(**options)
        self._email, self._name = email, name

    def validate_password(self, field: PasswordField) -> None:
        """Ask the rule; its reason becomes the field's message."""
        decision: Decision = rules.password_is_good(field.data, email=self._email, name=self._name)
        if not decision:
            raise ValidationError(translate(decision.sentence))


class TokenForm(Form):
    name = StringField(
        _l("What is it for?"),
        description=_l("For example “Events on our intranet”. Only you see this."),
        filters=[_trimmed],
        validators=[
            InputRequired(_l("Say what the token is for")),
            Length(max=80, message=_l("Use at most 80 characters")),
        ],
        widget=GovTextInput(),
    )
    days = SelectField(
        _l("How long should it work?"),
        coerce=int,
        choices=[
            SelectChoice(str(days), _l("%(days)s days", days=days))  # type: ignore[arg-type]  # as above
            for days in TOKEN_DAYS
        ],
        widget=GovSelect(),
    )
    submit = SubmitField(_l("Create a token"), widget=GovSubmitInput())
