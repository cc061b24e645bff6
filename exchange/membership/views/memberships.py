from uuid import UUID

from flask import render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from exchange.core.errors import NotFound
from exchange.membership.actions import add_term, change_term, reinstate, suspend
from exchange.membership.forms import ConfirmForm, SuspensionForm, TermForm
from exchange.membership.queries import get_organisation, get_term
from exchange.membership.views.submission import done, sent
from exchange.web.actor import current_actor


def new_term(organisation_id: UUID) -> str | Response:
    """Add a membership."""
    organisation = get_organisation(organisation_id)
    form = TermForm()

    def act() -> None:
        add_term(
            actor=current_actor(),
            organisation_id=organisation_id,
            tier=form.tier.data,
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            grace_days=form.grace_days.data,
        )

    if sent(form, act):
        return done(
            _("The membership was added."), "organisations_show", organisation_id=organisation_id
        )
    return render_template(
        "membership/term_form.html", form=form, organisation=organisation, term=None
    )


def edit_term(organisation_id: UUID, term_id: UUID) -> str | Response:
    """Change a membership's days, past ones too."""
    organisation, term = get_organisation(organisation_id), get_term(term_id)
    if term.organisation_id != organisation_id:
        raise NotFound
    form = TermForm(obj=term)

    def act() -> None:
        change_term(
            actor=current_actor(),
            term_id=term_id,
            tier=form.tier.data,
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            grace_days=form.grace_days.data,
        )

    if sent(form, act):
        return done(
            _("The membership was changed."), "organisations_show", organisation_id=organisation_id
        )
    return render_template(
        "membership/term_form.html", form=form, organisation=organisation, term=term
    )


def suspend_membership(organisation_id: UUID) -> str | Response:
    """Suspend, having read what will happen."""
    organisation = get_organisation(organisation_id)
    form = SuspensionForm()

    def act() -> None:
        suspend(
            actor=current_actor(), organisation_id=organisation_id, reason=form.reason.data or ""
        )

    if sent(form, act):
        text = _("The membership of %(name)s is suspended.", name=organisation.name)
        return done(text, "organisations_show", organisation_id=organisation_id)
    return render_template("membership/suspend.html", form=form, organisation=organisation)


def reinstate_membership(organisation_id: UUID) -> str | Response:
    """End the suspension."""
    organisation = get_organisation(organisation_id)
    form = ConfirmForm()
    if sent(form, lambda: reinstate(actor=current_actor(), organisation_id=organisation_id)):
        text = _("The membership of %(name)s counts again.", name=organisation.name)
        return done(text, "organisations_show", organisation_id=organisation_id)
    return render_template("membership/reinstate.html", form=form, organisation=organisation)
