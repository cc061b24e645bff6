"""Everything that writes registrations. Whatever takes a place locks the event's row first."""

from exchange.registration.actions.attending import correct_attendance, settle_attendance
from exchange.registration.actions.cancelling import cancel_registration
from exchange.registration.actions.offering import accept_offer, expire_offers, fill_places
from exchange.registration.actions.registering import register
from exchange.registration.actions.showing import choose_shown

__all__ = [
    "accept_offer",
    "cancel_registration",
    "choose_shown",
    "correct_attendance",
    "expire_offers",
    "fill_places",
    "register",
    "settle_attendance",
]
