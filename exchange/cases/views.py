"""One's own case, and the cases of an event as far as each allows. No word of one in a title."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from exchange.cases import actions, queries
from exchange.cases.forms import CaseForm, WishForm, case_data
from exchange.cases.queries import OpenedCase
from exchange.cases.rules import CaseReason, may_change, may_hand_in, may_list
from exchange.core.decision import Decision
from exchange.core.errors import Invalid, NotFound
from exchange.events.models import Event
from exchange.events.queries import event_for, find_event
from exchange.membership.views.submission import sent
from exchange.web.actor import current_actor, signed_in

pages = Blueprint("cases", __name__, url_prefix="/events/<slug>")


@pages.app_context_processor
def _for_event_pages() -> dict[str, object]:
    """Let the event's pages lead to its cases."""
    return {"case_links": case_links}


def case_links(event: Event) -> Markup | None:
    """The reader's ways to their own case and to others'; None where there are none."""
    actor = current_actor()
    if actor.person_id is None or not event.own_cases:
        return None
    facts = queries.facts_for(actor, event)
    mine = queries.case_of(actor.person, event.id)
    may = bool(may_hand_in(facts))
    listed = may_list(facts)
    seen = bool(listed) or (may and listed.code == CaseReason.NOT_ACKNOWLEDGED)
    if not (may or mine or listed):
        return None
    html = render_template("cases/links.html", event=event, mine=mine, may=may, listed=seen)
    return Markup(html)  # noqa: S704  # rendered by our own escaping template


@pages.route("/case", methods=["GET", "POST"])
@signed_in
def mine(slug: str) -> str | Response:
    """Hand in a case, or change the one that was handed in."""
    (event, known), actor = _own(slug), current_actor()
    facts = queries.facts_for(actor, event)
    decision = may_change(facts, queries.kept(known.case)) if known else may_hand_in(facts)
    form = CaseForm(event.case_topics, data=case_data(known))

    def act() -> None:
        given = {
            "content": form.content(),
            "seen_by": form.chosen,
            "shown_in_room": form.shown_in_room.data,
        }
        if known is None:
            actions.hand_in(actor=actor, event_id=event.id, **given)
        else:
            actions.change_case(actor=actor, case_id=known.id, **given)

    if request.method == "POST" and not decision:
        return _refused(event, decision)
    if sent(form, act):
        flash(_("Your case is saved. You can change it until the doors open."), "success")
        return redirect(url_for("cases.mine", slug=event.slug), 303)
    if not decision and known is None:
        return _refused(event, decision)
    return render_template(
        "cases/mine.html", event=event, form=form, known=known, decision=decision
    )


def _refused(event: Event, decision: Decision) -> Response:
    page = render_template("cases/refused.html", event=event, decision=decision)
    return make_response(page, 403)


@pages.route("/case/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw(slug: str) -> str | Response:
    """Take one's case back, after saying what that means."""
    (event, known), actor = _own(slug), current_actor()
    if known is None:
        raise NotFound
    if request.method == "POST":
        actions.withdraw_case(actor=actor, case_id=known.id)
        flash(_("Your case is withdrawn, and its text is destroyed."), "success")
        return redirect(f"/events/{event.slug}", 303)
    return render_template("cases/withdraw.html", event=event)


@pages.get("/cases")
@signed_in
def listing(slug: str) -> str | Response:
    """The event's cases that the reader may read, of one topic if they wish.

    A topic goes by its place in the event's list: own words stand in no address.
    """
    actor = current_actor()
    event = _asking(event_for(actor, slug))
    facts = queries.facts_for(actor, event)
    decision = may_list(facts)
    if not decision:
        return _refused(event, decision)
    found = queries.cases_for(actor, event)
    topics = list(event.case_topics)
    wanted = request.args.get("topic", type=int)
    topic = topics[wanted - 1] if wanted and 1 <= wanted <= len(topics) else None
    return render_template(
        "cases/list.html",
        event=event,
        cases=[each for each in found if topic in (None, each.content.topic)],
        all=len(found),
        topics=topics,
        numbered=[(number, text) for number, text in enumerate(topics, start=1)],
        wanted=wanted if topic else None,
        facilitates=facts.facilitates,
        wished=queries.wish_of(actor.person, event.id),
        wishable=[each for each in found if each.case.person_id != actor.person],
    )


@pages.post("/cases/wish")
@signed_in
def wish(slug: str) -> Response:
    """Say which cases one wishes to work on; saying it again replaces it."""
    event = _asking(event_for(current_actor(), slug))
    form = WishForm()
    if not form.validate():
        raise Invalid
    actions.wish(actor=current_actor(), event_id=event.id, **form.wished(event.case_topics))
    flash(_("Your wishes are saved. They count as far as rooms have space."), "success")
    return redirect(url_for("cases.listing", slug=event.slug), 303)


def _own(slug: str) -> tuple[Event, OpenedCase | None]:
    """The event and the reader's case at it, which stays theirs whatever becomes of the event."""
    actor, event = current_actor(), find_event(slug)
    known = queries.case_of(actor.person, event.id) if event else None
    if event is not None and known is not None:
        return event, known
    return _asking(event_for(actor, slug)), None


def _asking(event: Event) -> Event:
    if not event.own_cases:
        raise NotFound
    return event
