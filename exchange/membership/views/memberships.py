from collections.abc import Callable
from functools import partial
from uuid import UUID

from flask import render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from exchange.core.errors import NotFound
from exchange.membership.actions import add_term, change_term, reinstate, suspend
from exchange.membership.forms import ConfirmForm, SuspensionForm, TermForm
from exchange.membership.models import Organisation, Term
from exchange.membership.queries import get_organisation, get_term
from exchange.membership.views.submission import done, sent
from exchange.web.actor import current_actor


def new_term(organisation_id: UUID) -> str | Response:
    """Add a membership."""
    add = partial(add_term, organisation_id=organisation_id)
    return _term_page(get_organisation(organisation_id), None, add, _("The membership was added."))


def edit_term(organisation_id: UUID, term_id: UUID) -> str | Response:
    """Change a membership's days, past ones too."""
    organisation, term = get_organisation(organisation_id), get_term(term_id)
    if term.organisation_id != organisation_id:
        raise NotFound
    change = partial(change_term, term_id=term_id)
    return _term_page(organisation, term, change, _("The membership was changed."))


def _term_page(
    organisation: Organisation, term: Term | None, write: Callable[..., Term], written: str
) -> str | Response:
    form = TermForm(obj=term)

    def act() -> None:
        write(
            actor=current_actor(),
            tier=form.tier.data,
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            grace_days=form.grace_days.data,
        )

    if sent(form, act):
        return done(written, "organisations_show", organisation_id=organisation.id)
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
