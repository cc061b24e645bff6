"""Four eyes, a window, and an announcement. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from exchange.core.actor import Actor
from exchange.core.decision import ALLOWED, Decision, Reason, refused
from exchange.core.text import N_, say
from exchange.disclosure.enums import State
from exchange.retention.rules import REFERENCE

LONGEST = 72  # hours
DECIDED_WITHIN = timedelta(days=7)


class DisclosureReason(Reason):
    """Why a room's content is not opened."""

    NOT_STAFF = "not_staff"
    NO_REFERENCE = "no_reference"
    HOURS = "hours"
    OWN_REQUEST = "own_request"
    NOT_ASKED = "not_asked"
    NOT_ONE_OF_THE_TWO = "not_one_of_the_two"
    NOT_OPEN = "not_open"


@dataclass(frozen=True)
class Facts:
    """A request as it is at the instant `at`."""

    at: datetime
    asked_at: datetime
    asked_by: UUID
    decided_by: UUID | None
    opens_until: datetime | None
    ended_at: datetime | None


def state_of(facts: Facts) -> State:
    """Where the request stands: windows close, and requests lapse, by the clock."""
    if facts.decided_by is None:
        return State.ASKED if facts.at < facts.asked_at + DECIDED_WITHIN else State.LAPSED
    if facts.opens_until is None:
        return State.REFUSED
    if facts.ended_at is not None or facts.at >= facts.opens_until:
        return State.OVER
    return State.OPEN


def may_ask(actor: Actor, *, reference: str, hours: int) -> Decision:
    """Network staff ask, for a matter with a number, and for three days at most."""
    if not actor.is_staff or actor.person_id is None:
        return refused(
            DisclosureReason.NOT_STAFF, say(N_("Only people of the network’s staff do this."))
        )
    if not REFERENCE.fullmatch(reference) or not any(each.isdigit() for each in reference):
        return refused(
            DisclosureReason.NO_REFERENCE,
            say(N_("Give the number under which the matter is filed, and nothing about it.")),
        )
    if not 1 <= hours <= LONGEST:
        return refused(
            DisclosureReason.HOURS,
            say(N_("Give a number of hours from 1 to %(most)s."), most=LONGEST),
        )
    return ALLOWED


def may_decide(actor: Actor, facts: Facts) -> Decision:
    """A second person of the staff agrees or refuses; never whoever asked."""
    if not actor.is_staff or actor.person_id is None:
        return refused(
            DisclosureReason.NOT_STAFF, say(N_("Only people of the network’s staff do this."))
        )
    if actor.person_id == facts.asked_by:
        return refused(
            DisclosureReason.OWN_REQUEST,
            say(N_("You asked for this yourself: somebody else has to agree.")),
        )
    if state_of(facts) is not State.ASKED:
        return refused(
            DisclosureReason.NOT_ASKED, say(N_("This request has been decided, or has lapsed."))
        )
    return ALLOWED


def may_read(actor: Actor, facts: Facts) -> Decision:
    """The two who stand for it read, while the window is open and both are still staff."""
    if actor.person_id is None or actor.person_id not in (facts.asked_by, facts.decided_by):
        return refused(
            DisclosureReason.NOT_ONE_OF_THE_TWO,
            say(N_("Only the two people who asked for it and agreed to it may read.")),
        )
    if not actor.is_staff or state_of(facts) is not State.OPEN:
        return refused(DisclosureReason.NOT_OPEN, say(N_("The window is not open.")))
    return ALLOWED


def may_end(actor: Actor, facts: Facts) -> Decision:
    """Anybody of the staff closes an open window before its time."""
    if actor.is_staff and state_of(facts) is State.OPEN:
        return ALLOWED
    return refused(DisclosureReason.NOT_OPEN, say(N_("The window is not open.")))


def is_to_be_announced(facts: Facts, *, delayed: bool) -> bool:
    """Whether those concerned are told now: when it opens, or when a delayed one is over."""
    return state_of(facts) in ((State.OVER,) if delayed else (State.OPEN, State.OVER))
