"""A case on its way to a dilemma: what may be said and done at which stage. Pure.

Whoever presents the case says each time whether it goes on; a facilitator of the event writes.
"""

from exchange.core.decision import ALLOWED, Decision, Reason, refused
from exchange.core.text import N_, say
from exchange.rooms.enums import Consent, Rewriting

ANSWERS: dict[Rewriting, frozenset[Consent]] = {
    Rewriting.CLOSED: frozenset({Consent.AGREE}),
    Rewriting.AGREED: frozenset({Consent.TAKE_BACK}),
    Rewriting.PROPOSED: frozenset({Consent.APPROVE, Consent.DECLINE, Consent.TAKE_BACK}),
    Rewriting.DECLINED: frozenset({Consent.TAKE_BACK}),
    Rewriting.APPROVED: frozenset({Consent.TAKE_BACK}),
}


class ConsentReason(Reason):
    """Why a case does not go on to become a dilemma."""

    NOT_AGREED = "not_agreed"
    MOVED = "moved"


def may_answer(stage: Rewriting, answer: Consent) -> Decision:
    """Whether the case's presenter may say this about it now."""
    if answer not in ANSWERS[stage]:
        return refused(
            ConsentReason.MOVED, say(N_("This has changed meanwhile. Look how it stands now."))
        )
    return ALLOWED


def may_rewrite(stage: Rewriting) -> Decision:
    """Whether a facilitator who reads the case may propose a text, or another one."""
    if stage is Rewriting.CLOSED:
        return refused(
            ConsentReason.NOT_AGREED,
            say(N_("Whoever handed in this case has not agreed that it be rewritten.")),
        )
    return ALLOWED
