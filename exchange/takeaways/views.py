"""A room's takeaways: what was proposed to leave it, proposing, holding back. No word in a title.

These pages work while the room is open and after it has closed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.errors import Conflict, NotFound
from exchange.membership.views.submission import sent
from exchange.notes.enums import PointKind
from exchange.rooms.queries import PartPage, part_for_page
from exchange.takeaways import actions, queries, rules
from exchange.takeaways.actions import Wording
from exchange.takeaways.errors import LineMovedOn
from exchange.takeaways.forms import RewordForm
from exchange.takeaways.lines import Line
from exchange.takeaways.names import Marked, names_in, reworded
from exchange.takeaways.queries import Access, Proposed
from exchange.web.actor import current_actor, signed_in
from exchange.web.language import translate, translate_to

pages = Blueprint("takeaways", __name__, url_prefix="/live/<part_id>/rooms/<room_id>/takeaways")


@pages.app_context_processor
def _waiting() -> dict[str, object]:
    """Let "My exchanges" say which rooms' lines wait for the reader's look."""
    return {"takeaways_waiting": takeaways_waiting}


def takeaways_waiting() -> Markup | None:
    """The rooms whose lines may be held back still, each with its time; None without any."""
    actor = current_actor()
    waiting = queries.waiting_for(actor) if actor.person_id is not None else []
    if not waiting:
        return None
    html = render_template("takeaways/waiting.html", waiting=waiting, left=time_left)
    return Markup(html)  # noqa: S704  # rendered by our own escaping template


@dataclass(frozen=True)
class Checked:
    """A text in stretches, each with what it may give away, and the whole in other words."""

    stretches: Sequence[tuple[str, Marked | None]]
    suggested: str  # "": nothing is marked

    @property
    def marked(self) -> bool:
        return bool(self.suggested)


@pages.get("")
@signed_in
def show(part_id: str, room_id: str) -> str:
    """What was proposed in the room, and where each line stands."""
    part, access = _room(part_id, room_id)
    lines = queries.proposed_in(access.room.id)
    check = _Check(access)
    return render_template(
        "takeaways/room.html",
        part=part,
        access=access,
        lines=[(line, check(line.text)) for line in lines],
        left=time_left,
        may_propose=rules.may_propose(access.facts, until=access.until, lines=len(lines) + 1),
        may_hold_back=lambda line: rules.may_hold_back(access.facts, line.facts),
        may_reword=lambda line: rules.may_reword(access.facts, line.facts),
    )


@pages.route("/choose", methods=["GET", "POST"])
@signed_in
def choose(part_id: str, room_id: str) -> str | Response:
    """Choose lines of the notes; then see what they may give away; then propose them."""
    part, access = _room(part_id, room_id)
    count = len(queries.proposed_in(access.room.id))
    may = rules.may_propose(access.facts, until=access.until, lines=count + 1)
    lines = queries.candidates(current_actor(), access.room.id) if may else []
    chosen = [line for line in lines if line.key in set(request.form.getlist("line"))]
    fault = ""
    if request.method == "POST" and not may:
        fault = translate(may.sentence)
    elif request.method == "POST" and not chosen:
        fault = _("Choose at least one line.")
    elif request.form.get("step") == "propose":
        try:
            return _proposed(access, chosen)
        except Conflict as error:
            fault = translate(error.sentence)
    elif chosen:
        return _look_again(part, access, chosen)
    groups = [
        (heading, [line for line in lines if _heading(line) == heading])
        for heading in dict.fromkeys(map(_heading, lines))
    ]
    return render_template(
        "takeaways/choose.html", part=part, access=access, groups=groups, may=may, fault=fault
    )


def _heading(line: Line) -> str:
    if line.kind is None:
        return line.heading
    return _("Ideas") if line.kind is PointKind.IDEA else _("Actions")


def _look_again(part: PartPage, access: Access, chosen: Sequence[Line]) -> str:
    check = _Check(access)
    lines = [(line, check(line.text)) for line in chosen]
    return render_template("takeaways/check.html", part=part, access=access, lines=lines)


def _proposed(access: Access, chosen: Iterable[Line]) -> Response:
    check = _Check(access)
    wordings = []
    for line in chosen:
        other = request.form.get(f"wording-{line.key}") == "suggested"
        wordings.append(Wording(line.key, check(line.text).suggested if other else ""))
    number = actions.propose(actor=current_actor(), room_id=access.room.id, wordings=wordings)
    flash(
        ngettext(
            "%(num)d line is proposed. Those who were here can look at it now.",
            "%(num)d lines are proposed. Those who were here can look at them now.",
            number,
        ),
        "success",
    )
    return _back(access)


@pages.route("/<uuid:takeaway_id>/hold-back", methods=["GET", "POST"])
@signed_in
def hold_back(part_id: str, room_id: str, takeaway_id: UUID) -> str | Response:
    """Hold a line back, after saying what that means."""
    part, access = _room(part_id, room_id)
    line = _line(access, takeaway_id)
    if request.method == "POST":
        version = request.form.get("version", type=int)
        if version is None:
            raise LineMovedOn
        actions.hold_back(
            actor=current_actor(), room_id=access.room.id, takeaway_id=line.id, version=version
        )
        flash(_("The line is held back. It stays in the room."), "success")
        return _back(access)
    may = rules.may_hold_back(access.facts, line.facts)
    if not may:
        flash(translate(may.sentence), "important")
        return _back(access)
    checked = _Check(access)(line.text)
    return render_template(
        "takeaways/hold_back.html", part=part, access=access, line=line, checked=checked
    )


@pages.route("/<uuid:takeaway_id>/reword", methods=["GET", "POST"])
@signed_in
def reword(part_id: str, room_id: str, takeaway_id: UUID) -> str | Response:
    """A facilitator puts other words before the room."""
    part, access = _room(part_id, room_id)
    line = _line(access, takeaway_id)
    may = rules.may_reword(access.facts, line.facts)
    if not access.facts.entry.facilitates:
        raise NotFound
    if not may:
        flash(translate(may.sentence), "important")
        return _back(access)
    checked = _Check(access)(line.text)
    words = {"text": checked.suggested or line.text, "version": line.takeaway.version}
    form = RewordForm(data=words)

    def act() -> None:
        actions.reword(
            actor=current_actor(),
            room_id=access.room.id,
            takeaway_id=line.id,
            version=_number(form.version.data),
            text=form.words,
        )

    if sent(form, act):
        flash(_("The room sees the other words now, and has its time anew."), "success")
        return _back(access)
    return render_template(
        "takeaways/reword.html", part=part, access=access, line=line, form=form, checked=checked
    )


def time_left(line: Proposed | queries.Waiting) -> str:
    """How long a line may be held back still, in words."""
    until = line.takeaway.releases_at if isinstance(line, Proposed) else line.until
    minutes = int((until - clock.now()).total_seconds() // 60)
    if minutes < 1:
        return _("any moment now")
    if minutes < 120:
        return ngettext("%(num)d minute left", "%(num)d minutes left", minutes)
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(num)d hour left", "%(num)d hours left", hours)
    return ngettext("%(num)d day left", "%(num)d days left", hours // 24)


class _Check:
    """The check of one page: names are read once."""

    def __init__(self, access: Access) -> None:
        self._known = queries.known_names(access.event)
        self._language = access.event.language

    def __call__(self, text: str) -> Checked:
        marks = names_in(text, self._known)
        stretches: list[tuple[str, Marked | None]] = []
        at = 0
        for mark in marks:
            stretches += [(text[at : mark.start], None), (text[mark.start : mark.end], mark)]
            at = mark.end
        stretches.append((text[at:], None))
        other = reworded(text, marks, lambda words: translate_to(self._language, words))
        return Checked([each for each in stretches if each[0]], other if marks else "")


def _room(part_id: str, room_id: str) -> tuple[PartPage, Access]:
    part = part_for_page(_id(part_id))
    return part, queries.access_of_part(current_actor(), part.part_id, _id(room_id))


def _line(access: Access, takeaway_id: UUID) -> Proposed:
    lines = queries.proposed_in(access.room.id)
    line = next((each for each in lines if each.id == takeaway_id), None)
    if line is None:
        raise NotFound
    return line


def _back(access: Access) -> Response:
    room = access.room
    where = url_for("takeaways.show", part_id=room.part_id.hex, room_id=room.id.hex)
    return redirect(where, 303)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None
