"""What people are told by e-mail about their registrations."""

from typing import Any

from exchange.core.money import Money, vat_on
from exchange.core.text import N_, say
from exchange.mail.letter import letter
from exchange.membership.queries import find_network
from exchange.registration.calendar import calendar_of
from exchange.registration.enums import RegistrationState
from exchange.registration.models import Registration
from exchange.registration.queries import is_binding, position
from exchange.web.application import application
from exchange.web.language import translate_to

# The letter's template by its occasion, and the state in which it still makes sense (None: any).
OCCASIONS: dict[str, tuple[str, RegistrationState | None]] = {
    "confirmed": ("registration_confirmed", RegistrationState.CONFIRMED),
    "waitlisted": ("registration_waitlisted", RegistrationState.WAITLISTED),
    "offered": ("registration_offered", RegistrationState.OFFERED),
    "expired": ("registration_expired", RegistrationState.EXPIRED),
    "cancelled_confirmed": ("registration_cancelled", None),
    "cancelled_offered": ("registration_declined", None),
    "cancelled_waitlisted": ("registration_declined", None),
}
NOTE = say(N_("Sign in on the event's page to take part."))


def registration_letter(registration: Registration, occasion: str) -> dict[str, Any] | None:
    """The letter's payload, or None when the registration has moved on and it would mislead."""
    template, while_in = OCCASIONS[occasion]
    if while_in is not None and registration.state != while_in.value:
        return None
    event, person = registration.event, registration.person
    language = person.language or event.language
    is_waiting = registration.state == RegistrationState.WAITLISTED.value
    return letter(
        person.email,
        template,
        language=language,
        calendar=_calendar(registration, occasion, language),
        useless_after=registration.offer_expires_at,
        name=person.name,
        title=event.title,
        organiser=event.organiser,
        zone=event.time_zone,
        starts_at=[part.starts_at for part in event.parts],
        ends_at=[part.ends_at for part in event.parts],
        until=registration.offer_expires_at,
        position=position(registration) if is_waiting else None,
        order_number=registration.order_number,
        binding_from=event.binding_from if registration.price > 0 else None,
        stays_payable=is_binding(registration, registration.changed_at),
        **_amounts(registration),
        event_path=f"/events/{event.slug}",
        registration_path=f"/events/{event.slug}/registration",
        contact=event.contact_email or _network_contact(),
    )


def _amounts(registration: Registration) -> dict[str, Money | None]:
    if registration.price == 0:
        return {"net": None, "vat": None, "gross": None}
    net = Money(registration.price, registration.currency)
    vat = vat_on(net, registration.vat_rate)
    return {"net": net, "vat": vat, "gross": net + vat}


def _calendar(registration: Registration, occasion: str, language: str) -> bytes | None:
    if occasion not in ("confirmed", "cancelled_confirmed"):
        return None
    event = registration.event
    return calendar_of(
        event,
        page=f"{application().settings.base_url}/events/{event.slug}",
        at=registration.changed_at,
        note=translate_to(language, NOTE),
        cancelled=occasion != "confirmed",
    )


def _network_contact() -> str:
    network = find_network()
    return network.contact_email if network else ""
