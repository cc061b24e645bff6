"""Until when an action is kept, when its owner is reminded, and by when it may be due. Pure."""

from datetime import date, datetime, timedelta

from exchange.core.decision import ALLOWED, Decision, Reason, refused
from exchange.core.text import N_, say

KEPT = timedelta(days=730)  # after its last change
REMINDERS = (timedelta(days=30), timedelta(days=90))  # after it was taken on
FARTHEST = timedelta(days=3 * 366)
MOST = 200  # of one person


class CommitmentReason(Reason):
    """Why an action cannot be kept like this."""

    DAY = "commitment_day"
    FULL = "commitments_full"


def kept_until(changed_at: datetime) -> datetime:
    """The instant from which an action that was last changed then is destroyed."""
    return changed_at + KEPT


def reminders_due(made_at: datetime, now: datetime) -> int:
    """How many reminders of an open action have come due by now."""
    return sum(made_at + after <= now for after in REMINDERS)


def may_be_due(due_on: date | None, today: date) -> Decision:
    """Whether somebody may mean to have done something by this day."""
    if due_on is None or today <= due_on <= today + FARTHEST:
        return ALLOWED
    return refused(
        CommitmentReason.DAY, say(N_("Give a day from today on, at most three years ahead."))
    )


def may_add(*, kept: int) -> Decision:
    """Whether somebody who keeps so many may add one."""
    if kept < MOST:
        return ALLOWED
    return refused(
        CommitmentReason.FULL, say(N_("You keep 200 actions. Delete some before you add others."))
    )
