"""The network's methods: a list for those who plan, kept tidy by staff."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from exchange.rooms import actions, queries
from exchange.rooms.views import words
from exchange.web.actor import current_actor, signed_in, staff_only

library = Blueprint("methods", __name__, url_prefix="/methods")


@library.get("")
@signed_in
def listing() -> str:
    """Every method with its steps."""
    queries.require_planner(current_actor())
    return render_template("rooms/sheet/methods.html", methods=queries.methods(), words=words)


@library.route("/<uuid:method_id>/remove", methods=["GET", "POST"])
@staff_only
def remove(method_id: UUID) -> str | Response:
    """Take a method from the list, after saying what that means."""
    method = queries.method_for(current_actor(), method_id)
    if request.method == "POST":
        actions.remove_method(actor=current_actor(), method_id=method_id)
        flash(_("The method is removed."), "success")
        return redirect(url_for("methods.listing"), 303)
    return render_template("rooms/sheet/remove_method.html", method=method)
