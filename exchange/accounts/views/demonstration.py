from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from exchange.accounts.actions import begin_session
from exchange.accounts.queries import demonstration_people
from exchange.accounts.views.browser import browser_name, enter
from exchange.mail.mailbox import newest_letters
from exchange.web.actor import current_actor
from exchange.web.application import application
from exchange.web.views import own_path

pages = Blueprint("demonstration", __name__, url_prefix="/demonstration")


@pages.before_request
def only_in_a_demonstration() -> None:
    """Elsewhere none of this is there."""
    if not application().settings.is_demonstration:
        abort(404)


@pages.post("/sign-in")
def be() -> Response:
    """Be one of the demonstration's invented people; nobody else."""
    try:
        wanted = UUID(request.form.get("person", ""))
    except ValueError:
        abort(404)
    if wanted not in {person.id for person in demonstration_people()}:
        abort(404)
    begun = begin_session(
        actor=current_actor(), person_id=wanted, browser=browser_name(), by="demonstration"
    )
    enter(begun)
    return redirect(own_path(request.form.get("next", "")))


@pages.get("/mailbox")
def mailbox() -> str:
    """Show the letters that a real network would have sent."""
    return render_template("demonstration/mailbox.html", letters=newest_letters())
