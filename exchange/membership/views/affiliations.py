from uuid import UUID

from flask import render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from exchange.accounts.queries import person_by_email
from exchange.core import clock
from exchange.core.errors import Conflict
from exchange.core.text import N_, say
from exchange.membership.actions import affiliate, end_affiliation
from exchange.membership.forms import AffiliationForm, EndAffiliationForm
from exchange.membership.queries import get_affiliation, get_network, get_organisation
from exchange.membership.views.submission import done, sent
from exchange.web.actor import current_actor

UNKNOWN = say(N_("Nobody has an account with this address yet. Ask them to sign in once first."))


def new(organisation_id: UUID) -> str | Response:
    """Let a person, named by their address, belong to the organisation."""
    organisation = get_organisation(organisation_id)
    form = AffiliationForm(data={"starts_on": clock.today(get_network().time_zone)})

    def act() -> None:
        person = person_by_email(form.email.data)
        if person is None:
            raise Conflict(UNKNOWN)
        affiliate(
            actor=current_actor(),
            person_id=person.id,
            organisation_id=organisation_id,
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
        )

    if sent(form, act):
        text = _("%(email)s belongs to this organisation now.", email=form.email.data)
        return done(text, "organisations_show", organisation_id=organisation_id)
    return render_template("membership/affiliation_form.html", form=form, organisation=organisation)


def end(affiliation_id: UUID) -> str | Response:
    """Set the last day on which a person belongs to the organisation."""
    affiliation = get_affiliation(affiliation_id)
    form = EndAffiliationForm(data={"ends_on": clock.today(get_network().time_zone)})

    def act() -> None:
        end_affiliation(
            actor=current_actor(), affiliation_id=affiliation_id, ends_on=form.ends_on.data
        )

    if sent(form, act):
        return done(_("The last day was set."), "people_show", person_id=affiliation.person_id)
    return render_template("membership/affiliation_end.html", form=form, affiliation=affiliation)
