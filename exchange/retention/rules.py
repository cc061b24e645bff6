"""When something is destroyed, what stops it, and what may be changed about that. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from exchange.core.actor import Actor
from exchange.core.decision import ALLOWED, Decision, Reason, refused
from exchange.core.text import N_, say
from exchange.retention.enums import Kind
from exchange.retention.periods import PERIODS

LONGEST_HOLD = timedelta(days=730)  # it can be placed again: somebody has to look at it by then
REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./:_-]{0,59}")


class RetentionReason(Reason):
    """Why something is not destroyed yet, or may not be changed."""

    IN_USE = "in_use"
    NO_DATE = "no_date"
    NOT_YET = "not_yet"
    HELD = "held"
    OUT_OF_BOUNDS = "out_of_bounds"
    LONGER = "longer"
    SHORTER_THAN_NOTES = "shorter_than_notes"
    NOT_STAFF = "not_staff"
    NO_REFERENCE = "no_reference"
    HOLD_DAYS = "hold_days"
    LIFTED = "lifted"


@dataclass(frozen=True)
class Stand:
    """How an event stands on a day of its own zone. `ended_on` None: it has no date yet."""

    today: date
    ended_on: date | None
    in_use: bool  # somebody is connected


def destroyed_on(ended_on: date, days: int) -> date:
    """The day on which something that is kept for `days` is destroyed."""
    return ended_on + timedelta(days=days)


def may_destroy(stand: Stand, days: int, *, held: bool) -> Decision:
    """Whether what is kept for `days` goes now."""
    if held:
        return refused(RetentionReason.HELD, say(N_("A legal hold stops the destruction.")))
    if stand.ended_on is None:
        return refused(RetentionReason.NO_DATE, say(N_("The event has no date yet.")))
    if stand.in_use:
        return refused(RetentionReason.IN_USE, say(N_("Somebody is in a room of this event.")))
    due = destroyed_on(stand.ended_on, days)
    if stand.today < due:
        return refused(RetentionReason.NOT_YET, say(N_("It is kept until %(day)s."), day=due))
    return ALLOWED


def hold_stands(*, ends_on: date, lifted: bool, today: date) -> bool:
    """Whether a hold stops destruction today; its last day belongs to it."""
    return not lifted and today <= ends_on


def may_keep(actor: Actor) -> Decision:
    """Network staff, and the system itself, set periods and place holds."""
    if actor.is_staff:
        return ALLOWED
    return refused(RetentionReason.NOT_STAFF, say(N_("Only network staff may change events.")))


def may_choose(days: Mapping[Kind, int], before: Mapping[Kind, int], *, spoken: bool) -> Decision:
    """Whether these periods may replace those of before.

    Once people have `spoken` under a promise it may become shorter, never longer.
    """
    for kind, period in PERIODS.items():
        if not period.least <= days[kind] <= period.most:
            sentence = say(
                N_("%(kind)s: give a number of days from %(least)s to %(most)s."),
                kind=say(period.name),
                least=period.least,
                most=period.most,
            )
            return refused(RetentionReason.OUT_OF_BOUNDS, sentence)
        if spoken and days[kind] > before[kind]:
            sentence = say(
                N_(
                    "%(kind)s: people have spoken under the promise of %(days)s days. "
                    "It may become shorter, not longer."
                ),
                kind=say(period.name),
                days=before[kind],
            )
            return refused(RetentionReason.LONGER, sentence)
    if days[Kind.PRESENCE] < max(days[Kind.NOTES], days[Kind.TAKEAWAYS]):
        return refused(
            RetentionReason.SHORTER_THAN_NOTES,
            say(
                N_(
                    "Who was in which room decides who may read its notes, and hold its takeaways "
                    "back: keep that at least as long as both."
                )
            ),
        )
    return ALLOWED


def may_hold(*, reference: str, ends_on: date, today: date) -> Decision:
    """Whether a hold with this reference may stand until that day."""
    if not REFERENCE.fullmatch(reference) or not any(each.isdigit() for each in reference):
        return refused(
            RetentionReason.NO_REFERENCE,
            say(N_("Give the number under which the matter is filed, and nothing about it.")),
        )
    if not today < ends_on <= today + LONGEST_HOLD:
        return refused(
            RetentionReason.HOLD_DAYS,
            say(N_("Give a last day after today and within two years. A hold can be renewed.")),
        )
    return ALLOWED
