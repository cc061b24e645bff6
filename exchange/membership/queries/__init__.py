"""Named reads of the network, organisations, standings and people."""

from exchange.membership.queries.organisations import (
    OrganisationList,
    OrganisationStanding,
    affiliations_of,
    affiliations_with,
    get_affiliation,
    get_organisation,
    get_term,
    has_known_domain,
    organisation_names,
    organisation_of_domain,
    organisations,
)
from exchange.membership.queries.people import PersonRow, count_sessions, people
from exchange.membership.queries.standings import (
    PersonStanding,
    covers_day,
    find_network,
    get_network,
    network_and_language,
    standing_of,
    standing_of_person,
)

__all__ = [
    "OrganisationList",
    "OrganisationStanding",
    "PersonRow",
    "PersonStanding",
    "affiliations_of",
    "affiliations_with",
    "count_sessions",
    "covers_day",
    "find_network",
    "get_affiliation",
    "get_network",
    "get_organisation",
    "get_term",
    "has_known_domain",
    "network_and_language",
    "organisation_names",
    "organisation_of_domain",
    "organisations",
    "people",
    "standing_of",
    "standing_of_person",
]
