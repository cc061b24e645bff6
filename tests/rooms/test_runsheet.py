"""The plan of a part: times, whether it fits, next and back, how many rooms."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import uuid4

import pytest

from exchange.rooms.runsheet import (
    MOST_ROOMS,
    TABLE,
    Does,
    Stand,
    Verb,
    beside,
    plan,
    rooms_for,
)

NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@dataclass
class Step:
    minutes: int


def laid_out(*minutes: int, hours: float = 1):
    return plan([Step(each) for each in minutes], NINE, NINE + timedelta(hours=hours))


def test_each_step_begins_when_the_one_before_ends() -> None:
    slots = laid_out(10, 25, 5).slots
    assert [(slot.begins - NINE).total_seconds() / 60 for slot in slots] == [0, 10, 35]
    assert slots[-1].ends == NINE + timedelta(minutes=40)


@pytest.mark.parametrize(
    ("minutes", "over", "fits", "says"),
    [
        ((), -60, True, "60 min of the part are free"),
        ((20, 30), -10, True, "The steps take 50 min: 10 min of the part are free."),
        ((30, 30), 0, True, "The steps take 60 min, as long as the part."),
        ((40, 30), 10, False, "The steps take 70 min: 10 min longer than the part."),
    ],
)
def test_the_plan_is_compared_with_the_part(
    minutes: tuple[int, ...], over: int, fits: bool, says: str
) -> None:
    found = laid_out(*minutes)
    assert (found.over, found.fits, found.length) == (over, fits, 60)
    assert says in str(found.sentence)


def test_next_and_back_lead_to_the_neighbours() -> None:
    one, two, three = order = [uuid4() for _ in range(3)]
    assert beside(order, None) == (None, one)
    assert beside(order, one) == (None, two)
    assert beside(order, two) == (one, three)
    assert beside(order, three) == (two, None)
    assert beside([], None) == (None, None)
    assert beside(order, uuid4()) == (None, one)


def test_every_verb_has_its_answer_wherever_the_sheet_stands() -> None:
    assert set(TABLE) == set(product(Stand, Verb))


@pytest.mark.parametrize("verb", [Verb.GO, Verb.STAY])
def test_no_press_begins_a_step_while_rooms_are_open(verb: Verb) -> None:
    for stand in (Stand.IN_ROOMS, Stand.LANDING):
        assert TABLE[stand, verb] is not Does.BEGIN


@pytest.mark.parametrize(
    ("people", "per_room", "rooms"),
    [
        *[(0, 4, 1), (1, 2, 1), (3, 2, 1), (4, 2, 2), (5, 2, 2), (5, 3, 2)],
        *[(4, 3, 1), (6, 4, 2), (7, 4, 2), (40, 5, 8), (100, 2, MOST_ROOMS)],
    ],
)
def test_rooms_come_nearest_to_the_size_and_leave_nobody_alone(
    people: int, per_room: int, rooms: int
) -> None:
    assert rooms_for(people, per_room) == rooms
