"""What people are told about confidentiality: computed from how this installation is set up."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask_babel import gettext as _
from markupsafe import Markup

from exchange.commitments.rules import KEPT as OWN_KEPT
from exchange.confidentiality.queries import versions_in_force
from exchange.core.errors import NotFound
from exchange.events.enums import Delivery
from exchange.events.models import Event
from exchange.events.queries import event_for, facilitators, is_facilitator
from exchange.outbox.drain import KEPT
from exchange.registration.queries import is_admitted
from exchange.retention.forms import REASONS
from exchange.retention.queries import Line, holds_of, schedule_of
from exchange.web.actor import current_actor
from exchange.web.application import application

telling = Blueprint("telling", __name__)


@telling.app_context_processor
def _panel() -> dict[str, object]:
    """Let the event's page say what is kept of it."""
    return {"retention_panel": retention_panel}


def retention_panel(event: Event) -> Markup | None:
    """What is kept, and for how long; None for events that do not take place in rooms."""
    if event.delivery != Delivery.ROOMS.value:
        return None
    html = render_template(
        "retention/panel.html",
        event=event,
        lines=schedule_of(event),
        promise=promised,
        held=holds_of(event),
    )
    return Markup(html)  # noqa: S704  # rendered by our own escaping template


@telling.get("/events/<slug>/confidentiality")
def confidentiality(slug: str) -> str:
    """How the rooms of the event are kept confidential, and what cannot be promised."""
    event = event_for(current_actor(), slug)
    if event.delivery != Delivery.ROOMS.value:
        raise NotFound
    return render_template(
        "retention/confidentiality.html",
        event=event,
        lines=schedule_of(event),
        promise=promised,
        holds=holds_of(event),
        concerned=_is_concerned(event),
        reasons=REASONS,
        facilitators=[named.person.name for named in facilitators(event.id)],
        protocols=versions_in_force(event.id),
        here=_installation(),
    )


def promised(line: Line) -> str:
    """The promise in the reader's words."""
    return _(line.period.promise, days=line.days)


def _is_concerned(event: Event) -> bool:
    actor = current_actor()
    if actor.person_id is None:
        return False
    return (
        actor.is_staff
        or is_admitted(actor.person_id, event.id)
        or is_facilitator(actor.person_id, event.id)
    )


@dataclass(frozen=True)
class Installation:
    """What the page says of the installation, as its settings are."""

    line_is_private: bool
    one_file: bool
    is_demonstration: bool
    mail_days: int
    own_days: int  # of the actions that people keep


def _installation() -> Installation:
    settings = application().settings
    return Installation(
        line_is_private=settings.is_secure,
        one_file=settings.database_url.startswith("sqlite"),
        is_demonstration=settings.is_demonstration,
        mail_days=KEPT.days,
        own_days=OWN_KEPT.days,
    )
