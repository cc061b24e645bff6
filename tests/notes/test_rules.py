"""Who notes, changes, takes on and removes a point, over everything that the answer depends on."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from exchange.notes.enums import PointKind
from exchange.notes.rules import (
    MOST_POINTS,
    PointFacts,
    may_change,
    may_date,
    may_give_back,
    may_note,
    may_remove,
    may_take,
)
from exchange.rooms.rules import RoomFacts
from tests.rooms.test_rules import FINE

HERE = RoomFacts(FINE, is_here=True, was_here=True, room_open=True)
ROOMS = {
    "here": HERE,
    "facilitates": replace(HERE, entry=replace(FINE, facilitates=True)),
    "locked": replace(HERE, notes_locked=True),
    "paused": replace(HERE, notes_paused=True),
    "locked for a facilitator": replace(
        HERE, entry=replace(FINE, facilitates=True), notes_locked=True
    ),
    "elsewhere": replace(HERE, is_here=False),
    "closed": replace(HERE, room_open=False),
    "ban": replace(HERE, entry=replace(FINE, removed=True)),
}
WRITE = ("here", "facilitates")
POINTS = [
    PointFacts(kind, own=own, taken=taken, mine=mine, removed=removed)
    for kind, own, taken, mine, removed in product(PointKind, *[(False, True)] * 4)
    if taken or not mine
]


@pytest.mark.parametrize("where", ROOMS)
@pytest.mark.parametrize("point", POINTS, ids=str)
def test_points_over_the_whole_matrix(where: str, point: PointFacts) -> None:
    room = ROOMS[where]
    writes = where in WRITE and not point.removed
    theirs = point.mine or (point.own and not point.taken)
    moderates = where in ("facilitates", "locked for a facilitator") and not point.removed
    action = point.kind is PointKind.ACTION
    assert bool(may_change(room, point)) == (writes and theirs)
    assert bool(may_remove(room, point)) == (moderates or (writes and theirs and point.own))
    free = not point.taken or point.mine
    assert bool(may_take(room, point)) == (writes and action and free)
    assert bool(may_give_back(room, point)) == (writes and point.mine)


@pytest.mark.parametrize("where", ROOMS)
def test_whoever_may_write_in_the_notes_may_note_a_point(where: str) -> None:
    assert bool(may_note(ROOMS[where], points=MOST_POINTS - 1)) == (where in WRITE)
    assert not may_note(ROOMS[where], points=MOST_POINTS)


def test_an_action_has_a_day_from_today_to_three_years_and_an_idea_has_none() -> None:
    today = date(2027, 3, 4)
    for kind in PointKind:
        assert may_date(kind, None, today)
    assert not may_date(PointKind.IDEA, today, today)
    days = {-1: False, 0: True, 3 * 366: True, 3 * 366 + 1: False}
    for ahead, allowed in days.items():
        day = today + timedelta(days=ahead)
        assert bool(may_date(PointKind.ACTION, day, today)) is allowed
