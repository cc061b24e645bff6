"""Changing the network, its organisations, their memberships, and who belongs to them."""

from exchange.membership.actions.affiliations import (
    affiliate,
    end_affiliation,
    join_by_domain,
    welcome,
)
from exchange.membership.actions.memberships import (
    NewTerm,
    add_term,
    change_membership,
    change_term,
    reinstate,
    suspend,
)
from exchange.membership.actions.network import NetworkProfile, set_network
from exchange.membership.actions.organisations import change_organisation, create_organisation

__all__ = [
    "NetworkProfile",
    "NewTerm",
    "add_term",
    "affiliate",
    "change_membership",
    "change_organisation",
    "change_term",
    "create_organisation",
    "end_affiliation",
    "join_by_domain",
    "reinstate",
    "set_network",
    "suspend",
    "welcome",
]
