"""Who was there: one's own attendance, and staff's figures of an event."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from exchange.core.clock import local
from exchange.core.errors import NotFound
from exchange.core.spreadsheet import spreadsheet
from exchange.events.models import Event
from exchange.events.queries import event_for
from exchange.membership.views.submission import sent
from exchange.registration.actions import correct_attendance
from exchange.registration.enums import RegistrationState
from exchange.registration.forms import AttendanceForm
from exchange.registration.queries import get_registration_for
from exchange.rooms import queries
from exchange.rooms.attendance import ENOUGH
from exchange.web.actor import current_actor, signed_in, staff_only

attendance = Blueprint("attendance", __name__)
MINUTES = int(ENOUGH.total_seconds() // 60)


@attendance.get("/my-exchanges/attendance")
@signed_in
def mine() -> str:
    """The parts in which the reader was, and for how long."""
    parts = queries.my_attendance(current_actor().person)
    return render_template("rooms/attendance/mine.html", parts=parts, minutes=MINUTES)


@attendance.get("/staff/events/<slug>/attendance")
@staff_only
def listing(slug: str) -> str:
    """Who attended by part, and the figures of each organisation."""
    event = event_for(current_actor(), slug)
    people = queries.attenders(event.id)
    return render_template(
        "rooms/attendance/event.html",
        event=event,
        people=people,
        councils=queries.by_council(people),
        minutes=MINUTES,
    )


@attendance.get("/staff/events/<slug>/attendance/export.csv")
@staff_only
def export(slug: str) -> Response:
    """One row for each person and part, as a file for a spreadsheet."""
    event = event_for(current_actor(), slug)
    rows = _rows(event, queries.attenders(event.id))
    response = Response(spreadsheet(_titles(), rows), mimetype="text/csv")
    name = f"{event.slug}-attendance.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _titles() -> list[str]:
    return [
        _("Name"),
        _("E-mail address"),
        _("Organisation"),
        _("State"),
        _("Part"),
        _("Planned start"),
        _("First in"),
        _("Last out"),
        _("Minutes"),
    ]


def _rows(event: Event, people: Sequence[queries.Attender]) -> Iterator[list[str]]:
    def wall(instant: object) -> str:
        return local(instant, event.time_zone).isoformat(sep=" ", timespec="minutes")  # type: ignore[arg-type]

    for each in people:
        who = [
            each.person.name,
            each.person.email,
            each.organisation.name if each.organisation else "",
            each.registration.state if each.registration else "",
        ]
        for part in event.parts:
            planned = [part.title or str(part.number), wall(part.starts_at)]
            there = each.parts.get(part.id)
            if there is None:
                yield [*who, *planned, "", "", "0"]
            else:
                out = "" if there.inside else wall(there.last_out)
                yield [*who, *planned, wall(there.first_in), out, str(there.minutes)]


@attendance.route("/staff/events/<slug>/attendance/<uuid:registration_id>", methods=["GET", "POST"])
@staff_only
def correct(slug: str, registration_id: UUID) -> str | Response:
    """Put right whether somebody attended, with a reason."""
    event = event_for(current_actor(), slug)
    registration = get_registration_for(current_actor(), registration_id)
    if registration.event_id != event.id:
        raise NotFound
    settled = {RegistrationState.ATTENDED.value: "no", RegistrationState.ABSENT.value: "yes"}
    form = AttendanceForm(data={"attended": settled.get(registration.state, "yes")})

    def act() -> None:
        correct_attendance(
            actor=current_actor(),
            registration_id=registration_id,
            attended=form.attended.data == "yes",
            reason=form.reason.data,
        )

    if sent(form, act):
        flash(_("The attendance is corrected, and your reason is on record."), "success")
        return redirect(url_for("attendance.listing", slug=event.slug), 303)
    return render_template(
        "rooms/attendance/correct.html", event=event, form=form, registration=registration
    )
