from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from exchange.confidentiality.queries import unacknowledged, versions_in_force
from exchange.core import clock
from exchange.core.decision import Refused
from exchange.core.errors import Invalid, NotFound
from exchange.core.money import Money, vat_on
from exchange.core.text import N_, say
from exchange.events.models import Event
from exchange.events.queries import event_for
from exchange.registration import actions, queries, rules
from exchange.registration.calendar import calendar_of
from exchange.registration.emails import NOTE
from exchange.registration.enums import RegistrationState, Shown
from exchange.registration.forms import CancelForm, RegisterForm, ShownForm
from exchange.registration.models import Registration
from exchange.registration.views.panel import may_see_materials, registration_panel, stand_of
from exchange.web.actor import current_actor, signed_in
from exchange.web.application import application
from exchange.web.language import translate

places = Blueprint("registration", __name__)
DONE = {
    RegistrationState.CONFIRMED: say(N_("You have a place. We have written to you.")),
    RegistrationState.WAITLISTED: say(N_("You are on the waiting list. We have written to you.")),
}


@places.app_context_processor
def for_event_pages() -> dict[str, Callable[..., Any]]:
    """What the event page shows of registration."""
    return {"registration_panel": registration_panel, "may_see_materials": may_see_materials}


@places.route("/events/<slug>/register", methods=["GET", "POST"])
@signed_in
def register(slug: str) -> str | Response:
    """What one agrees to and what it costs; then the place, or the place in line."""
    event, form = event_for(current_actor(), slug), RegisterForm()
    refusal = None
    if request.method == "POST" and form.validate():
        try:
            made = actions.register(
                actor=current_actor(), event_id=event.id, order_number=form.order_number.data or ""
            )
        except Refused as error:
            refusal = error.decision
        else:
            flash(translate(DONE[RegistrationState(made.state)]), "success")
            return redirect(url_for("registration.manage", slug=event.slug), 303)
    facts = queries.facts_for(event, current_actor().person, clock.now())
    page = render_template(
        "registration/register.html",
        event=event,
        form=form,
        facts=facts,
        refusal=refusal or rules.may_register(facts),
        protocols=versions_in_force(event.id),
    )
    return page if refusal is None else make_response(page, 409)


@places.get("/events/<slug>/registration")
@signed_in
def manage(slug: str) -> str | Response:
    """The reader's own registration: what is next, and how to give it up."""
    event = event_for(current_actor(), slug)
    registration = queries.standing_registration(current_actor().person, event.id)
    if registration is None:
        return redirect(url_for("registration.register", slug=event.slug))
    return render_template(
        "registration/manage.html",
        event=event,
        registration=registration,
        stand=stand_of(event),
        asked=unacknowledged(current_actor().person, event.id),
        is_binding=queries.is_binding(registration, clock.now()),
        gross=gross_of(registration),
        shown=ShownForm(data={"shown": registration.shown}),
    )


@places.post("/events/<slug>/registration/shown")
@signed_in
def show(slug: str) -> Response:
    """Choose what others who come see of the reader before the doors open."""
    mine, form = _mine(event_for(current_actor(), slug)), ShownForm()
    if not form.validate():
        raise Invalid
    shown = Shown(form.shown.data)
    actions.choose_shown(actor=current_actor(), event_id=mine.event_id, shown=shown)
    flash(_("Saved."), "success")
    return redirect(url_for("registration.manage", slug=slug), 303)


@places.route("/events/<slug>/registration/cancel", methods=["GET", "POST"])
@signed_in
def cancel(slug: str) -> str | Response:
    """Confirm, then give up the place, the offer or the wait."""
    event = event_for(current_actor(), slug)
    registration, form = _mine(event), CancelForm()
    if request.method == "POST" and form.validate():
        try:
            actions.cancel_registration(
                actor=current_actor(),
                registration_id=registration.id,
                knows_it_is_binding=form.knows.data,
            )
        except Refused as refusal:
            form.form_errors.append(translate(refusal.sentence))
        else:
            flash(_("Done. We have written to you."), "success")
            return redirect(f"/events/{event.slug}", 303)
    return render_template(
        "registration/cancel.html",
        event=event,
        registration=registration,
        form=form,
        is_binding=queries.is_binding(registration, clock.now()),
        gross=gross_of(registration),
    )


@places.post("/events/<slug>/registration/accept")
@signed_in
def accept(slug: str) -> Response:
    """Take the place that is held."""
    event = event_for(current_actor(), slug)
    try:
        actions.accept_offer(actor=current_actor(), registration_id=_mine(event).id)
    except Refused as refusal:
        flash(translate(refusal.sentence), "error")
    else:
        flash(translate(DONE[RegistrationState.CONFIRMED]), "success")
    return redirect(url_for("registration.manage", slug=event.slug), 303)


@places.get("/events/<slug>/calendar.ics")
def calendar(slug: str) -> Response:
    """The event for a calendar. It holds what the public page says: when, and where to look."""
    event = event_for(current_actor(), slug)
    page = f"{application().settings.base_url}/events/{event.slug}"
    written = calendar_of(event, page=page, at=clock.now(), note=translate(NOTE))
    response = Response(written, mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
    return response


def _mine(event: Event) -> Registration:
    registration = queries.standing_registration(current_actor().person, event.id)
    if registration is None:
        raise NotFound
    return registration


def gross_of(registration: Registration) -> Money | None:
    """What the place costs with VAT as it stood at sign-up; None if nothing."""
    if registration.price == 0:
        return None
    net = Money(registration.price, registration.currency)
    return net + vat_on(net, registration.vat_rate)
