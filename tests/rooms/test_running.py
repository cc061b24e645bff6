"""A part run by its sheet: what each press does, and what the database keeps."""

from datetime import timedelta
from uuid import uuid4

import pytest

from exchange.core import clock
from exchange.core.decision import Refused
from exchange.core.errors import NotFound
from exchange.rooms import actions
from exchange.rooms.queries import room_view
from tests.rooms.conftest import Inside
from tests.rooms.run import Run
from tests.rooms.sheets import breakout, plenary


def test_next_sets_the_one_deadline_and_shows_the_prompt_to_all(inside: Inside) -> None:
    run = Run(inside, plenary("Welcome", 7, prompt="Who are you?", headings="One\nTwo"))
    run.go(0)
    picture = inside.picture()
    left = run.live.timer_ends_at - clock.now()  # type: ignore[operator]
    assert timedelta(minutes=6.9) < left <= timedelta(minutes=7)
    payload = room_view(picture, picture.rooms[0]).payload()
    assert payload["step"]["prompt"] == "Who are you?"
    assert payload["step"]["headings"] == ["One", "Two"]


def test_a_breakout_step_opens_its_rooms_and_seats_everybody(inside: Inside) -> None:
    run = Run(inside, plenary("Welcome"), breakout("Talk", rooms=None, per_room=2))
    run.go(0)
    run.go(1)
    assert sorted(map(len, run.tables())) == [2, 2]


def test_leaving_open_rooms_begins_the_countdown_and_the_step_waits(inside: Inside) -> None:
    run = Run(inside, breakout("Talk"), plenary("Harvest", 9))
    run.go(0)
    run.go(1)
    live, under_way = run.live, inside.picture().round
    assert under_way is not None
    assert (under_way.state, live.step_id, live.next_step_id) == ("closing", *run.steps)
    run.land()
    live = run.live
    assert (live.step_id, live.next_step_id) == (run.steps[1], None)
    assert inside.picture().round is None
    assert {inside.room_of(person) for person in run.people} == {inside.plenary}


def test_closing_by_hand_begins_the_waiting_step_at_once(inside: Inside) -> None:
    run = Run(inside, breakout("Talk"), breakout("Again"))
    run.go(0)
    run.go(1)
    inside.run(actions.close_round, seconds=0)
    assert run.live.step_id == run.steps[1]
    assert sum(map(len, run.tables())) == 4


def test_rooms_closed_by_hand_leave_the_step_as_it_is(inside: Inside) -> None:
    run = Run(inside, breakout("Talk"), plenary("Harvest"))
    run.go(0)
    inside.run(actions.close_round, seconds=0)
    assert (run.live.step_id, run.live.next_step_id) == (run.steps[0], None)


@pytest.mark.parametrize("how", ["press", "reprieve"])
def test_staying_keeps_the_rooms_open_and_nothing_waits(inside: Inside, how: str) -> None:
    run = Run(inside, breakout("Talk"), plenary("Harvest"))
    run.go(0)
    run.go(1)
    if how == "press":
        run.go(0)
    else:
        inside.run(actions.reprieve_round)
    under_way = inside.picture().round
    assert under_way is not None
    assert (under_way.state, run.live.next_step_id) == ("open", None)


def test_pressing_the_step_that_runs_disturbs_no_open_room(inside: Inside) -> None:
    run = Run(inside, breakout("Talk"), plenary("Harvest"))
    run.go(0)
    before, began = run.tables(), run.live.step_began_at
    run.go(0)
    assert (run.tables(), run.live.step_began_at) == (before, began)


def test_another_step_may_take_the_place_of_the_one_that_waits(inside: Inside) -> None:
    run = Run(inside, breakout("Talk"), plenary("Harvest"), plenary("Close"))
    run.go(0)
    run.go(1)
    ends = inside.picture().round.closes_at  # type: ignore[union-attr]
    run.go(2)
    assert inside.picture().round.closes_at == ends  # type: ignore[union-attr]
    run.land()
    assert run.live.step_id == run.steps[2]


def test_back_leads_back(inside: Inside) -> None:
    run = Run(inside, plenary("One"), plenary("Two"))
    run.go(0)
    run.go(1)
    run.go(0)
    assert run.live.step_id == run.steps[0]


@pytest.mark.parametrize("pressed", [None, 3])
def test_a_step_of_another_sheet_is_not_there(inside: Inside, pressed: int | None) -> None:
    world = inside.exchange.world
    other = world.part(world.event()).id
    staff = world.actor(world.staff())
    elsewhere = actions.add_step(actor=staff, part_id=other, content=plenary("Elsewhere"))
    step_id = elsewhere.id if pressed else uuid4()
    with pytest.raises(NotFound):
        inside.run(actions.go_to_step, step_id=step_id, seen=0)


def test_participants_do_not_press_next(inside: Inside) -> None:
    run = Run(inside, plenary("One"))
    ann = inside.actor(run.people[0])
    with pytest.raises(Refused):
        actions.go_to_step(actor=ann, part_id=inside.part_id, step_id=run.steps[0], seen=0)
    assert run.live.step_id is None


def test_closed_doors_forget_what_was_waiting(inside: Inside) -> None:
    run = Run(inside, breakout("Talk"), plenary("Harvest"))
    run.go(0)
    run.go(1)
    inside.run(actions.close_part)
    inside.run(actions.open_part)
    assert (run.live.step_id, run.live.next_step_id) == (run.steps[0], None)


def test_a_step_without_rooms_begun_again_starts_its_clock_anew(inside: Inside) -> None:
    run = Run(inside, plenary("One", 5))
    run.go(0)
    inside.run(actions.set_timer, seconds=10)
    run.go(0)
    assert run.live.timer_ends_at - clock.now() > timedelta(minutes=4)  # type: ignore[operator]
