"""Who sees what was proposed to leave a room, and who holds it back. Pure: facts to a decision.

Those who were in the room, and the event's facilitators, look; whoever was in the room proposes
and holds back; nobody else, network staff among them, knows that anything was proposed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from exchange.core.decision import ALLOWED, Decision, Reason, refused
from exchange.core.text import N_, say
from exchange.rooms.rules import (
    WHO,
    RoomFacts,
    first_refusal,
    may_read_notes_after_close,
    may_stand_in,
)
from exchange.takeaways.enums import State

PROPOSED_WITHIN = timedelta(days=7)  # after the part: then what is left stays in the room
MOST = 200  # lines that a room may propose


class TakeawayReason(Reason):
    """Why a line cannot be looked at, proposed, held back, reworded or released."""

    NOT_IN_ROOM = "not_in_room"
    TOO_LATE = "too_late"
    TOO_MANY = "too_many"
    NOT_FACILITATOR = "not_facilitator"
    HELD_BACK = "held_back"
    RELEASED = "released"
    NOT_YET = "not_yet"
    NOBODY_LEFT = "nobody_left"


@dataclass(frozen=True)
class LineFacts:
    """How a proposed line stands at the instant `at`."""

    at: datetime
    releases_at: datetime
    held_back: bool
    released: bool


def state_of(line: LineFacts) -> State:
    """Where the line stands. A period that is over releases nothing until the clock's job does."""
    if line.released:
        return State.RELEASED
    return State.HELD_BACK if line.held_back else State.PROPOSED


def may_look(facts: RoomFacts) -> Decision:
    """Whether the person may see what was proposed: they were there, or facilitate the event."""
    who = first_refusal(facts.entry, WHO)
    if who and not (facts.entry.facilitates or _was_there(facts)):
        return refused(TakeawayReason.NOT_IN_ROOM, say(N_("You were not in this room.")))
    return who


def may_propose(facts: RoomFacts, *, until: datetime, lines: int) -> Decision:
    """Whether somebody who reads the room's notes may propose lines of them, until a week after.

    `lines`: how many the room would have proposed.
    """
    reads = may_stand_in(facts) or may_read_notes_after_close(facts)
    if not reads:
        return reads
    if facts.entry.at >= until:
        return refused(
            TakeawayReason.TOO_LATE,
            say(N_("Lines could be proposed until %(when)s. What is left stays here."), when=until),
        )
    if lines > MOST:
        return refused(
            TakeawayReason.TOO_MANY,
            say(N_("A room may propose %(most)s lines. Choose fewer."), most=MOST),
        )
    return ALLOWED


def may_hold_back(facts: RoomFacts, line: LineFacts) -> Decision:
    """Whether the person may hold the line back: whoever was in the room, until it is released."""
    looks = may_look(facts)
    if looks and not _was_there(facts):
        return refused(
            TakeawayReason.NOT_IN_ROOM,
            say(N_("Only those who were in this room may hold its lines back.")),
        )
    return looks and _is_proposed(line)


def may_reword(facts: RoomFacts, line: LineFacts) -> Decision:
    """Whether the person may put other words before the room: a facilitator, in place of these."""
    looks = may_look(facts)
    if looks and not facts.entry.facilitates:
        return refused(TakeawayReason.NOT_FACILITATOR, say(N_("Facilitators do that.")))
    return looks and _is_proposed(line)


def may_release(line: LineFacts, *, known: int) -> Decision:
    """Whether the line leaves the room now. `known`: how many are known to have been in it.

    Where that is forgotten nobody could have held it back any more, so that it stays.
    """
    proposed = _is_proposed(line)
    if proposed and line.at < line.releases_at:
        return refused(TakeawayReason.NOT_YET, say(N_("Its period has not ended.")))
    if proposed and not known:
        return refused(
            TakeawayReason.NOBODY_LEFT, say(N_("Nobody is left who could hold it back."))
        )
    return proposed


def _was_there(facts: RoomFacts) -> bool:
    return facts.was_here or facts.is_here


def _is_proposed(line: LineFacts) -> Decision:
    match state_of(line):
        case State.HELD_BACK:
            return refused(
                TakeawayReason.HELD_BACK, say(N_("This line was held back: it stays here."))
            )
        case State.RELEASED:
            return refused(TakeawayReason.RELEASED, say(N_("This line has been released already.")))
    return ALLOWED
