"""The lists of an event's facilitators for every seating, and what its mixed rounds come to."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from exchange.events.queries import is_facilitator
from exchange.membership.views.submission import sent
from exchange.rooms import actions, queries
from exchange.rooms.forms.lists import ARRANGEMENTS, ArrangeForm
from exchange.rooms.mixing import said
from exchange.rooms.models import Arrangement
from exchange.rooms.views.sheets import part_id_of, sheets
from exchange.web.actor import current_actor, signed_in


@sheets.route("/lists", methods=["GET", "POST"])
@signed_in
def lists(part_id: str) -> str | Response:
    """Who is kept apart or together, who manages whom, who hosts; and a form for one line more."""
    part = queries.part_to_arrange(current_actor(), part_id_of(part_id))
    people, lines = queries.registered(part.event_id), queries.arrangements(part.event_id)
    form = ArrangeForm([(each.id.hex, _named(each)) for each in people])

    def act() -> None:
        actions.arrange(actor=current_actor(), part_id=part.id, line=form.line())

    if sent(form, act):
        return _back(part.id, _("The line is added. It holds from the next seating on."))
    return render_template(
        "rooms/sheet/lists.html",
        page=queries.part_for_page(part.id),
        form=form,
        lines=lines,
        people=people,
        said={each.id: _people_of(each, people) for each in lines},
        kinds=ARRANGEMENTS,
    )


@sheets.post("/lists/<uuid:arrangement_id>/remove")
@signed_in
def remove_line(part_id: str, arrangement_id: UUID) -> Response:
    """Take a line out; it can be added again."""
    part = queries.part_to_arrange(current_actor(), part_id_of(part_id))
    actions.remove_arrangement(
        actor=current_actor(), part_id=part.id, arrangement_id=arrangement_id
    )
    return _back(part.id, _("The line is removed."))


@sheets.get("/plan")
@signed_in
def mixed_plan(part_id: str) -> str:
    """What the mixed rounds of this sheet can come to, for those who are to be seated."""
    part = queries.part_to_plan(current_actor(), part_id_of(part_id))
    plan = queries.mixed_plan(part)
    facilitates = is_facilitator(current_actor().person_id, part.event_id)
    if plan and plan.reached and not facilitates:  # the lists, and what they cost, are theirs
        plan = replace(plan, reached=replace(plan.reached, broken=0))
    return render_template(
        "rooms/sheet/plan.html", page=queries.part_for_page(part.id), plan=plan, said=said
    )


def _named(person: queries.Registered) -> str:
    return f"{person.name}, {person.organisation}" if person.organisation else person.name


def _people_of(line: Arrangement, people: Sequence[queries.Registered]) -> list[str]:
    """The names in their order; of somebody who has no place any more, that they have none."""
    names = {each.id: each.name for each in people}
    return [names.get(each.person_id, _("somebody without a place")) for each in line.people]


def _back(part_id: UUID, text: str) -> Response:
    flash(text, "success")
    return redirect(url_for("sheets.lists", part_id=part_id.hex), 303)
