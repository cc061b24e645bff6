"""The planner on cases that are known, its report, and the seatings that methods ask for."""

from random import Random
from uuid import UUID

import pytest

from exchange.rooms.mixing import (
    Conditions,
    Effort,
    Guest,
    NoSeats,
    Table,
    at_random,
    by_wish,
    hosts_stay,
    merged,
    met_in,
    plan_rounds,
    rooms_kept,
    rounds_bound,
    said,
    seat_late,
)
from tests.support.mixing import colleagues_meet, meetings, people, repeats, rooms, sizes, tables

SHORT = Effort(steps=20_000)


@pytest.mark.parametrize(
    ("number", "places", "rounds"),
    [
        (15, 5, 7),
        (16, 4, 5),
        (32, 8, 10),
        (25, 5, 6),
        (38, 8, 5),
        (40, 8, 5),
        (13, 4, 4),
        (9, 5, 7),
    ],
)
def test_nobody_meets_twice_where_a_design_is_known(number: int, places: int, rounds: int) -> None:
    plan = plan_rounds(people(number), rooms(places), rounds, Random(1), effort=SHORT)
    assert repeats(plan.rounds) == plan.reached.repeated == 0


def test_colleagues_are_parted_without_a_repeated_meeting() -> None:
    guests = people(40, councils=13)
    plan = plan_rounds(guests, rooms(8), 5, Random(1), effort=Effort(steps=100_000))
    assert colleagues_meet(guests, plan.rounds) == plan.reached.colleagues == 0
    assert repeats(plan.rounds) == 0
    assert str(said(plan.reached)) == (
        "Everyone meets 20 new people; no pair meets twice; nobody shares a room with a colleague."
    )


def test_what_cannot_be_avoided_is_said_with_its_reason() -> None:
    guests = [Guest(UUID(int=n + 1), UUID(int=99) if n < 5 else None) for n in range(12)]
    plan = plan_rounds(guests, rooms(3), 1, Random(1), effort=SHORT)
    assert plan.reached.colleagues == plan.reached.colleagues_bound == 2
    assert "organisation: 2, which cannot be avoided, since 5 came from one" in str(
        said(plan.reached)
    )


def test_repeats_that_must_be_are_known_by_counting() -> None:
    plan = plan_rounds(people(8), rooms(2), 3, Random(1), effort=SHORT)
    assert plan.reached.repeated == repeats(plan.rounds)
    assert plan.reached.repeated >= plan.reached.repeated_bound == 8
    assert "cannot be" in str(said(plan.reached))


def test_broken_conditions_are_counted_and_said() -> None:
    [one, other] = people(2)
    conditions = Conditions(apart=[frozenset((one.person_id, other.person_id))])
    plan = plan_rounds([one, other], rooms(1), 2, Random(1), conditions=conditions, effort=SHORT)
    assert plan.reached.broken == 2
    assert "could not all be kept: 2 times" in str(said(plan.reached))


def test_a_manager_never_sits_with_their_report() -> None:
    boss, *staff = people(12)
    reports = [Guest(guest.person_id, None, manager_id=boss.person_id) for guest in staff[:3]]
    plan = plan_rounds([boss, *reports, *staff[3:]], rooms(4), 3, Random(1), effort=SHORT)
    met = meetings(plan.rounds)
    assert not any(met[frozenset((boss.person_id, report.person_id))] for report in reports)


def test_labels_are_spread() -> None:
    guests = [
        Guest(UUID(int=n + 1), labels=frozenset({"role:head"} if n < 4 else {"role:officer"}))
        for n in range(16)
    ]
    plan = plan_rounds(guests, rooms(4), 1, Random(1), effort=SHORT)
    heads = {guest.person_id for guest in guests[:4]}
    assert [len(table & heads) for table in tables(plan.rounds[0])] == [1, 1, 1, 1]


def test_capacities_hold_and_the_rest_is_even() -> None:
    places = rooms(3)
    conditions = Conditions(capacities={places[0]: 2})
    plan = plan_rounds(people(11), places, 3, Random(1), conditions=conditions, effort=SHORT)
    for seating in plan.rounds:
        small, *others = sizes(seating, places)
        assert small == 2
        assert sorted(others) == [4, 5]


def test_rooms_that_do_not_hold_everybody_are_refused() -> None:
    [place] = rooms(1)
    with pytest.raises(NoSeats):
        plan_rounds(people(3), [place], 1, Random(1), conditions=Conditions(capacities={place: 2}))
    with pytest.raises(NoSeats):
        at_random(people(3), [], Random(1))


def test_people_met_at_an_earlier_event_are_avoided() -> None:
    earlier = at_random(people(16), rooms(4), Random(1))
    conditions = Conditions(met=met_in([earlier], weight=0.5))
    plan = plan_rounds(people(16), rooms(4), 2, Random(2), conditions=conditions, effort=SHORT)
    assert repeats([earlier, *plan.rounds]) == plan.reached.repeated == 0


