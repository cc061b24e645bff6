from http import HTTPStatus
from typing import Any
from uuid import UUID

from exchange.accounts.queries import get_person
from exchange.core import clock
from exchange.core.paging import Page
from exchange.membership.actions import change_membership
from exchange.membership.queries import (
    OrganisationStanding,
    organisations,
    standing_of,
    standing_of_person,
)
from exchange.membership.schemas import (
    MembershipChangeSchema,
    MySchema,
    OrganisationPage,
    OrganisationQuery,
    OrganisationSchema,
)
from exchange.web.actor import current_actor, staff_only
from exchange.web.rest import Endpoints

api = Endpoints("Membership", __name__, "Who is a member today, and whose people one is among.")


@api.serve("GET", "/me", answers=MySchema)
def me() -> dict[str, Any]:
    """Who the token's person is, and how they stand today."""
    person_id = current_actor().person
    return {
        "person": get_person(person_id),
        "through": standing_of_person(person_id, clock.now()),
    }


@api.serve(
    "GET",
    "/organisations",
    query=OrganisationQuery,
    answers=OrganisationPage,
    refuses=[HTTPStatus.NOT_FOUND],
)
@staff_only
def list_organisations(query: dict[str, Any]) -> Page[OrganisationStanding]:
    """Organisations by name with their standing today. For network staff."""
    return organisations(
        clock.now(),
        search=query["search"],
        standing=query["standing"],
        page_number=query["page"],
    ).page


@api.serve(
    "PATCH",
    "/organisations/<uuid:organisation_id>/membership",
    body=MembershipChangeSchema,
    answers=OrganisationSchema,
    refuses=[HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT],
)
@staff_only
def patch_membership(change: dict[str, Any], organisation_id: UUID) -> OrganisationStanding:
    """Suspend or reinstate a membership, or add a term. For network staff."""
    organisation = change_membership(
        actor=current_actor(), organisation_id=organisation_id, **change
    )
    return OrganisationStanding(organisation, standing_of(organisation_id, clock.now()))
