from dataclasses import replace
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from exchange.accounts.queries import person_by_email
from exchange.core import clock
from exchange.core.errors import ExchangeError, NotFound
from exchange.events.models import Event
from exchange.events.queries import event_for
from exchange.registration import actions, queries
from exchange.registration.enums import RegistrationState
from exchange.registration.errors import NoSuchPerson
from exchange.registration.forms import CancelOtherForm, RegisterOtherForm
from exchange.registration.messages import Filters
from exchange.registration.models import Registration
from exchange.registration.views.export import as_csv
from exchange.registration.views.places import gross_of
from exchange.web.actor import current_actor, staff_only
from exchange.web.language import translate

staff = Blueprint("registrations", __name__, url_prefix="/staff/events/<slug>/registrations")


@staff.get("")
@staff_only
def listing(slug: str) -> str:
    """Everybody who registered, in the order of sign-up, with the queue's order."""
    event, filters = event_for(current_actor(), slug), _filters()
    waiting = Filters(state=RegistrationState.WAITLISTED.value)
    queue = [each.id for each in queries.registrations_for_export(event.id, waiting)]
    return render_template(
        "registration/staff_list.html",
        event=event,
        filters=filters,
        page=queries.registrations(event.id, filters, request.args.get("page", 1, int)),
        places=queries.places(event.id),
        positions={id: number for number, id in enumerate(queue, start=1)},
        states=list(RegistrationState),
        may_offer=event.id in queries.events_to_offer(clock.now()),
    )


@staff.get("/export.csv")
@staff_only
def export(slug: str) -> Response:
    """The same list, filtered alike, as a file for a spreadsheet."""
    event = event_for(current_actor(), slug)
    rows = queries.registrations_for_export(event.id, _filters())
    response = Response(as_csv(rows, event.time_zone), mimetype="text/csv")
    name = f"{event.slug}-registrations.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@staff.post("/fill")
@staff_only
def fill(slug: str) -> Response:
    """Offer free places to the line now, without waiting for the clock."""
    event = event_for(current_actor(), slug)
    made = len(actions.fill_places(actor=current_actor(), event_id=event.id))
    flash(ngettext("%(num)d place was offered.", "%(num)d places were offered.", made), "success")
    return _back(event)


@staff.route("/new", methods=["GET", "POST"])
@staff_only
def new(slug: str) -> str | Response:
    """Register somebody by their e-mail address, with a reason."""
    event, form = event_for(current_actor(), slug), RegisterOtherForm()
    if request.method == "POST" and form.validate():
        try:
            made = _register(event, form)
        except ExchangeError as error:
            form.form_errors.append(translate(error.sentence))
        else:
            flash(_outcome(made), "success")
            return _back(event)
    return render_template("registration/staff_new.html", event=event, form=form)


@staff.route("/<uuid:registration_id>/cancel", methods=["GET", "POST"])
@staff_only
def cancel(slug: str, registration_id: UUID) -> str | Response:
    """Cancel somebody's registration, with a reason."""
    event, form = event_for(current_actor(), slug), CancelOtherForm()
    registration = queries.get_registration_for(current_actor(), registration_id)
    if registration.event_id != event.id:
        raise NotFound
    if request.method == "POST" and form.validate():
        try:
            actions.cancel_registration(
                actor=current_actor(),
                registration_id=registration_id,
                reason=form.reason.data,
                knows_it_is_binding=True,
            )
        except ExchangeError as error:
            form.form_errors.append(translate(error.sentence))
        else:
            flash(_("The registration was cancelled, and the person is told."), "success")
            return _back(event)
    return render_template(
        "registration/staff_cancel.html",
        event=event,
        form=form,
        registration=registration,
        is_binding=queries.is_binding(registration, clock.now()),
        gross=gross_of(registration),
    )


def _register(event: Event, form: RegisterOtherForm) -> Registration:
    person = person_by_email(form.email.data.strip())
    if person is None:
        raise NoSuchPerson
    return actions.register(
        actor=current_actor(),
        event_id=event.id,
        person_id=person.id,
        order_number=form.order_number.data or "",
        reason=form.reason.data,
    )


def _outcome(made: Registration) -> str:
    if made.state == RegistrationState.CONFIRMED.value:
        return _("The person has a place, and is told.")
    return _("All places are taken: the person is on the waiting list, and is told.")


def _filters() -> Filters:
    """What the address asks for; nonsense means all."""
    state = request.args.get("state", "")
    text = request.args.get("search", "").strip()
    filters = Filters(text=text)
    return replace(filters, state=state) if state in set(RegistrationState) else filters


def _back(event: Event) -> Response:
    return redirect(url_for("registrations.listing", slug=event.slug), 303)
