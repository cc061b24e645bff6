"""Who may hand in a case, and who may read one. Pure: from facts to a decision.

Network staff without a role on the event read no case, as they enter no room (product rule 3).
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from exchange.cases.enums import CaseSeenBy
from exchange.core.decision import ALLOWED, Decision, Reason, refused
from exchange.core.text import N_, say
from exchange.membership.rules import opens_rooms
from exchange.membership.standing import StandingOn
from exchange.registration.enums import RegistrationState

ADMITTED = (RegistrationState.CONFIRMED, RegistrationState.ATTENDED)


class CaseReason(Reason):
    """Why a case cannot be handed in, changed or read."""

    ACCOUNT_CLOSED = "account_closed"
    EVENT_NOT_PUBLISHED = "event_not_published"
    NOT_INVITED = "not_invited"
    NO_PLACE = "no_place"
    STANDING = "standing"
    NOT_ACKNOWLEDGED = "not_acknowledged"
    TOO_LATE = "too_late"
    OPENED = "opened"
    NOT_YOURS = "not_yours"
    FACILITATORS_ALONE = "facilitators_alone"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


@dataclass(frozen=True)
class CaseFacts:
    """How a person stands to the cases of an event, at the instant `at`. Plain values alone."""

    at: datetime
    person_id: UUID
    account_active: bool
    event_published: bool
    facilitates: bool
    registration: RegistrationState | None
    members_only: bool
    standing: StandingOn
    unacknowledged: int  # versions in force that the event asks for and the person lacks
    invited: bool  # the event asks for cases
    closes_at: datetime | None
    opened: bool  # the doors of one of the event's parts were opened
    removed: bool  # put out of one of the event's parts, and not let in again


@dataclass(frozen=True)
class KeptCase:
    """What is judged of a case."""

    person_id: UUID
    seen_by: CaseSeenBy
    withdrawn: bool


def _takes_part(facts: CaseFacts) -> Decision:
    """An open account, a published event, and a place whose membership still opens rooms."""
    if not facts.account_active:
        return refused(CaseReason.ACCOUNT_CLOSED, say(N_("This account is closed.")))
    if not facts.event_published:
        return refused(CaseReason.EVENT_NOT_PUBLISHED, say(N_("This event is not open.")))
    if facts.registration not in ADMITTED:
        return refused(
            CaseReason.NO_PLACE,
            say(N_("Cases are handed in by people with a confirmed place at this event.")),
        )
    if facts.members_only:
        standing = opens_rooms(facts.standing)
        if not standing and standing.sentence is not None:
            return refused(CaseReason.STANDING, standing.sentence)
    return ALLOWED


def may_hand_in(facts: CaseFacts) -> Decision:
    """Whether the person may hand in a case now: until the deadline, and until the doors open."""
    takes_part = _takes_part(facts)
    if not takes_part:
        return takes_part
    if not facts.invited:
        return refused(CaseReason.NOT_INVITED, say(N_("This event does not ask for cases.")))
    if facts.closes_at is not None and facts.at >= facts.closes_at:
        return refused(
            CaseReason.TOO_LATE,
            say(N_("Cases could be handed in until %(when)s."), when=facts.closes_at),
        )
    return _before_opening(facts)


def may_change(facts: CaseFacts, case: KeptCase) -> Decision:
    """Whether the person may change the case: their own, until the doors open."""
    own = _own(facts, case)
    takes_part = _takes_part(facts)
    if not (own and takes_part):
        return takes_part if own else own
    return _before_opening(facts)


def may_withdraw(facts: CaseFacts, case: KeptCase) -> Decision:
    """Whether the person may take the case back: their own, at any time, whatever else ended."""
    return _own(facts, case)


def may_list(facts: CaseFacts) -> Decision:
    """Whether the person may look through the event's cases, as far as each allows."""
    if not facts.facilitates:
        takes_part = _takes_part(facts)
        if not takes_part:
            return takes_part
        if facts.removed:
            return refused(
                CaseReason.REMOVED,
                say(N_("A facilitator has asked you to leave; they can let you in again.")),
            )
    elif not (facts.account_active and facts.event_published):
        return refused(CaseReason.EVENT_NOT_PUBLISHED, say(N_("This event is not open.")))
    if facts.unacknowledged:
        return refused(
            CaseReason.NOT_ACKNOWLEDGED,
            say(N_("Read and acknowledge the confidentiality protocol first.")),
        )
    return ALLOWED


def may_read(facts: CaseFacts, case: KeptCase) -> Decision:
    """Whether the person may read the case. Its presenter always may."""
    if case.withdrawn:
        return refused(CaseReason.WITHDRAWN, say(N_("This case was withdrawn.")))
    if case.person_id == facts.person_id and facts.account_active:
        return ALLOWED
    listed = may_list(facts)
    if listed and case.seen_by is CaseSeenBy.FACILITATORS and not facts.facilitates:
        return refused(CaseReason.FACILITATORS_ALONE, say(N_("Facilitators alone read this case.")))
    return listed


def _own(facts: CaseFacts, case: KeptCase) -> Decision:
    if case.withdrawn:
        return refused(CaseReason.WITHDRAWN, say(N_("This case was withdrawn.")))
    if case.person_id != facts.person_id or not facts.account_active:
        return refused(CaseReason.NOT_YOURS, say(N_("This is somebody else's case.")))
    return ALLOWED


def _before_opening(facts: CaseFacts) -> Decision:
    if facts.opened:
        return refused(
            CaseReason.OPENED,
            say(N_("The doors have been opened: cases stay as they are. You can withdraw yours.")),
        )
    return ALLOWED
