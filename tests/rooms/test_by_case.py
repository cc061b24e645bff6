"""Who works on whose case: presenters at home, wishes met, rooms even, colleagues apart."""

from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.rooms.by_case import (
    next_presenter,
    rooms_wished,
    seat_by_case,
    seat_late_by_case,
)
from exchange.rooms.mixing import Conditions, Guest, Table

ROOMS = [UUID(int=900 + n) for n in range(3)]
PEOPLE = [UUID(int=n) for n in range(1, 13)]


def guests(people: list[UUID], organisations: int = 12) -> list[Guest]:
    return [Guest(who, UUID(int=500 + n % organisations)) for n, who in enumerate(people)]


def test_presenters_sit_with_their_case_and_wishes_are_met_in_even_rooms():
    presenters = dict(zip(PEOPLE[:3], ROOMS, strict=True))
    wishes = {who: [ROOMS[2]] for who in PEOPLE[3:6]}
    places = seat_by_case(guests(PEOPLE), ROOMS, presenters, wishes, Random(1))
    assert {who: places[who] for who in PEOPLE[:3]} == presenters
    assert {places[who] for who in PEOPLE[3:6]} == {ROOMS[2]}
    assert sorted(list(places.values()).count(room) for room in ROOMS) == [4, 4, 4]


def test_when_too_many_wish_for_one_room_second_wishes_count_and_nobody_is_left_out():
    wishes = {who: [ROOMS[0], ROOMS[1]] for who in PEOPLE[:9]}
    places = seat_by_case(guests(PEOPLE), ROOMS, {}, wishes, Random(2))
    first = [who for who in PEOPLE[:9] if places[who] == ROOMS[0]]
    second = [who for who in PEOPLE[:9] if places[who] == ROOMS[1]]
    assert (len(first), len(second)) == (4, 4)
    assert len(places) == 12


def test_those_without_a_wish_are_kept_apart_from_colleagues():
    presenters = dict(zip(PEOPLE[:3], ROOMS, strict=True))
    people = guests(PEOPLE[:6], organisations=3)
    places = seat_by_case(people, ROOMS, presenters, {}, Random(3))
    for room in ROOMS:
        seated = [guest.organisation_id for guest in people if places[guest.person_id] == room]
        assert len(set(seated)) == len(seated) == 2


@given(
    people=st.integers(1, 12),
    rooms=st.integers(1, 3),
    presenting=st.integers(0, 3),
    wanted=st.lists(st.permutations(range(3)), min_size=12, max_size=12),
    seed=st.integers(0, 99),
)
def test_everybody_has_one_room_and_rooms_are_as_even_as_can_be(
    people: int, rooms: int, presenting: int, wanted: list[list[int]], seed: int
):
    open_rooms = ROOMS[:rooms]
    presenters = dict(zip(PEOPLE[:presenting], open_rooms, strict=False))
    wishes = {
        who: [ROOMS[n] for n in order if n < rooms]
        for who, order in zip(PEOPLE, wanted, strict=True)
    }
    here = guests(PEOPLE[:people])
    places = seat_by_case(here, open_rooms, presenters, wishes, Random(seed))
    assert set(places) == {guest.person_id for guest in here}
    for who, room in presenters.items():
        assert who not in places or places[who] == room
    assert max(list(places.values()).count(room) for room in open_rooms) <= -(-people // rooms)


@pytest.mark.parametrize(
    ("sizes", "wished", "expected"),
    [
        ((2, 2, 2), [1], 1),
        ((2, 3, 2), [1], 1),  # one more than the smallest is still near enough
        ((2, 4, 3), [1, 2], 2),  # the first wish is full: the second
        ((2, 4, 4), [1, 2], 0),
        ((3, 2, 3), [], 1),
    ],
)
def test_who_comes_late_is_seated_by_wish_or_where_fewest_are(
    sizes: tuple[int, ...], wished: list[int], expected: int
):
    late, others = PEOPLE[0], iter(PEOPLE[1:] + [UUID(int=n) for n in range(20, 40)])
    tables = [
        Table(room, tuple(Guest(next(others)) for _ in range(size)))
        for room, size in zip(ROOMS, sizes, strict=True)
    ]
    wishes = [ROOMS[n] for n in wished]
    assert seat_late_by_case(Guest(late), tables, {}, wishes, Random(1)) == ROOMS[expected]


def test_what_facilitators_keep_apart_stays_apart_whatever_people_wish():
    one, other = PEOPLE[3:5]
    asked = Conditions(apart=[frozenset((one, other))])
    wishes = {one: [ROOMS[2]], other: [ROOMS[2]]}
    places = seat_by_case(guests(PEOPLE), ROOMS, {}, wishes, Random(1), asked=asked)
    assert places[one] != places[other]
    tables = [Table(ROOMS[0]), Table(ROOMS[2], (Guest(one),))]
    late = seat_late_by_case(Guest(other), tables, {}, [ROOMS[2]], Random(1), asked=asked)
    assert late == ROOMS[0]


def test_a_presenter_who_comes_late_goes_to_their_case():
    tables = [Table(ROOMS[0]), Table(ROOMS[1], tuple(map(Guest, PEOPLE[1:6])))]
    room = seat_late_by_case(Guest(PEOPLE[0]), tables, {PEOPLE[0]: ROOMS[1]}, [ROOMS[0]], Random(1))
    assert room == ROOMS[1]


def test_presenting_goes_round_about():
    three = PEOPLE[:3]
    assert next_presenter(three, None) == three[0]
    assert next_presenter(three, three[0]) == three[1]
    assert next_presenter(three, three[2]) == three[0]
    assert next_presenter(three, UUID(int=77)) == three[0]  # has left
    assert next_presenter([], three[0]) is None


def test_wishes_become_rooms_first_second_then_the_topic_each_once():
    cases = [UUID(int=n) for n in (41, 42, 43)]
    rooms = dict(zip(cases, ROOMS, strict=True))
    topics = {cases[0]: "Budget", cases[1]: "Press", cases[2]: "Budget"}
    assert rooms_wished(cases[2], None, "Budget", rooms, topics) == [ROOMS[2], ROOMS[0]]
    assert rooms_wished(UUID(int=9), cases[1], "", rooms, topics) == [ROOMS[1]]
