"""How each kind of step seats people: with whom they sat before, or with others."""

from exchange.rooms import actions
from exchange.rooms.enums import Seating
from tests.rooms.conftest import Inside
from tests.rooms.run import Run
from tests.rooms.sheets import breakout, plenary


def test_kept_goes_on_in_the_rooms_that_are_open(inside: Inside) -> None:
    run = Run(
        inside,
        breakout("Present"),
        breakout("Ask", Seating.KEPT, rooms=None),
        breakout("Close", Seating.KEPT, rooms=None),
    )
    run.go(0)
    rooms = [room.id for room in inside.picture().breakouts]
    for number in (1, 2, 0):  # and back to the step that opened them
        run.go(number)
        assert [room.id for room in inside.picture().breakouts] == rooms
        assert run.live.step_id == run.steps[number]


def test_kept_brings_everybody_back_to_the_same_company(inside: Inside) -> None:
    run = Run(
        inside,
        breakout("Talk"),
        plenary("Meanwhile"),
        breakout("Again", Seating.KEPT, rooms=None),
    )
    run.go(0)
    before = run.tables()
    run.go(1)
    run.land()
    run.go(2)
    assert run.tables() == before


def test_a_kept_step_while_rooms_are_closing_keeps_them_open(inside: Inside) -> None:
    run = Run(inside, breakout("Talk"), breakout("Ask", Seating.KEPT, rooms=None), plenary("All"))
    run.go(0)
    run.go(2)
    run.go(1)
    under_way = inside.picture().round
    assert under_way is not None
    assert (under_way.state, run.live.next_step_id) == ("open", None)
    assert run.live.step_id == run.steps[1]


def test_pairs_become_fours(inside: Inside) -> None:
    run = Run(
        inside,
        breakout("Pairs", rooms=4),
        breakout("Fours", Seating.PAIRS_INTO_FOURS, rooms=None),
        people=8,
    )
    run.go(0)
    pairs = run.tables()
    run.go(1)
    run.land()
    fours = run.tables()
    assert list(map(len, fours)) == [4, 4]
    assert all(any(pair <= four for four in fours) for pair in pairs)


def test_one_host_stays(inside: Inside) -> None:
    run = Run(
        inside,
        breakout("First", rooms=3),
        breakout("Second", Seating.HOST_STAYS, rooms=None),
        people=9,
    )
    run.go(0)
    before = run.tables()
    run.go(1)
    run.land()
    for old, new in zip(before, run.tables(), strict=True):
        assert len(old & new) == 1


def test_without_a_round_before_they_are_seated_at_random(inside: Inside) -> None:
    run = Run(inside, breakout("Fours", Seating.PAIRS_INTO_FOURS, rooms=None), people=8)
    run.go(0)
    assert list(map(len, run.tables())) == [4, 4]


def test_where_all_of_the_round_before_have_left_the_others_are_seated_at_random(
    inside: Inside,
) -> None:
    run = Run(
        inside, breakout("Pairs"), breakout("Fours", Seating.PAIRS_INTO_FOURS, None), people=0
    )
    run.go(0)
    run.go(1)
    inside.enter(*(inside.exchange.person(f"Late {n}") for n in range(8)))
    for person in list(inside.picture().people):
        inside.run(actions.seat, person_ids=[person], room_id=None)
    run.land()
    assert sorted(map(len, run.tables())) == [4, 4]


def test_by_hand_waits_in_the_plenary(inside: Inside) -> None:
    run = Run(inside, breakout("By topic", Seating.BY_HAND, rooms=3))
    run.go(0)
    assert run.tables() == [set(), set(), set()]


def test_whoever_comes_late_to_a_step_finds_a_room(inside: Inside) -> None:
    run = Run(inside, breakout("First"), breakout("Second", Seating.HOST_STAYS, rooms=None))
    run.go(0)
    run.go(1)
    run.land()
    late = inside.exchange.person("Late")
    inside.enter(late)
    assert inside.room_of(late) != inside.plenary
