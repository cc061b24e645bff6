from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from exchange.confidentiality import actions, queries
from exchange.confidentiality.comparison import Status
from exchange.confidentiality.errors import NotInForce
from exchange.confidentiality.messages import Numbered, numbered
from exchange.confidentiality.models import ProtocolVersion
from exchange.confidentiality.views.reading import changes_between
from exchange.core.errors import NotFound
from exchange.events.queries import event_for
from exchange.web.actor import current_actor, signed_in
from exchange.web.language import translate
from exchange.web.views import own_path

acknowledging = Blueprint("acknowledging", __name__)


@dataclass(frozen=True)
class Asked:
    """A version to acknowledge: as a whole, and what changed since the reader's last assent."""

    version: ProtocolVersion
    sections: list[Numbered]
    last: ProtocolVersion | None
    changes: list[object]

    @classmethod
    def of(cls, version: ProtocolVersion, person_id: UUID) -> "Asked":
        last = queries.last_acknowledged(person_id, version.protocol_id)
        changes = changes_between(last, version) if last else []
        return cls(version, list(numbered(version.sections)), last, changes)


@acknowledging.route("/events/<slug>/acknowledge", methods=["GET", "POST"])
@signed_in
def acknowledge(slug: str) -> str | Response:
    """Read what the event's rooms require, and assent to it."""
    event = event_for(current_actor(), slug)
    page = f"/events/{event.slug}"
    onward = own_path(request.values.get("next", ""), page)
    wanted = queries.unacknowledged(current_actor().person, event.id)
    unticked = request.method == "POST" and not _all_ticked(wanted)
    if request.method == "POST" and not unticked and _acknowledge(wanted):
        flash(_("Thank you. You have acknowledged the protocol."), "success")
        return redirect(onward, 303)
    if request.method == "POST" and not unticked:
        wanted = queries.unacknowledged(current_actor().person, event.id)
    return render_template(
        "confidentiality/acknowledge.html",
        event=event,
        asked=[Asked.of(version, current_actor().person) for version in wanted],
        done=queries.versions_in_force(event.id) if not wanted else [],
        onward=onward,
        unticked=unticked,
        Status=Status,
    )


def _all_ticked(wanted: list[ProtocolVersion]) -> bool:
    """Whether every version that is asked for now was ticked: no assent to what was not shown."""
    return {version.id for version in wanted} <= _ticked()


def _ticked() -> set[UUID]:
    try:
        return {UUID(given) for given in request.form.getlist("version")}
    except ValueError:
        raise NotFound from None


def _acknowledge(wanted: list[ProtocolVersion]) -> bool:
    """Whether every assent could be recorded; if not, a newer text has come meanwhile."""
    for version in wanted:
        try:
            actions.acknowledge(actor=current_actor(), version_id=version.id)
        except NotInForce as error:
            flash(translate(error.sentence), "error")
            return False
    return True
