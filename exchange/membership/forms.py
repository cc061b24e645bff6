"""Forms of the staff pages. Shape alone is checked here; actions check the world."""

from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    DecimalField,
    EmailField,
    IntegerField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    DataRequired,
    Email,
    InputRequired,
    Optional,
    Regexp,
    ValidationError,
)

from exchange.web.forms import Form, at_most, between

LANGUAGES = [SelectChoice("en", "English"), SelectChoice("da", "Dansk")]
NEEDED = _l("Fill this in.")
DAY = _l("Give a day, such as 31 March 2027.")


class OrganisationForm(Form):
    name = StringField(_l("Name"), [DataRequired(NEEDED), at_most(160)])
    kind = StringField(
        _l("Kind"), [at_most(60)], description=_l("Such as unitary, county or team.")
    )
    domains = TextAreaField(
        _l("E-mail domains"),
        [at_most(4000)],
        description=_l(
            "One on each line, such as exshire.gov.uk. People with such an address belong here."
        ),
    )

    @property
    def domain_names(self) -> list[str]:
        """The domains, one from each line."""
        return str(self.domains.data or "").split()


class TermForm(Form):
    tier = StringField(_l("Tier"), [DataRequired(NEEDED), at_most(60)])
    starts_on = DateField(_l("First day"), [InputRequired(DAY)])
    ends_on = DateField(_l("Last day"), [InputRequired(DAY)])
    grace_days = IntegerField(
        _l("Days of grace"),
        [InputRequired(_l("Give a whole number of days; 0 for none.")), between(0, 366)],
        default=0,
        description=_l("After the last day its officers may still register and enter for so long."),
    )


class SuspensionForm(Form):
    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Give a reason; colleagues will want to know it.")), at_most(300)],
        description=_l("Seen by network staff alone. Officers are told to ask their contact."),
    )


class AffiliationForm(Form):
    email = EmailField(
        _l("E-mail address of the person"),
        [DataRequired(NEEDED), Email(_l("Give an e-mail address, such as name@example.org."))],
    )
    starts_on = DateField(_l("First day"), [InputRequired(DAY)])
    ends_on = DateField(
        _l("Last day"), [Optional()], description=_l("Leave empty while nothing is known.")
    )


class EndAffiliationForm(Form):
    ends_on = DateField(
        _l("Last day"),
        [InputRequired(DAY)],
        description=_l("Access ends when this day is over; give yesterday to end it at once."),
    )


class ConfirmForm(Form):
    """Nothing but the button, and the token against forged requests."""


class NetworkForm(Form):
    name = StringField(_l("Name"), [DataRequired(NEEDED), at_most(120)])
    short_name = StringField(_l("Short name"), [DataRequired(NEEDED), at_most(30)])
    member_word = StringField(
        _l("Word for a member"),
        [DataRequired(NEEDED), at_most(40)],
        description=_l("Such as council or team."),
    )
    member_word_plural = StringField(
        _l("The same for several"), [DataRequired(NEEDED), at_most(40)]
    )
    contact_email = EmailField(
        _l("Contact address"),
        [Optional(), Email(_l("Give an e-mail address, such as name@example.org."))],
        description=_l("Members are told to write to it."),
    )
    time_zone = StringField(
        _l("Time zone"),
        [DataRequired(NEEDED)],
        description=_l("Days begin and end by it. Such as Europe/London."),
    )
    languages = SelectMultipleField(
        _l("Languages"), [InputRequired(_l("Choose at least one."))], choices=LANGUAGES
    )
    currency = StringField(
        _l("Currency"),
        [Regexp(r"[A-Z]{3}\Z", message=_l("Give three letters, such as GBP."))],
        description=_l("For events made from now on."),
    )
    vat_percent = DecimalField(
        _l("VAT in per cent"),
        [InputRequired(_l("Give a number; 0 for none.")), between(0, 99)],
        places=2,
        description=_l("For events made from now on."),
    )
    introduction = TextAreaField(
        _l("Introduction"),
        [at_most(8000)],
        description=_l("Shown on the start page. Markdown: paragraphs, lists, links."),
    )

    def validate_time_zone(self, field: StringField) -> None:
        """Accept names of the IANA list alone."""
        if field.data not in available_timezones():
            raise ValidationError(_l("Give the name of a zone, such as Europe/London."))
