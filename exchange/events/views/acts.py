"""What staff do with an event: publish and withdraw it, name and release its facilitators."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from exchange.accounts.queries import person_by_email
from exchange.core.errors import NotFound
from exchange.events.actions import (
    name_facilitator,
    publish_event,
    release_facilitator,
    withdraw_event,
)
from exchange.events.enums import EventState
from exchange.events.forms import FacilitatorForm
from exchange.events.queries import event_for, facilitators, places_taken
from exchange.events.views.staff import staff_pages
from exchange.membership.views.submission import sent
from exchange.web.actor import current_actor, staff_only


@staff_pages.post("/<slug>/publish")
@staff_only
def publish(slug: str) -> Response:
    """Show the event to everybody. It can be withdrawn again."""
    event = event_for(current_actor(), slug)
    publish_event(actor=current_actor(), event_id=event.id)
    flash(_("The event is published."), "success")
    return redirect(url_for("staff_events.show", slug=slug), 303)


@staff_pages.route("/<slug>/withdraw", methods=["GET", "POST"])
@staff_only
def withdraw(slug: str) -> str | Response:
    """Take the event from sight, after saying what that means."""
    event = event_for(current_actor(), slug)
    if event.state != EventState.PUBLISHED.value:
        raise NotFound
    if request.method == "POST":
        withdraw_event(actor=current_actor(), event_id=event.id)
        flash(_("The event is withdrawn."), "success")
        return redirect(url_for("staff_events.show", slug=slug), 303)
    taken = places_taken([event.id]).get(event.id, 0)
    return render_template(
        "events/staff/withdraw.html",
        event=event,
        consequences=[
            _("Its page disappears for everybody but network staff and its facilitators."),
            _("Its rooms close at once to everyone in them."),
            ngettext(
                "%(num)d person keeps a place, and is not told by this.",
                "%(num)d people keep their places, and are not told by this.",
                taken,
            ),
            _("You can publish it again."),
        ],
    )


@staff_pages.route("/<slug>/facilitators", methods=["GET", "POST"])
@staff_only
def facilitator_list(slug: str) -> str | Response:
    """Who facilitates the event, and a form to name somebody by e-mail address."""
    event, form = event_for(current_actor(), slug), FacilitatorForm()

    def act() -> None:
        person = person_by_email(form.email.data.strip().lower())
        if person is None:
            raise form.unknown()
        name_facilitator(actor=current_actor(), event_id=event.id, person_id=person.id)

    if sent(form, act):
        flash(_("The facilitator is named."), "success")
        return redirect(url_for("staff_events.facilitator_list", slug=slug), 303)
    return render_template(
        "events/staff/facilitators.html",
        event=event,
        form=form,
        facilitators=facilitators(event.id),
    )


@staff_pages.post("/<slug>/facilitators/<uuid:person_id>/release")
@staff_only
def release(slug: str, person_id: UUID) -> Response:
    """End a facilitation; naming the person again undoes it."""
    event = event_for(current_actor(), slug)
    release_facilitator(actor=current_actor(), event_id=event.id, person_id=person_id)
    flash(_("This person does not facilitate the event any more."), "success")
    return redirect(url_for("staff_events.facilitator_list", slug=slug), 303)
