"""The run sheet of a part: its timeline, and what is put into it as a whole."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from exchange.core.decision import Decision
from exchange.core.errors import NotFound
from exchange.events.enums import Delivery
from exchange.events.models import Event
from exchange.events.queries import is_facilitator
from exchange.events.rules import manages_events
from exchange.membership.views.submission import sent
from exchange.rooms import actions, queries
from exchange.rooms.enums import Seating
from exchange.rooms.forms import CopyForm, SaveForm
from exchange.rooms.rules import may_plan
from exchange.rooms.runsheet import plan
from exchange.rooms.views import words
from exchange.web.actor import current_actor, signed_in
from exchange.web.language import show_day

sheets = Blueprint("sheets", __name__, url_prefix="/live/<part_id>/sheet")


@sheets.app_context_processor
def _panel() -> dict[str, object]:
    """Let the event's pages link its run sheets."""
    return {"run_sheets": run_sheets}


def run_sheets(event: Event) -> Markup | None:
    """Links to the run sheets of an event that takes place in rooms; None for whoever may not."""
    if event.delivery != Delivery.ROOMS.value or not event.parts or not _plans(event):
        return None
    html = render_template("rooms/sheet/links.html", event=event)
    return Markup(html)  # noqa: S704  # rendered by our own escaping template


def _plans(event: Event) -> Decision:
    actor = current_actor()
    facilitates = is_facilitator(actor.person_id, event.id)
    return may_plan(keeps_events=bool(manages_events(actor)), facilitates=facilitates)


def part_id_of(text: str) -> UUID:
    """The part's id in an address; raises `NotFound` for what is none."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


@sheets.get("")
@signed_in
def show(part_id: str) -> str:
    """The steps with their times, against the part's length."""
    part = queries.part_to_plan(current_actor(), part_id_of(part_id))
    steps = queries.steps_of(part.id)
    laid_out = plan(steps, part.starts_at, part.ends_at)
    return render_template(
        "rooms/sheet/show.html",
        page=queries.part_for_page(part.id),
        part=part,
        plan=laid_out,
        rows=list(zip(steps, laid_out.slots, strict=True)),
        running=queries.running_steps(part.id),
        arranges=is_facilitator(current_actor().person_id, part.event_id),
        mixes=any(step.seating == Seating.MIXED for step in steps),
        words=words,
    )


@sheets.route("/methods", methods=["GET", "POST"])
@signed_in
def add_method(part_id: str) -> str | Response:
    """The network's methods, of which one is put at the end of the sheet."""
    part = queries.part_to_plan(current_actor(), part_id_of(part_id))
    if request.method == "POST":
        method_id = part_id_of(request.form.get("method", ""))
        added = actions.apply_method(actor=current_actor(), part_id=part.id, method_id=method_id)
        return done(part.id, _steps_added(added))
    return render_template(
        "rooms/sheet/add_method.html",
        page=queries.part_for_page(part.id),
        methods=queries.methods(),
        words=words,
    )


@sheets.route("/save", methods=["GET", "POST"])
@signed_in
def save(part_id: str) -> str | Response:
    """Keep the steps of this sheet as a method of the network."""
    part, form = queries.part_to_plan(current_actor(), part_id_of(part_id)), SaveForm()

    def act() -> None:
        actions.save_as_method(
            actor=current_actor(),
            part_id=part.id,
            name=" ".join(form.name.data.split()),
            people=(form.people.data or "").strip(),
            about=" ".join((form.about.data or "").split()),
        )

    if sent(form, act):
        return done(part.id, _("The method is kept. It stands among the network’s methods."))
    page = queries.part_for_page(part.id)
    steps = queries.steps_of(part.id)
    return render_template("rooms/sheet/save.html", page=page, form=form, steps=steps)


@sheets.route("/copy", methods=["GET", "POST"])
@signed_in
def copy(part_id: str) -> str | Response:
    """Put the steps of another part at the end of this sheet."""
    part = queries.part_to_plan(current_actor(), part_id_of(part_id))
    others = queries.sheets_to_copy(current_actor(), part.id)
    form = CopyForm([(other.part.id.hex, _name_of(other)) for other in others])
    added = []

    def act() -> None:
        source = UUID(form.source.data)
        added.append(
            actions.copy_sheet(actor=current_actor(), part_id=part.id, from_part_id=source)
        )

    if sent(form, act):
        return done(part.id, _steps_added(added[0]))
    page = queries.part_for_page(part.id)
    return render_template("rooms/sheet/copy.html", page=page, form=form, others=others)


def _name_of(other: queries.OtherSheet) -> str:
    title = f"{other.event.title}, {show_day(other.part.starts_at, other.event.time_zone)}"
    return f"{title}, {other.part.title}" if other.part.title else title


def _steps_added(count: int) -> str:
    return ngettext("%(num)d step is added.", "%(num)d steps are added.", count)


def done(part_id: UUID, text: str) -> Response:
    """Say what was done, on the sheet."""
    flash(text, "success")
    return redirect(url_for("sheets.show", part_id=part_id.hex), 303)
