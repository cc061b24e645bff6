"""What people may do with the ideas and actions beside a room's notes. Pure.

Whoever may write in the notes may note a point: one lock, and one allowance of the step, hold for
both.
"""

from dataclasses import dataclass
from datetime import date

from exchange.commitments.rules import may_be_due
from exchange.core.decision import ALLOWED, Decision, Reason, refused
from exchange.core.text import N_, say
from exchange.notes.enums import PointKind
from exchange.rooms.rules import RoomFacts, may_stand_in, may_write_notes

MOST_POINTS = 300  # of a room, removed ones too


class PointReason(Reason):
    """Why a point cannot be noted, changed, taken on or removed."""

    FULL = "points_full"
    IDEA = "points_idea"
    NOT_YOURS = "points_not_yours"
    TAKEN = "points_taken"
    REMOVED = "points_removed"


@dataclass(frozen=True)
class PointFacts:
    """How a point stands to the person. Plain values alone."""

    kind: PointKind
    own: bool  # the person wrote it
    taken: bool  # somebody has taken it on
    mine: bool  # that is the person
    removed: bool = False


def may_note(room: RoomFacts, *, points: int) -> Decision:
    """Whether the person may note an idea or an action; the room has had so many `points`."""
    here = may_write_notes(room)
    if here and points >= MOST_POINTS:
        return refused(
            PointReason.FULL, say(N_("This list is full. Write the rest into the notes."))
        )
    return here


def may_date(kind: PointKind, due_on: date | None, today: date) -> Decision:
    """Whether the point may carry this day."""
    if due_on is not None and kind is PointKind.IDEA:
        return refused(PointReason.IDEA, say(N_("An idea has no day, and nobody takes it on.")))
    return may_be_due(due_on, today)


def may_change(room: RoomFacts, point: PointFacts) -> Decision:
    """Whether the person may change its words and day: who took it on, else who wrote it."""
    standing = _standing(room, point)
    if not standing or point.mine:
        return standing
    return _taken() if point.taken else _own(point)


def may_remove(room: RoomFacts, point: PointFacts) -> Decision:
    """Whether the person may take it off the list: a facilitator at all times, else as above."""
    here = may_stand_in(room)
    if here and room.entry.facilitates and not point.removed:
        return ALLOWED
    standing = _standing(room, point)
    if standing and point.taken and not point.mine:
        return _taken()
    return standing and _own(point)


def may_take(room: RoomFacts, point: PointFacts) -> Decision:
    """Whether the person may take the action on, for themselves."""
    standing = _standing(room, point)
    if standing and point.kind is PointKind.IDEA:
        return refused(PointReason.IDEA, say(N_("An idea has no day, and nobody takes it on.")))
    if standing and point.taken and not point.mine:
        return _taken()
    return standing


def may_give_back(room: RoomFacts, point: PointFacts) -> Decision:
    """Whether the person may let go of the action that they took on."""
    standing = _standing(room, point)
    if standing and not point.mine:
        return refused(PointReason.NOT_YOURS, say(N_("You have not taken this on.")))
    return standing


def _standing(room: RoomFacts, point: PointFacts) -> Decision:
    here = may_write_notes(room)
    if here and point.removed:
        return refused(PointReason.REMOVED, say(N_("This has been removed from the list.")))
    return here


def _taken() -> Decision:
    return refused(PointReason.TAKEN, say(N_("Somebody else has taken this on.")))


def _own(point: PointFacts) -> Decision:
    if point.own:
        return ALLOWED
    return refused(PointReason.NOT_YOURS, say(N_("Somebody else wrote this.")))
