from uuid import UUID

from flask import render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.membership.actions import change_organisation, create_organisation
from exchange.membership.enums import Standing
from exchange.membership.forms import OrganisationForm
from exchange.membership.models import Organisation
from exchange.membership.queries import (
    affiliations_with,
    get_network,
    get_organisation,
    organisations,
    standing_of,
)
from exchange.membership.views.submission import done, search_words, sent
from exchange.web.actor import current_actor


def listing() -> str:
    """Organisations by name, searched, and filtered by standing today."""
    search, standing = search_words(), _standing()
    number = request.args.get("page", 1, int)
    found = organisations(clock.now(), search=search, standing=standing, page_number=number)
    return render_template(
        "membership/organisations.html",
        page=found.page,
        counts=found.counts,
        standings=list(Standing),
        search=search,
        standing=standing.value if standing else "",
    )


def _standing() -> Standing | None:
    """The standing asked for; nonsense in the address means all."""
    asked = request.args.get("standing", "")
    return Standing(asked) if asked in set(Standing) else None


def show(organisation_id: UUID) -> str:
    """Its standing today and why, its terms, suspensions, domains and people."""
    organisation = get_organisation(organisation_id)
    return render_template(
        "membership/organisation.html",
        organisation=organisation,
        standing=standing_of(organisation_id, clock.now()),
        affiliations=affiliations_with(organisation_id, request.args.get("page", 1, int)),
        today=clock.today(get_network().time_zone),
    )


def new() -> str | Response:
    """Add an organisation."""
    form = OrganisationForm()
    made: list[Organisation] = []

    def act() -> None:
        made.append(
            create_organisation(
                actor=current_actor(),
                name=form.name.data,
                kind=form.kind.data or "",
                domains=form.domain_names,
            )
        )

    if sent(form, act):
        text = _("%(name)s was added. Give it a membership next.", name=made[0].name)
        return done(text, "organisations_show", organisation_id=made[0].id)
    return render_template("membership/organisation_form.html", form=form, organisation=None)


def edit(organisation_id: UUID) -> str | Response:
    """Change its name, kind and domains."""
    organisation = get_organisation(organisation_id)
    names = "\n".join(domain.name for domain in organisation.domains)
    form = OrganisationForm(
        data={"name": organisation.name, "kind": organisation.kind, "domains": names}
    )

    def act() -> None:
        change_organisation(
            actor=current_actor(),
            organisation_id=organisation_id,
            name=form.name.data,
            kind=form.kind.data or "",
            domains=form.domain_names,
        )

    if sent(form, act):
        return done(_("Saved."), "organisations_show", organisation_id=organisation_id)
    return render_template(
        "membership/organisation_form.html", form=form, organisation=organisation
    )
