"""Who is shut out of an event, on its page: for its facilitators alone, who let them come again."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.errors import NotFound
from exchange.events.models import Event
from exchange.events.queries import event_for, is_facilitator
from exchange.rooms import actions
from exchange.rooms.enums import BanReason
from exchange.rooms.queries import banned_from, entry_facts
from exchange.rooms.rules import may_facilitate
from exchange.rooms.views.words import BAN_REASONS
from exchange.web.actor import current_actor, signed_in

bans = Blueprint("bans", __name__, url_prefix="/events/<slug>/bans")


@bans.app_context_processor
def _list() -> dict[str, object]:
    """Let the event's page show it."""
    return {"shut_out": shut_out}


def shut_out(event: Event) -> Markup | None:
    """Who is shut out, with the way to lift it; None for others than facilitators, or if nobody."""
    banned = banned_from(event.id) if _runs(event) else ()
    if not banned:
        return None
    rows = [(each, BAN_REASONS[BanReason(each.reason)]) for each in banned]
    html = render_template("rooms/bans.html", event=event, rows=rows)
    return Markup(html)  # noqa: S704  # rendered by our own escaping template


def _runs(event: Event) -> bool:
    person_id = current_actor().person_id
    if person_id is None or not event.parts or not is_facilitator(person_id, event.id):
        return False
    return bool(may_facilitate(entry_facts(person_id, event.parts[0].id, clock.now())))


@bans.post("/<uuid:person_id>/lift")
@signed_in
def lift(slug: str, person_id: UUID) -> Response:
    """Let somebody come to the event again."""
    event = event_for(current_actor(), slug)
    if not event.parts:
        raise NotFound
    actions.lift_ban(actor=current_actor(), part_id=event.parts[0].id, person_id=person_id)
    flash(_("This person may come to the event again."), "success")
    return redirect(url_for("events.event", slug=slug), 303)
