"""Staff's pages: every event, one event's hub, and the form that writes it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from exchange.events.actions import change_event, create_event
from exchange.events.enums import EventState
from exchange.events.forms import EventForm, form_data
from exchange.events.models import Event
from exchange.events.queries import (
    content_of,
    event_for,
    facilitators,
    places_taken,
    staff_events,
)
from exchange.events.views import words
from exchange.events.views.public import page_number, search_text
from exchange.membership.queries import get_network
from exchange.membership.views.submission import sent
from exchange.web.actor import current_actor, staff_only

staff_pages = Blueprint("staff_events", __name__, url_prefix="/staff/events")


@staff_pages.get("")
@staff_only
def listing() -> str:
    """Every event, newest first, searched and filtered by state."""
    state = request.args.get("state", "")
    state = state if state in {known.value for known in EventState} else ""
    page = staff_events(state=state, text=search_text(), page_number=page_number())
    return render_template(
        "events/staff/list.html",
        page=page,
        taken=places_taken([event.id for event in page.items]),
        words=words,
        state=state,
        text=search_text(),
        states=[("", _("Any state")), *((s.value, text) for s, text in words.STATES.items())],
        page_url=lambda number: url_for(
            "staff_events.listing",
            state=state or None,
            text=search_text() or None,
            page=number,
        ),
    )


@staff_pages.get("/<slug>")
@staff_only
def show(slug: str) -> str:
    """One event's state, and everything that may be done with it."""
    event = event_for(current_actor(), slug)
    return render_template(
        "events/staff/show.html",
        event=event,
        words=words,
        taken=places_taken([event.id]).get(event.id, 0),
        facilitators=facilitators(event.id),
    )


@staff_pages.route("/new", methods=["GET", "POST"])
@staff_only
def new() -> str | Response:
    """Write a new event; it is a draft until somebody publishes it."""
    form = EventForm(data={"capacity": 24, "price_member": 0})
    made: list[Event] = []

    def act() -> None:
        made.append(create_event(actor=current_actor(), content=form.content(None)))

    get_network()  # an event takes its currency, VAT rate and zone from it
    if sent(form, act):
        flash(_("The draft is saved. Look at it, then publish it."), "success")
        return redirect(url_for("staff_events.show", slug=made[0].slug), 303)
    return render_template("events/staff/form.html", form=form, event=None)


@staff_pages.route("/<slug>/edit", methods=["GET", "POST"])
@staff_only
def edit(slug: str) -> str | Response:
    """Change an event; what the form does not show stays as it is."""
    event = event_for(current_actor(), slug)
    before = content_of(event)
    form = EventForm(data=form_data(before))

    def act() -> None:
        change_event(actor=current_actor(), event_id=event.id, content=form.content(before))

    if sent(form, act):
        flash(_("The changes are saved."), "success")
        return redirect(url_for("staff_events.show", slug=slug), 303)
    return render_template("events/staff/form.html", form=form, event=event)
