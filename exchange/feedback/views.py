"""One's card, to whom it is offered, and the cards of others who offer theirs in return."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from exchange.core.errors import NotFound
from exchange.feedback import actions, queries
from exchange.feedback.forms import CardForm
from exchange.feedback.rules import KEPT
from exchange.feedback.vcard import vcard
from exchange.membership.views.submission import sent
from exchange.web.actor import current_actor, signed_in

pages = Blueprint("contacts", __name__, url_prefix="/my-contacts")


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
