"""Which cases a step works on: chosen by facilitators, who alone read all."""

from uuid import UUID

from flask import render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from exchange.core.errors import Invalid, NotFound
from exchange.rooms import actions, queries
from exchange.rooms.enums import Seating
from exchange.rooms.views.sheets import done, part_id_of, sheets
from exchange.web.actor import current_actor, signed_in

MOST = 40  # places in the order, as many as rooms


@sheets.route("/steps/<uuid:step_id>/cases", methods=["GET", "POST"])
@signed_in
def choose_cases(part_id: str, step_id: UUID) -> str | Response:
    """Give each case of the event its place in the order of the step's rooms, or none."""
    step = queries.step_to_plan(current_actor(), part_id_of(part_id), step_id)
    if step.seating != Seating.BY_CASE:
        raise NotFound
    cases = queries.cases_of_step(current_actor(), step.part_id)
    if request.method == "POST":
        chosen = _in_order([each.id for each in cases])
        actions.choose_cases(
            actor=current_actor(), part_id=step.part_id, step_id=step_id, case_ids=chosen
        )
        return done(step.part_id, _("The cases of the step are chosen."))
    places = {UUID(id): place for place, id in enumerate(step.cases, start=1)}
    page = queries.part_for_page(step.part_id)
    return render_template(
        "rooms/sheet/cases.html", page=page, step=step, cases=cases, places=places
    )


def _in_order(case_ids: list[UUID]) -> list[UUID]:
    """The cases that were given a place, by their places; raises `Invalid` for what is none."""
    given = {id: request.form.get(f"place-{id.hex}", "").strip() for id in case_ids}
    places = {id: _place(text) for id, text in given.items() if text}
    return sorted(places, key=lambda id: places[id])


def _place(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text[:4]) <= MOST:
        raise Invalid
    return int(text)
