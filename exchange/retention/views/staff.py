"""Staff's pages: periods of an event and of the network, and legal holds."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from exchange.events.queries import event_for
from exchange.membership.views.submission import sent
from exchange.retention import actions, queries
from exchange.retention.enums import HoldReason
from exchange.retention.forms import REASONS, ConfirmForm, HoldForm, periods_form
from exchange.retention.views.choices import room_choices, room_words
from exchange.retention.views.telling import promised
from exchange.web.actor import current_actor, staff_only

staff = Blueprint("retention", __name__, url_prefix="/staff")

WHOLE = ""  # the choice that holds every room


@staff.route("/retention", methods=["GET", "POST"])
@staff_only
def defaults() -> str | Response:
    """For how long events keep things unless they choose otherwise."""
    form = periods_form(queries.default_periods())
    if sent(form, lambda: actions.choose_defaults(actor=current_actor(), days=form.days)):
        flash(_("The periods are saved. Events that have begun keep their own."), "success")
        return redirect(url_for("retention.defaults"), 303)
    return render_template("retention/defaults.html", form=form)


@staff.route("/events/<slug>/retention", methods=["GET", "POST"])
@staff_only
def event_periods(slug: str) -> str | Response:
    """What the event keeps, for how long, and what stops its destruction."""
    event = event_for(current_actor(), slug)
    form = periods_form(queries.periods_of(event.id))

    def act() -> None:
        actions.choose_periods(actor=current_actor(), event_id=event.id, days=form.days)

    if sent(form, act):
        flash(_("The periods are saved. The event’s page says them."), "success")
        return redirect(url_for("retention.event_periods", slug=slug), 303)
    return render_template(
        "retention/event.html",
        event=event,
        form=form,
        begun=queries.has_begun(event.id),
        lines=queries.schedule_of(event),
        promise=promised,
        holds=queries.holds_of(event),
        reasons=REASONS,
        rooms=room_words(event),
    )


@staff.route("/events/<slug>/holds/new", methods=["GET", "POST"])
@staff_only
def new_hold(slug: str) -> str | Response:
    """Stop destruction for a legal reason."""
    event, form = event_for(current_actor(), slug), HoldForm()
    form.room.choices = [
        SelectChoice(WHOLE, _("Everything of this event")),
        *room_choices(event),
    ]

    def act() -> None:
        actions.place_hold(
            actor=current_actor(),
            event_id=event.id,
            room_id=UUID(form.room.data) if form.room.data else None,
            reason=HoldReason(form.reason.data),
            reference=(form.reference.data or "").strip(),
            ends_on=form.ends_on.data,
        )

    if sent(form, act):
        flash(_("The hold stands. Those concerned see it on the event’s pages."), "success")
        return redirect(url_for("retention.event_periods", slug=slug), 303)
    return render_template("retention/hold.html", event=event, form=form)


@staff.route("/events/<slug>/holds/<uuid:hold_id>/lift", methods=["GET", "POST"])
@staff_only
def lift(slug: str, hold_id: UUID) -> str | Response:
    """End a hold, having read what follows."""
    event, form = event_for(current_actor(), slug), ConfirmForm()
    hold = queries.hold_to_lift(event, hold_id)

    def act() -> None:
        actions.lift_hold(actor=current_actor(), event_id=event.id, hold_id=hold_id)

    if sent(form, act):
        flash(_("The hold is lifted."), "success")
        return redirect(url_for("retention.event_periods", slug=slug), 303)
    return render_template("retention/lift.html", event=event, hold=hold, reasons=REASONS)
