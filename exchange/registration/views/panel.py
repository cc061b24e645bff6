"""Where the reader stands with an event, and their next step: the panel beside an event."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from markupsafe import Markup

from exchange.confidentiality.queries import unacknowledged
from exchange.core import clock
from exchange.core.decision import Decision
from exchange.events.enums import Delivery
from exchange.events.models import Event, Part
from exchange.events.queries import is_facilitator
from exchange.events.rules import DOORS_BEFORE_START
from exchange.registration import queries, rules
from exchange.registration.enums import RegistrationState
from exchange.registration.models import Registration
from exchange.web.actor import current_actor


@dataclass(frozen=True)
class Stand:
    """The reader's registration (None: none), or whether they may register, with what follows."""

    registration: Registration | None
    may_register: Decision | None = None
    places_left: bool = False
    position: int | None = None
    asks: bool = False  # a protocol is to be acknowledged before entering
    part: Part | None = None  # the part that is on or comes next
    is_open: bool = False  # people may come to its doors
    facilitates: bool = False


def stand_of(event: Event) -> Stand | None:
    """Where the signed-in reader stands with the event; None for visitors."""
    actor = current_actor()
    if actor.person_id is None:
        return None
    now = clock.now()
    part = part_at(event, now)
    is_on = part is not None and part.starts_at - DOORS_BEFORE_START <= now
    registration = queries.standing_registration(actor.person_id, event.id)
    if registration is None:
        facts = queries.facts_for(event, actor.person_id, now)
        left = facts.places.free > 0 and not facts.places.waiting
        facilitates = is_facilitator(actor.person_id, event.id)
        return Stand(
            None, rules.may_register(facts), left, part=part, is_open=is_on, facilitates=facilitates
        )
    waits = registration.state == RegistrationState.WAITLISTED.value
    return Stand(
        registration,
        position=queries.position(registration) if waits else None,
        asks=bool(unacknowledged(actor.person_id, event.id)),
        part=part if event.delivery == Delivery.ROOMS.value else None,
        is_open=is_on,
    )


def part_at(event: Event, at: datetime) -> Part | None:
    """The part that is on at `at`, or the next to come; None when all are over."""
    return next((part for part in event.parts if at < part.ends_at), None)


def registration_panel(event: Event) -> Markup:
    """The panel's inside, for the event page."""
    html = render_template("registration/panel.html", event=event, stand=stand_of(event))
    return Markup(html)  # noqa: S704  # rendered by our own escaping template


def may_see_materials(event: Event) -> bool:
    """Whether the reader sees what only admitted people see: a place, or facilitating."""
    person_id = current_actor().person_id
    return queries.is_admitted(person_id, event.id) or is_facilitator(person_id, event.id)
