"""One's card and the cards of others who offer theirs in return; what one lets be quoted."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from exchange.commitments.queries import commitment_for
from exchange.core.errors import NotFound
from exchange.events.queries import event_for
from exchange.feedback import actions, queries
from exchange.feedback.forms import CardForm, QuotationForm
from exchange.feedback.rules import KEPT
from exchange.feedback.vcard import vcard
from exchange.membership.views.submission import sent
from exchange.web.actor import current_actor, signed_in

pages = Blueprint("contacts", __name__, url_prefix="/my-contacts")
quotations = Blueprint("quotations", __name__)
blueprints = (pages, quotations)


@pages.get("")
@signed_in
def mine() -> str:
    """The contacts that the reader has, their card, and to whom they may offer it."""
    actor = current_actor()
    return render_template(
        "feedback/contacts.html",
        contacts=queries.contacts_of(actor),
        card=queries.card_of(actor.person),
        shared=queries.sessions_shared(actor),
        days=KEPT.days,
    )


@pages.route("/card", methods=["GET", "POST"])
@signed_in
def card() -> str | Response:
    """Write one's card."""
    actor = current_actor()
    known = queries.card_of(actor.person)
    form = CardForm(data=vars(known) if known else {"name": actor.name})
    if sent(form, lambda: actions.write_card(actor=actor, content=form.content())):
        flash(_("Your card is saved. Nobody sees it until you offer it."), "success")
        return redirect(url_for("contacts.mine"), 303)
    return render_template("feedback/card.html", form=form, known=known)


@pages.route("/card/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw() -> str | Response:
    """Withdraw one's card, after saying what that means."""
    actor = current_actor()
    if queries.card_row(actor.person) is None:
        raise NotFound
    if request.method == "POST":
        actions.withdraw_card(actor=actor)
        flash(_("Your card is withdrawn and destroyed."), "success")
        return redirect(url_for("contacts.mine"), 303)
    return render_template("feedback/withdraw.html")


@pages.post("/offers/<uuid:event_id>")
@signed_in
def offer(event_id: UUID) -> Response:
    """Offer the card to the people who are ticked, and to no others of this event."""
    actor = current_actor()
    wanted = {UUID(each) for each in request.form.getlist("people") if _is_id(each)}
    everybody = "everybody" in request.form
    actions.offer_card(actor=actor, event_id=event_id, people=wanted, everybody=everybody)
    if wanted or everybody:
        flash(_("Saved. Whoever offers their card to you, too, has yours now."), "success")
    else:
        flash(_("Saved. You offer your card to nobody of this event."), "success")
    return redirect(url_for("contacts.mine"), 303)


@pages.get("/<uuid:person_id>.vcf")
@signed_in
def download(person_id: UUID) -> Response:
    """A contact as a file for an address book."""
    contact = queries.contact_for(current_actor(), person_id)
    response = Response(vcard(contact.card), content_type="text/vcard; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename="contact.vcf")
    response.headers["Cache-Control"] = "no-store"
    return response


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@quotations.get("/my-quotations")
@signed_in
def mine_quoted() -> str:
    """What the reader lets the network quote."""
    found = queries.quotations_of(current_actor())
    return render_template("feedback/quotations.html", quotations=found, days=KEPT.days)


@quotations.route("/my-quotations/new/<uuid:commitment_id>", methods=["GET", "POST"])
@signed_in
def agree(commitment_id: UUID) -> str | Response:
    """Agree to a text that the network may quote, of what came of an action."""
    actor = current_actor()
    known = commitment_for(actor, commitment_id)
    quoted = queries.quotation_of(actor, known.id)
    form = QuotationForm(data=vars(quoted) if quoted else {"text": known.content.outcome})

    def act() -> None:
        actions.agree_to_quotation(
            actor=actor,
            commitment_id=known.id,
            content=form.content(),
            agreed=bool(form.agreed.data),
        )

    if sent(form, act):
        flash(_("The network may quote this text until you take it back."), "success")
        return redirect(url_for("quotations.mine_quoted"), 303)
    return render_template("feedback/agree.html", form=form, known=known)


@quotations.post("/my-quotations/<uuid:consent_id>/take-back")
@signed_in
def take_back(consent_id: UUID) -> Response:
    """Take one's consent back."""
    actions.take_quotation_back(actor=current_actor(), consent_id=consent_id)
    flash(_("Taken back: the text is destroyed here."), "success")
    return redirect(url_for("quotations.mine_quoted"), 303)


@quotations.get("/staff/events/<slug>/quotations")
@signed_in
def of_event(slug: str) -> str:
    """What people let the network quote of an event, for staff."""
    actor = current_actor()
    event = event_for(actor, slug)
    found = queries.quotations_at(actor, event)
    return render_template("feedback/of_event.html", event=event, quotations=found)
