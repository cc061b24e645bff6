"""A case rewritten as a dilemma: by a facilitator, and approved or not by whoever presents it."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from werkzeug.wrappers import Response

from exchange.cases.queries import OpenedCase, case_of
from exchange.core.errors import Invalid, NotFound
from exchange.events.models import Event
from exchange.events.queries import event_for, find_event
from exchange.membership.views.submission import sent
from exchange.rooms import actions, queries
from exchange.rooms.consent import may_rewrite
from exchange.rooms.enums import Consent, Rewriting
from exchange.rooms.forms import DilemmaForm, dilemma_data
from exchange.web.actor import current_actor, signed_in

case_dilemmas = Blueprint("case_dilemmas", __name__, url_prefix="/events/<slug>")

SAID = {
    Consent.AGREE: _l("Thank you. You are shown every text before anybody else reads it."),
    Consent.APPROVE: _l("The dilemma is in the network’s library. Take it back at any time."),
    Consent.DECLINE: _l("The text is not published. A facilitator may propose another one."),
    Consent.TAKE_BACK: _l("Nothing is made of your case any more; no dilemma of it is offered."),
}


@case_dilemmas.app_context_processor
def _for_case_pages() -> dict[str, object]:
    """Let the pages of cases show what is made of them."""
    return {
        "dilemma_of_case": dilemma_of_case,
        "stages_of": stages_of,
        "kept_dilemma": kept_dilemma,
    }


def dilemma_of_case(event: Event, known: OpenedCase) -> Markup:
    """What is made of the reader's own case, with what they can say to it."""
    found = queries.rewriting_of(known.case)
    html = render_template("cases/dilemma.html", event=event, rewritten=found, stage=found.stage)
    return Markup(html)  # noqa: S704  # rendered by our own escaping template


def kept_dilemma(event: Event) -> Markup:
    """The reader's way to take a dilemma back when their case is gone."""
    consent = queries.consent_of(current_actor().person, event.id)
    if consent is None or consent.approved_at is None:
        return Markup()
    html = render_template("cases/kept_dilemma.html", event=event, consent=consent)
    return Markup(html)  # noqa: S704  # rendered by our own escaping template


def stages_of(cases: Sequence[OpenedCase]) -> dict[UUID, Rewriting]:
    """How far each case has come that may be rewritten; for facilitators, who read them all."""
    found = queries.rewritten([each.case for each in cases])
    stages = {case_id: each.stage for case_id, each in found.items()}
    return {id: stage for id, stage in stages.items() if stage is not Rewriting.CLOSED}


@case_dilemmas.route("/cases/<uuid:case_id>/dilemma", methods=["GET", "POST"])
@signed_in
def rewrite(slug: str, case_id: UUID) -> str | Response:
    """Rewrite a case as a dilemma; its presenter decides."""
    event = event_for(current_actor(), slug)
    found = queries.case_to_rewrite(current_actor(), case_id)
    if found.case.event_id != event.id:
        raise NotFound
    known = queries.rewriting_of(found.case)
    decision = may_rewrite(known.stage)
    written = dilemma_data(known.content) if known.content else {"language": event.language}
    form = DilemmaForm(data=written)

    def act() -> None:
        actions.propose_dilemma(actor=current_actor(), case_id=case_id, content=form.content())

    if sent(form, act):
        flash(_("The text is proposed. Whoever handed in the case decides."), "success")
        return redirect(url_for("cases.listing", slug=slug), 303)
    return render_template(
        "cases/rewrite.html",
        event=event,
        form=form,
        found=found,
        rewritten=known,
        decision=decision,
    )


@case_dilemmas.post("/case/dilemma")
@signed_in
def answer(slug: str) -> Response:
    """Say what may become of one's own case."""
    event = find_event(slug)
    if event is None:
        raise NotFound
    known = case_of(current_actor().person, event.id)
    said = request.form.get("answer", "")
    if known is None:  # the case is gone; a dilemma that was made of it may be there still
        actions.retract_dilemma(actor=current_actor(), event_id=event.id)
        flash(str(SAID[Consent.TAKE_BACK]), "success")
        return redirect(f"/events/{slug}", 303)
    if said not in set(Consent):
        raise Invalid
    mark = request.form.get("mark", "")
    actions.answer_dilemma(actor=current_actor(), case_id=known.id, answer=Consent(said), mark=mark)
    flash(str(SAID[Consent(said)]), "success")
    return redirect(url_for("cases.mine", slug=slug, _anchor="dilemma"), 303)
