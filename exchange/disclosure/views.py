"""Staff's pages: every request, asking, deciding, and reading while a window is open."""

from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from exchange.disclosure import actions, queries, rules
from exchange.disclosure.emails import GROUNDS
from exchange.disclosure.enums import DelayGround, Ground
from exchange.disclosure.forms import DELAYS, AskForm
from exchange.disclosure.models import Disclosure
from exchange.events.models import Event
from exchange.events.queries import event_for
from exchange.events.views.public import page_number
from exchange.membership.views.submission import sent
from exchange.notes.document import Block
from exchange.retention.views import room_choices, room_words
from exchange.web.actor import current_actor, staff_only
from exchange.web.language import translate

pages = Blueprint("disclosure", __name__, url_prefix="/staff")


@pages.app_context_processor
def _announced() -> dict[str, object]:
    """Let the page on confidentiality say when a room of the event was opened."""
    return {"rooms_disclosed": lambda event: queries.announced_at(event.id)}


@pages.get("/disclosures")
@staff_only
def listing() -> str:
    """Every request, newest first."""
    page = queries.disclosures(page_number())
    states = {each.id: rules.state_of(queries.facts_of(each)) for each in page.items}
    return render_template(
        "disclosure/list.html",
        page=page,
        states=states,
        grounds=_grounds(),
        page_url=lambda number: url_for("disclosure.listing", page=number),
    )


@pages.route("/events/<slug>/disclosures/new", methods=["GET", "POST"])
@staff_only
def new(slug: str) -> str | Response:
    """Ask that one room be opened."""
    event, form = event_for(current_actor(), slug), AskForm(data={"hours": 8})
    form.room.choices = room_choices(event)
    form.ground.choices = [SelectChoice(*pair) for pair in _grounds().items()]
    form.offer_delays()
    made: list[Disclosure] = []

    def act() -> None:
        made.append(
            actions.ask(
                actor=current_actor(),
                event_id=event.id,
                room_id=UUID(form.room.data),
                ground=Ground(form.ground.data),
                reference=(form.reference.data or "").strip(),
                hours=form.hours.data or 0,
                delay=DelayGround(form.delay.data) if form.delay.data else None,
            )
        )

    if sent(form, act):
        flash(_("The request is made. A second person of the staff has to agree."), "success")
        return redirect(url_for("disclosure.show", disclosure_id=made[0].id), 303)
    return render_template("disclosure/new.html", event=event, form=form)


@pages.get("/disclosures/<uuid:disclosure_id>")
@staff_only
def show(disclosure_id: UUID) -> str:
    """One request, and what the reader may do about it."""
    actor = current_actor()
    asked = queries.disclosure_for(actor, disclosure_id)
    facts = queries.facts_of(asked)
    return render_template(
        "disclosure/show.html",
        asked=asked,
        room=_room(asked.event, asked.room_id),
        state=rules.state_of(facts),
        ground=_grounds()[asked.ground],
        delay=DELAYS[DelayGround(asked.delay_ground)] if asked.delay_ground else "",
        may_decide=rules.may_decide(actor, facts),
        may_read=rules.may_read(actor, facts),
        may_end=rules.may_end(actor, facts),
    )


@pages.post("/disclosures/<uuid:disclosure_id>/decide")
@staff_only
def decide(disclosure_id: UUID) -> Response:
    """Agree or refuse."""
    agrees = request.form.get("decision") == "agree"
    actions.decide(actor=current_actor(), disclosure_id=disclosure_id, agrees=agrees)
    flash(_("The window is open.") if agrees else _("The request is refused."), "success")
    return redirect(url_for("disclosure.show", disclosure_id=disclosure_id), 303)


@pages.post("/disclosures/<uuid:disclosure_id>/end")
@staff_only
def end(disclosure_id: UUID) -> Response:
    """Close the window now."""
    actions.end(actor=current_actor(), disclosure_id=disclosure_id)
    flash(_("The window is closed."), "success")
    return redirect(url_for("disclosure.show", disclosure_id=disclosure_id), 303)


@pages.post("/disclosures/<uuid:disclosure_id>/read")
@staff_only
def read(disclosure_id: UUID) -> Response:
    """What the room holds, for this answer alone; the reading is on record before it is shown."""
    actor = current_actor()
    actions.note_reading(actor=actor, disclosure_id=disclosure_id)
    asked = queries.disclosure_for(actor, disclosure_id)
    content = queries.content_for(actor, asked)
    answer = make_response(
        render_template(
            "disclosure/read.html",
            asked=asked,
            room=_room(asked.event, asked.room_id),
            content=content,
            kind=_kind,
        )
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _kind(block: Block) -> str:
    return type(block).__name__


def _grounds() -> dict[str, str]:
    return {ground.value: translate(sentence) for ground, sentence in GROUNDS.items()}


def _room(event: Event, room_id: UUID) -> str:
    return room_words(event).get(room_id.hex, "")
