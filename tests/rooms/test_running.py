"""A part run by its sheet: what each press does, what the database keeps, who clashes."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine

from exchange.accounts.models import Person
from exchange.core import clock
from exchange.core.actor import system
from exchange.core.decision import Refused
from exchange.core.errors import NotFound
from exchange.rooms import actions
from exchange.rooms.actions.running import LANDING
from exchange.rooms.enums import Seating
from exchange.rooms.errors import Clash
from exchange.rooms.messages import StepContent
from exchange.rooms.models import LivePart
from exchange.rooms.queries import room_for, room_view
from exchange.rooms.rules import may_raise_hand, may_say, may_write_notes
from tests.rooms.conftest import Exchange1, Inside
from tests.rooms.sheets import breakout, plenary

CLOCK = system("clock")


class Run:
    """A part with a sheet, and people in it."""

    def __init__(self, inside: Inside, *contents: StepContent, people: int = 4) -> None:
        self.inside = inside
        self.steps = [inside.run(actions.add_step, content=content).id for content in contents]
        self.people = [inside.exchange.person(f"Person {n}") for n in range(people)]
        inside.enter(*self.people)

    @property
    def live(self) -> LivePart:
        live = self.inside.picture().live
        assert live is not None
        return live

    def go(self, number: int, seen: int | None = None, by: Person | None = None) -> None:
        self.inside.run_as(
            by or self.inside.exchange.facilitator,
            actions.go_to_step,
            step_id=self.steps[number],
            seen=self.live.version if seen is None else seen,
        )

    def land(self) -> None:
        """Let the countdown run out, as the clock of any process does."""
        later = clock.now() + timedelta(seconds=LANDING + 1)
        with time_machine.travel(later, tick=True):
            due, _ = actions.due_rounds(clock.now())
            for round_id in due:
                assert actions.finish_round(actor=CLOCK, round_id=round_id)

    def tables(self) -> list[set[UUID]]:
        picture = self.inside.picture()
        return [{each.id for each in picture.in_room(room.id)} for room in picture.breakouts]


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


class TestSeating:
    def test_kept_goes_on_in_the_rooms_that_are_open(self, inside: Inside) -> None:
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

    def test_kept_brings_everybody_back_to_the_same_company(self, inside: Inside) -> None:
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

    def test_a_kept_step_while_rooms_are_closing_keeps_them_open(self, inside: Inside) -> None:
        run = Run(
            inside, breakout("Talk"), breakout("Ask", Seating.KEPT, rooms=None), plenary("All")
        )
        run.go(0)
        run.go(2)
        run.go(1)
        under_way = inside.picture().round
        assert under_way is not None
        assert (under_way.state, run.live.next_step_id) == ("open", None)
        assert run.live.step_id == run.steps[1]

    def test_pairs_become_fours(self, inside: Inside) -> None:
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

    def test_one_host_stays(self, inside: Inside) -> None:
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

    def test_without_a_round_before_they_are_seated_at_random(self, inside: Inside) -> None:
        run = Run(inside, breakout("Fours", Seating.PAIRS_INTO_FOURS, rooms=None), people=8)
        run.go(0)
        assert list(map(len, run.tables())) == [4, 4]

    def test_where_all_of_the_round_before_have_left_the_others_are_seated_at_random(
        self, inside: Inside
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

    def test_by_hand_waits_in_the_plenary(self, inside: Inside) -> None:
        run = Run(inside, breakout("By topic", Seating.BY_HAND, rooms=3))
        run.go(0)
        assert run.tables() == [set(), set(), set()]

    def test_whoever_comes_late_to_a_step_finds_a_room(self, inside: Inside) -> None:
        run = Run(inside, breakout("First"), breakout("Second", Seating.HOST_STAYS, rooms=None))
        run.go(0)
        run.go(1)
        run.land()
        late = inside.exchange.person("Late")
        inside.enter(late)
        assert inside.room_of(late) != inside.plenary


class TestWhatAStepAllows:
    @pytest.mark.parametrize("what", ["chat", "hands", "notes"])
    @pytest.mark.parametrize("allowed", [True, False])
    def test_the_rules_say_the_same_as_the_step(
        self, inside: Inside, what: str, allowed: bool
    ) -> None:
        given: dict[str, Any] = {what: allowed}
        run = Run(inside, plenary("Step", **given))
        run.go(0)
        facts = room_for(inside.actor(run.people[0]), inside.plenary).facts
        rule = {"chat": may_say, "hands": may_raise_hand, "notes": may_write_notes}[what]
        assert bool(rule(facts)) is allowed

    def test_a_step_without_hands_takes_hands_down_and_refuses_new_ones(
        self, inside: Inside
    ) -> None:
        run = Run(inside, plenary("Listen", hands=False), plenary("Ask"))
        ann = inside.actor(run.people[0])

        def raise_hand() -> None:
            actions.raise_hand(actor=ann, room_id=inside.plenary, raised=True)

        raise_hand()
        run.go(0)
        assert inside.picture().hands == ()
        with pytest.raises(Refused):
            raise_hand()
        run.go(1)
        raise_hand()
        assert len(inside.picture().hands) == 1

    def test_facilitators_keep_voice_and_hand(self, inside: Inside, exchange: Exchange1) -> None:
        run = Run(inside, plenary("Silence", chat=False, hands=False))
        inside.enter(exchange.facilitator)
        run.go(0)
        facts = room_for(inside.facilitator, inside.plenary).facts
        assert may_say(facts)
        assert may_raise_hand(facts)

    def test_the_next_step_allows_again(self, inside: Inside) -> None:
        run = Run(inside, plenary("Silence", chat=False, notes=False), plenary("Talk"))
        run.go(0)
        run.go(1)
        facts = room_for(inside.actor(run.people[0]), inside.plenary).facts
        assert may_say(facts)
        assert may_write_notes(facts)
