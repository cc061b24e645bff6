"""The staff pages of the network, its organisations and people: every address in one table."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from exchange.membership.views import affiliations, memberships, network, organisations, people
from exchange.web.actor import staff_only

pages = Blueprint("membership", __name__)

ORGANISATION = "/staff/organisations/<uuid:organisation_id>"
PERSON = "/staff/people/<uuid:person_id>"
READ, WRITE = ("GET",), ("GET", "POST")

TABLE: tuple[tuple[str, Callable[..., Any], tuple[str, ...]], ...] = (
    ("/staff/network", network.show, READ),
    ("/staff/network/edit", network.edit, WRITE),
    ("/staff/organisations", organisations.listing, READ),
    ("/staff/organisations/new", organisations.new, WRITE),
    (ORGANISATION, organisations.show, READ),
    (f"{ORGANISATION}/edit", organisations.edit, WRITE),
    (f"{ORGANISATION}/terms/new", memberships.new_term, WRITE),
    (f"{ORGANISATION}/terms/<uuid:term_id>", memberships.edit_term, WRITE),
    (f"{ORGANISATION}/suspend", memberships.suspend_membership, WRITE),
    (f"{ORGANISATION}/reinstate", memberships.reinstate_membership, WRITE),
    (f"{ORGANISATION}/people/new", affiliations.new, WRITE),
    ("/staff/affiliations/<uuid:affiliation_id>/end", affiliations.end, WRITE),
    ("/staff/people", people.listing, READ),
    (PERSON, people.show, READ),
    (f"{PERSON}/deactivate", people.deactivate, WRITE),
    (f"{PERSON}/reactivate", people.reactivate, WRITE),
)

for _rule, _view, _methods in TABLE:
    _name = f"{_view.__module__.rpartition('.')[2]}_{_view.__name__}"
    pages.add_url_rule(_rule, _name, staff_only(_view), methods=list(_methods))
