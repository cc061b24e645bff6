"""Everything that writes registrations. Each action locks the event's row first."""

from exchange.registration.actions.attending import correct_attendance, settle_attendance
from exchange.registration.actions.cancelling import cancel_registration
from exchange.registration.actions.offering import accept_offer, expire_offers, fill_places
from exchange.registration.actions.registering import register

__all__ = [
    "accept_offer",
    "cancel_registration",
    "correct_attendance",
    "expire_offers",
    "fill_places",
    "register",
    "settle_attendance",
]
