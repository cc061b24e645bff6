"""Who may read a harvest, and who arranges it. Pure: from facts to a decision.

What a room has released is no content of the room any more, so that staff may see it.
"""

import unicodedata
from dataclasses import dataclass

from exchange.core.actor import Actor
from exchange.core.decision import ALLOWED, Decision, Reason, refused
from exchange.core.text import N_, say
from exchange.harvest.enums import HarvestFor
from exchange.membership.rules import opens_rooms
from exchange.membership.standing import StandingOn


class HarvestReason(Reason):
    """Why a harvest cannot be read, arranged or published."""

    NOT_PUBLISHED = "not_published"
    NOT_YOURS = "not_yours"
    NOT_STAFF = "not_staff"
    NOTHING_TO_PUBLISH = "nothing_to_publish"
    HEADING_TWICE = "heading_twice"


@dataclass(frozen=True)
class HarvestFacts:
    """How somebody stands to the harvest of an event. Plain values alone."""

    event_published: bool
    audience: HarvestFor | None  # None: not published
    account_active: bool  # of somebody who is signed in
    is_staff: bool
    facilitates: bool
    admitted: bool  # a place at the event, kept or used
    removed: bool  # put out of one of its parts, and not let in again
    standing: StandingOn


def may_read(facts: HarvestFacts) -> Decision:
    """Whether the harvest is there for this reader."""
    if facts.audience is None or not facts.event_published:
        return refused(
            HarvestReason.NOT_PUBLISHED, say(N_("There is no harvest of this event yet."))
        )
    if facts.audience is HarvestFor.PUBLIC:
        return ALLOWED
    took_part = facts.facilitates or (facts.admitted and not facts.removed)
    if facts.account_active and (facts.is_staff or took_part or _is_member(facts)):
        return ALLOWED
    return refused(
        HarvestReason.NOT_YOURS, say(N_("This harvest is for others than you: ask your network."))
    )


def _is_member(facts: HarvestFacts) -> bool:
    return facts.audience is HarvestFor.MEMBERS and bool(opens_rooms(facts.standing))


def may_arrange(actor: Actor) -> Decision:
    """Network staff, and the system itself, arrange and publish harvests."""
    if actor.is_staff:
        return ALLOWED
    return refused(HarvestReason.NOT_STAFF, say(N_("Only network staff may change events.")))


def may_publish(actor: Actor, *, lines: int) -> Decision:
    """Whether a harvest of so many lines, those left out aside, may be published."""
    arranges = may_arrange(actor)
    if arranges and not lines:
        return refused(
            HarvestReason.NOTHING_TO_PUBLISH, say(N_("There is no line to publish yet."))
        )
    return arranges


def may_head(headings: list[str]) -> Decision:
    """Whether these may be the headings: each stands once."""
    if len(set(headings)) < len(headings):
        return refused(HarvestReason.HEADING_TWICE, say(N_("A heading stands there twice.")))
    return ALLOWED


def folded(text: str) -> str:
    """The text as it is searched, equal on every database: no case, no accents, single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(each for each in plain if not unicodedata.combining(each)).split())
