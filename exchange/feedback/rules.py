"""When somebody may offer their card, and when two have exchanged theirs. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from exchange.core.decision import ALLOWED, Decision, Reason, refused
from exchange.core.text import N_, say

KEPT = timedelta(days=730)  # a card, after its last change; a quotation, after its consent


class ContactReason(Reason):
    """Why a card cannot be offered."""

    BANNED = "contact_banned"
    NO_CARD = "contact_no_card"
    NOT_TOGETHER = "contact_not_together"


class QuotationReason(Reason):
    """Why something cannot be quoted."""

    NOTHING = "quotation_nothing"
    NOT_AGREED = "quotation_not_agreed"


@dataclass(frozen=True)
class OfferFacts:
    """How somebody stands to an event, after a session of it. Plain values alone."""

    banned: bool  # shut out of the event
    has_card: bool
    companions: frozenset[UUID]  # who shared a room with them


@dataclass(frozen=True)
class Offered:
    """What somebody offers at an event: to these, or to everybody who shared a room."""

    everybody: bool = False
    people: frozenset[UUID] = frozenset()

    def reaches(self, person_id: UUID) -> bool:
        return self.everybody or person_id in self.people

    def __bool__(self) -> bool:
        return self.everybody or bool(self.people)


def may_offer(facts: OfferFacts, people: Collection[UUID], *, everybody: bool) -> Decision:
    """Whether the person may offer their card to these people. Taking it back is always allowed."""
    if not (everybody or people):
        return ALLOWED
    if facts.banned:
        return refused(ContactReason.BANNED, say(N_("You have been shut out of this event.")))
    if not facts.has_card:
        return refused(ContactReason.NO_CARD, say(N_("Write your card first.")))
    if not facts.companions or not facts.companions.issuperset(people):
        return refused(
            ContactReason.NOT_TOGETHER,
            say(N_("Cards are offered to people who shared a room with you.")),
        )
    return ALLOWED


def exchanged(one: UUID, other: UUID, *, mine: Offered, theirs: Offered, together: bool) -> bool:
    """Whether `one` and `other` see each other's cards: both offer, and they shared a room."""
    return together and mine.reaches(other) and theirs.reaches(one)


def may_agree(*, outcome: str, at_event: bool, agreed: bool) -> Decision:
    """Whether somebody may let the network quote what came of an action of theirs."""
    if not (outcome and at_event):
        return refused(
            QuotationReason.NOTHING,
            say(N_("Write what came of an action that you took on at an event first.")),
        )
    if not agreed:
        return refused(QuotationReason.NOT_AGREED, say(N_("Tick that you agree to this text.")))
    return ALLOWED
