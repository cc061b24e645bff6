from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.registration import queries
from exchange.registration.views.panel import part_at
from exchange.web.actor import current_actor, signed_in

mine = Blueprint("mine", __name__)


@mine.get("/my-exchanges")
@signed_in
def my_exchanges() -> str | Response:
    """What the reader has, waits for, and had."""
    now, past = clock.now(), request.args.get("show") == "past"
    listed = queries.mine_past if past else queries.mine_to_come
    page = listed(current_actor().person, now, request.args.get("page", 1, int))
    return render_template("registration/mine.html", page=page, past=past, part_at=part_at, now=now)
