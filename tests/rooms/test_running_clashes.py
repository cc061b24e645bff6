"""Presses of several facilitators, and quick ones of one: which are obeyed, and which clash."""

import pytest

from exchange.accounts.models import Person
from exchange.rooms import actions
from exchange.rooms.errors import Clash
from tests.rooms.conftest import Inside
from tests.rooms.run import Run
from tests.rooms.sheets import breakout, plenary


@pytest.fixture
def ines(inside: Inside) -> Person:
    """Another facilitator beside Fay."""
    person = inside.exchange.world.person("Ines")
    inside.exchange.world.facilitator(person, inside.exchange.event)
    return person


def test_of_two_clashing_acts_the_last_is_told(inside: Inside, ines: Person) -> None:
    run = Run(inside, plenary("One"), plenary("Two"))
    seen = run.live.version
    run.go(0, seen, by=ines)
    with pytest.raises(Clash) as caught:
        run.go(1, seen)
    assert caught.value.code == "clash"
    told = caught.value.data["act"]
    assert (told["who"], told["act"], told["step"]) == ("Ines", "sheet.step_begun", "One")
    assert run.live.step_id == run.steps[0]


def test_whoever_saw_what_the_other_did_may_go_on(inside: Inside, ines: Person) -> None:
    run = Run(inside, plenary("One"), plenary("Two"))
    run.go(0, by=ines)
    run.go(1)
    assert run.live.step_id == run.steps[1]


def test_the_act_of_another_is_noticed_behind_ones_own(inside: Inside, ines: Person) -> None:
    run = Run(inside, plenary("One"), plenary("Two"), plenary("Three"))
    seen = run.live.version
    run.go(0, by=ines)
    run.go(1)
    with pytest.raises(Clash):
        run.go(2, seen)


def test_quick_presses_of_one_person_are_all_obeyed_in_order(inside: Inside) -> None:
    run = Run(inside, breakout("Talk"), plenary("Harvest"), plenary("Close"))
    seen = run.live.version
    for number in (0, 1):
        run.go(number, seen)
    inside.run(actions.reprieve_round)
    run.go(2, seen)
    live, under_way = run.live, inside.picture().round
    assert under_way is not None
    assert (under_way.state, live.next_step_id) == ("closing", run.steps[2])


def test_a_press_that_comes_twice_begins_its_step_once(inside: Inside) -> None:
    run = Run(inside, plenary("One"), plenary("Two"))
    seen = run.live.version
    run.go(0, seen)
    began = run.live.step_began_at
    run.go(0, seen)
    assert run.live.step_began_at == began
    run.go(0)  # who sees it running and presses begins it anew
    assert run.live.step_began_at != began


def test_a_step_that_began_by_itself_is_nobodys_clash(inside: Inside) -> None:
    run = Run(inside, breakout("Talk"), plenary("Harvest"), plenary("Close"))
    run.go(0)
    run.go(1)
    seen = run.live.version
    run.land()
    run.go(2, seen)
    assert run.live.step_id == run.steps[2]
