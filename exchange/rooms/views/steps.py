"""One step of a run sheet: written, changed, moved, removed."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from exchange.core.errors import Invalid
from exchange.membership.views.submission import sent
from exchange.rooms import actions, queries
from exchange.rooms.enums import StepKind
from exchange.rooms.forms import MoveForm, StepForm, form_data, kind_of, usual
from exchange.rooms.views import words
from exchange.rooms.views.sheets import done, part_id_of, sheets
from exchange.web.actor import current_actor, signed_in


@sheets.route("/steps/new", methods=["GET", "POST"])
@signed_in
def new_step(part_id: str) -> str | Response:
    """Choose a kind, then write the step; it goes to the end of the sheet."""
    part = queries.part_to_plan(current_actor(), part_id_of(part_id))
    page, kind = queries.part_for_page(part.id), kind_of(request.args.get("kind", ""))
    if kind is None:
        return render_template("rooms/sheet/kinds.html", page=page, words=words)
    form = StepForm(kind, data=usual(kind))

    def act() -> None:
        actions.add_step(actor=current_actor(), part_id=part.id, content=form.content())

    if sent(form, act):
        return done(part.id, _("The step is added."))
    return render_template("rooms/sheet/step.html", page=page, form=form, kind=kind, words=words)


@sheets.route("/steps/<uuid:step_id>", methods=["GET", "POST"])
@signed_in
def change_step(part_id: str, step_id: UUID) -> str | Response:
    """Change a step; its kind stays."""
    step = queries.step_to_plan(current_actor(), part_id_of(part_id), step_id)
    kind = StepKind(step.kind)
    form = StepForm(kind, data=form_data(queries.content_of(step)))

    def act() -> None:
        actions.change_step(
            actor=current_actor(), part_id=step.part_id, step_id=step_id, content=form.content()
        )

    if sent(form, act):
        return done(step.part_id, _("The changes are saved."))
    return render_template(
        "rooms/sheet/step.html",
        page=queries.part_for_page(step.part_id),
        form=form,
        kind=kind,
        step=step,
        order=[each.id for each in queries.steps_of(step.part_id)],
        runs=step.id in queries.running_steps(step.part_id),
        words=words,
    )


@sheets.post("/steps/<uuid:step_id>/move")
@signed_in
def move_step(part_id: str, step_id: UUID) -> Response:
    """Put the step at another place of the order; moving it again undoes it."""
    step, form = queries.step_to_plan(current_actor(), part_id_of(part_id), step_id), MoveForm()
    if not form.validate():
        raise Invalid
    actions.move_step(actor=current_actor(), part_id=step.part_id, step_id=step_id, to=form.to.data)
    address = url_for("sheets.show", part_id=step.part_id.hex)
    return redirect(f"{address}#step-{step_id.hex}", 303)


@sheets.route("/steps/<uuid:step_id>/remove", methods=["GET", "POST"])
@signed_in
def remove_step(part_id: str, step_id: UUID) -> str | Response:
    """Take the step out, after saying what that means."""
    step = queries.step_to_plan(current_actor(), part_id_of(part_id), step_id)
    if request.method == "POST":
        actions.remove_step(actor=current_actor(), part_id=step.part_id, step_id=step_id)
        return done(step.part_id, _("The step is removed."))
    page = queries.part_for_page(step.part_id)
    return render_template("rooms/sheet/remove.html", page=page, step=step)
