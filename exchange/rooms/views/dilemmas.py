"""The network's library of dilemmas: a list for those who plan, kept by staff."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from exchange.membership.views.submission import sent
from exchange.rooms import actions, queries
from exchange.rooms.forms import DilemmaForm, dilemma_data
from exchange.web.actor import current_actor, signed_in, staff_only

dilemmas = Blueprint("dilemmas", __name__, url_prefix="/dilemmas")


@dilemmas.get("")
@signed_in
def listing() -> str:
    """Every dilemma that is offered; staff see the retired ones, too."""
    actor = current_actor()
    queries.require_planner(actor)
    return render_template(
        "rooms/dilemmas/list.html",
        dilemmas=queries.dilemmas(retired=actor.is_staff),
        of_cases=queries.dilemmas_of_cases(),
    )


@dilemmas.route("/new", methods=["GET", "POST"])
@staff_only
def add() -> str | Response:
    """Write a dilemma."""
    form = DilemmaForm()

    def act() -> None:
        actions.add_dilemma(actor=current_actor(), content=form.content())

    if sent(form, act):
        return _done(_("The dilemma is in the library."))
    return render_template("rooms/dilemmas/edit.html", form=form)


@dilemmas.route("/<uuid:dilemma_id>", methods=["GET", "POST"])
@staff_only
def change(dilemma_id: UUID) -> str | Response:
    """Change a dilemma."""
    dilemma = queries.dilemma_to_keep(current_actor(), dilemma_id)
    form = DilemmaForm(data=dilemma_data(queries.content_of_dilemma(dilemma)))

    def act() -> None:
        actions.change_dilemma(actor=current_actor(), dilemma_id=dilemma_id, content=form.content())

    if sent(form, act):
        return _done(_("The changes are saved."))
    return render_template("rooms/dilemmas/edit.html", form=form, dilemma=dilemma)


@dilemmas.post("/<uuid:dilemma_id>/retire")
@staff_only
def retire(dilemma_id: UUID) -> Response:
    """Offer the dilemma no longer; offering it again undoes it."""
    actions.retire_dilemma(actor=current_actor(), dilemma_id=dilemma_id)
    return _done(_("The dilemma is retired. Offer it again at any time."))


@dilemmas.post("/<uuid:dilemma_id>/restore")
@staff_only
def restore(dilemma_id: UUID) -> Response:
    """Offer a retired dilemma again."""
    actions.restore_dilemma(actor=current_actor(), dilemma_id=dilemma_id)
    return _done(_("The dilemma is offered again."))


def _done(text: str) -> Response:
    flash(text, "success")
    return redirect(url_for("dilemmas.listing"), 303)
