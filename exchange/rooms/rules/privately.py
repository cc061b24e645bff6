"""Who may read and write what two people write to each other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from exchange.core.decision import ALLOWED, Decision, refused
from exchange.core.text import N_, say
from exchange.rooms.rules.entry import Entry, EntryFacts, may_enter
from exchange.rooms.rules.room import MUTED

PATIENCE = timedelta(minutes=10)  # somebody whose line has dropped is still in the part for this


@dataclass(frozen=True)
class PairFacts:
    """What writing privately depends on: the writer's entry, and how the other stands to them."""

    entry: EntryFacts
    is_here: bool  # the writer is in the part now
    other: EntryFacts | None  # None: there is nobody of that id
    other_seen: datetime | None = None  # when the other was last in the part; now, if they are
    other_left: bool = False  # they went by choice then; else their line has dropped
    beside: bool = False  # both are in one room
    opened: bool = False  # the two have written to each other in this part before
    muted: bool = False
    locked: bool = False  # for everybody, by hand
    paused: bool = False  # for everybody, by the step that runs


def may_read_privately(facts: PairFacts) -> Decision:
    """Whether the person may read what the two have written: they are in the part now."""
    entry = may_enter(facts.entry)
    if entry and not (facts.is_here and facts.entry.is_open):
        return refused(Entry.NOT_IN_PART, say(N_("You are not in this session.")))
    return entry


def _in_reach(facts: PairFacts) -> bool:
    """Who has written once goes on; else the two are in one room, or one of them facilitates."""
    if facts.opened:
        return True
    if facts.other is None or facts.other_seen is None:
        return False  # somebody elsewhere and somebody who never came look the same
    return facts.beside or facts.entry.facilitates or facts.other.facilitates


def _still_in_part(facts: PairFacts) -> bool:
    if facts.other is None or facts.other_seen is None or not may_enter(facts.other):
        return False
    if facts.other_left:
        return False
    return facts.entry.at - facts.other_seen <= PATIENCE


# The first row that does not hold refuses. A lock holds for everybody.
# fmt: off
WRITING: tuple[tuple[Callable[[PairFacts], bool], Entry, str], ...] = (
    (_in_reach, Entry.NOT_BESIDE,
     N_("You can write to people in your room, and to facilitators.")),
    (_still_in_part, Entry.OTHER_AWAY, N_("This person has left the session.")),
    (lambda f: f.entry.facilitates or not f.muted, Entry.CHAT_MUTED, MUTED),
    (lambda f: not f.locked, Entry.PRIVATE_LOCKED, N_("Private chat is locked for everybody.")),
    (lambda f: not f.paused, Entry.PRIVATE_LOCKED, N_("Nobody writes privately in this step.")),
)
# fmt: on


def may_write_privately(facts: PairFacts) -> Decision:
    """Whether the person may write to the other; else the first reason against it."""
    here = may_read_privately(facts)
    if not here:
        return here
    refusals = (refused(reason, say(why)) for holds, reason, why in WRITING if not holds(facts))
    return next(refusals, ALLOWED)
