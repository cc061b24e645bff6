"""One's own actions. No word of one stands in an address or a title."""

from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from exchange.commitments import actions, queries
from exchange.commitments.enums import CommitmentState
from exchange.commitments.forms import (
    STATES,
    CommitmentForm,
    NewCommitmentForm,
    commitment_data,
)
from exchange.commitments.rules import KEPT
from exchange.core.errors import Invalid
from exchange.membership.views.submission import sent
from exchange.web.actor import current_actor, signed_in

pages = Blueprint("commitments", __name__, url_prefix="/my-actions")


@pages.route("", methods=["GET", "POST"])
@signed_in
def mine() -> str | Response:
    """The reader's own actions, and the form that adds one."""
    actor, form = current_actor(), NewCommitmentForm(data={"key": uuid4().hex})

    def act() -> None:
        text = " ".join((form.text.data or "").split())
        actions.take_on(actor=actor, key=_key(form), text=text, due_on=form.due_on.data)

    if sent(form, act):
        flash(_("It is on your list. Nobody else can read it."), "success")
        return redirect(url_for("commitments.mine"), 303)
    state = _state(request.args.get("show", CommitmentState.OPEN.value))
    return render_template(
        "commitments/mine.html",
        form=form,
        commitments=queries.commitments_of(actor, state),
        state=state,
        states=STATES,
        wants=queries.wants_reminders(actor.person),
        days=KEPT.days,
        long_day=lambda day: format_date(day, "long"),
    )


@pages.post("/reminders")
@signed_in
def reminders() -> Response:
    """Have the reminders by e-mail turned on or off."""
    wanted = request.form.get("wanted") == "yes"
    actions.choose_reminders(actor=current_actor(), wanted=wanted)
    told = _("You are reminded by e-mail again.") if wanted else _("You get no more reminders.")
    flash(told, "success")
    return redirect(url_for("commitments.mine"), 303)


@pages.route("/<uuid:commitment_id>", methods=["GET", "POST"])
@signed_in
def one(commitment_id: UUID) -> str | Response:
    """One action: what it is, how it stands, what came of it."""
    actor = current_actor()
    known = queries.commitment_for(actor, commitment_id)
    form = CommitmentForm(data=commitment_data(known))

    def act() -> None:
        actions.change_commitment(
            actor=actor,
            commitment_id=known.id,
            content=form.content(),
            due_on=form.due_on.data,
            state=form.chosen,
        )

    if sent(form, act):
        flash(_("Your action is saved."), "success")
        return redirect(url_for("commitments.mine", show=form.chosen.value), 303)
    return render_template("commitments/one.html", form=form, known=known)


@pages.route("/<uuid:commitment_id>/delete", methods=["GET", "POST"])
@signed_in
def delete(commitment_id: UUID) -> str | Response:
    """Delete an action, after saying what that means."""
    actor = current_actor()
    known = queries.commitment_for(actor, commitment_id)
    if request.method == "POST":
        actions.delete_commitment(actor=actor, commitment_id=known.id)
        flash(_("The action is deleted, and its words are destroyed."), "success")
        return redirect(url_for("commitments.mine"), 303)
    return render_template("commitments/delete.html", known=known)


def _key(form: NewCommitmentForm) -> UUID:
    try:
        return UUID(form.key.data or "")
    except ValueError:
        raise Invalid from None


def _state(name: str) -> CommitmentState | None:
    """The state that is shown; None for all of them, and for what names none."""
    return CommitmentState(name) if name in list(CommitmentState) else None