def test_sets_that_share_somebody_stay_together_and_a_pinned_one_takes_them_along() -> None:
    guests, places = people(12), rooms(3)
    a, b, c = (guest.person_id for guest in guests[:3])
    conditions = Conditions(together=[frozenset((a, b)), frozenset((b, c))], pinned={c: places[2]})
    plan = plan_rounds(guests, places, 3, Random(1), conditions=conditions, effort=SHORT)
    assert all(seating[who] == places[2] for seating in plan.rounds for who in (a, b, c))


def test_who_is_not_here_is_left_out_of_the_conditions() -> None:
    absent = UUID(int=77)
    conditions = Conditions(apart=[frozenset((absent, UUID(int=1)))], pinned={absent: rooms(1)[0]})
    plan = plan_rounds(people(4), rooms(2), 1, Random(1), conditions=conditions, effort=SHORT)
    assert len(plan.rounds[0]) == 4


def test_more_seconds_are_not_taken_than_given_and_none_without_need() -> None:
    plan = plan_rounds(people(11), rooms(3), 6, Random(1), effort=Effort(seconds=0.05))
    assert len(plan.rounds) == 6


def test_hosts_stay_and_the_others_meet_nobody_twice() -> None:
    places = rooms(5)
    hosts = {guest.person_id: place for guest, place in zip(people(20), places, strict=False)}
    plan = hosts_stay(people(20), hosts, places, 3, Random(1), effort=SHORT)
    assert all(seating[who] == place for seating in plan.rounds for who, place in hosts.items())
    assert repeats(plan.rounds) == 0


def test_an_earlier_seating_is_kept_and_newcomers_fill_the_smallest_room() -> None:
    places = rooms(2)
    earlier = {guest.person_id: places[n > 2] for n, guest in enumerate(people(5))}
    tables_open = [Table(place) for place in places]
    seating = rooms_kept(people(6), earlier, tables_open, Random(1))
    assert seating == {**earlier, people(6)[5].person_id: places[1]}


def test_wishes_move_others_on_when_all_can_have_one() -> None:
    one, other = (guest.person_id for guest in people(2))
    red, blue = rooms(2)
    wishes = {one: [red, blue], other: [red]}
    result = by_wish([one, other], wishes, {red: 1, blue: 1}, Random(1))
    assert result.seating == {one: blue, other: red}
    assert (result.wished, result.first, result.any) == (2, 1, 2)


def test_wishes_need_seats() -> None:
    with pytest.raises(NoSeats):
        by_wish([UUID(int=1)], {}, {}, Random(1))


def test_a_late_joiner_avoids_those_to_keep_apart_and_full_rooms() -> None:
    late, other, *_ = people(6)
    first, second, third = rooms(3)
    open_rooms = [
        Table(first, (other,)),
        Table(second, tuple(people(6)[2:4]), capacity=2),
        Table(third, tuple(people(6)[4:6])),
    ]
    conditions = Conditions(apart=[frozenset((late.person_id, other.person_id))])
    assert seat_late(late, open_rooms, Random(1), conditions) == third


def test_a_pinned_late_joiner_goes_to_their_room() -> None:
    first, second = rooms(2)
    open_rooms = [Table(first), Table(second, tuple(people(3)[1:]))]
    conditions = Conditions(pinned={UUID(int=1): second})
    assert seat_late(Guest(UUID(int=1)), open_rooms, Random(1), conditions) == second


def test_two_small_rooms_become_one_and_the_others_stay() -> None:
    a, b, c, d, e = people(5)
    first, second, third = rooms(3)
    left = [Table(first, (a,)), Table(second, (b,)), Table(third, (c, d, e))]
    [(who, where)] = merged(left, 2, Random(1)).items()
    assert (who, where) in {(a.person_id, second), (b.person_id, first)}


@pytest.mark.parametrize(
    ("number", "places", "bound"), [(32, 8, 10), (15, 5, 7), (8, 2, 1), (36, 6, 7), (13, 4, 5)]
)
def test_the_bound_is_by_counting(number: int, places: int, bound: int) -> None:
    assert rounds_bound(number, places) == bound


def test_who_stays_with_somebody_pinned_does_not_let_others_meet_who_must_not() -> None:
    one, _, _, four, five, _ = (guest.person_id for guest in people(6))
    places = rooms(2)
    conditions = Conditions(
        apart=[frozenset((one, four))],
        together=[frozenset((one, five))],
        pinned={one: places[0]},
    )
    for seed in range(10):
        plan = plan_rounds(
            people(6), places, 3, Random(seed), conditions=conditions, effort=Effort(steps=20_000)
        )
        assert plan.reached.broken == 0
