from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from exchange.registration.actions import cancel_registration, register
from exchange.registration.models import Registration
from exchange.registration.schemas import (
    CancellationQuery,
    NewRegistrationSchema,
    RegistrationSchema,
)
from exchange.web.actor import current_actor, signed_in
from exchange.web.rest import Endpoints

api = Endpoints("Registrations", __name__, "Taking a place at an event, and giving it up.")

REFUSALS = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)


@api.serve(
    "POST",
    "/events/<uuid:event_id>/registrations",
    body=NewRegistrationSchema,
    answers=RegistrationSchema,
    status=201,
    refuses=REFUSALS,
)
@signed_in
def post_registration(new: Mapping[str, Any], event_id: UUID) -> Registration:
    """Take a place, or the end of the line where none is free."""
    return register(actor=current_actor(), event_id=event_id, **new)


@api.serve(
    "DELETE",
    "/registrations/<uuid:registration_id>",
    query=CancellationQuery,
    answers=None,
    status=204,
    refuses=REFUSALS,
)
@signed_in
def delete_registration(query: Mapping[str, Any], registration_id: UUID) -> None:
    """Give up a place, an offer or a wait."""
    cancel_registration(
        actor=current_actor(),
        registration_id=registration_id,
        reason=query["reason"],
        knows_it_is_binding=query["binding"],
    )
