from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _l

from exchange.core.errors import NotFound
from exchange.events.queries import event_for, is_facilitator
from exchange.retention.queries import receipts_for
from exchange.web.actor import current_actor, signed_in

receipts = Blueprint("receipts", __name__)

# What the rows of each table are called on a receipt.
TABLES = {
    "message": _l("Lines of chat"),
    "remark": _l("Lines written privately, and by facilitators to each other"),
    "conversation": _l("Who wrote privately to whom"),
    "ballot": _l("Notes that somebody had voted"),
    "tally": _l("Results of votes"),
    "poll": _l("Polls"),
    "step_answer": _l("Answers before a step"),
    "notes_update": _l("Changes of notes"),
    "notes_document": _l("Notes documents"),
    "notes_snapshot": _l("Long notes in one piece"),
    "contact_offer": _l("Offers of cards"),
    "notes_point": _l("Ideas and actions"),
    "hand": _l("Raised hands"),
    "help_call": _l("Calls for help"),
    "seat": _l("Places in rooms"),
    "visit": _l("Visits of facilitators"),
    "connection": _l("Stretches of attendance"),
    "lobby_stay": _l("Stretches in the lobby"),
    "admission": _l("Admissions one by one"),
    "aside": _l("Short breaks"),
    "act": _l("Acts of facilitators"),
    "takeaway": _l("Lines proposed as takeaways"),
    "event_case": _l("Cases"),
    "case_rewriting": _l("Cases rewritten as dilemmas"),
    "case_wish": _l("Wishes for cases"),
    "removal": _l("Removals"),
    "mute": _l("Pauses of somebody's chat"),
    "ban": _l("People shut out of the event"),
    "access_receipt": _l("Receipts of ended access"),
}


@receipts.get("/events/<slug>/forgotten")
@signed_in
def forgotten(slug: str) -> str:
    """What was destroyed of the event, with the proof: for staff and its facilitators."""
    actor = current_actor()
    event = event_for(actor, slug)
    if not (actor.is_staff or is_facilitator(actor.person_id, event.id)):
        raise NotFound
    return render_template(
        "retention/forgotten.html", event=event, receipts=receipts_for(event), tables=TABLES
    )
