"""A console with several facilitators: single rooms, moves of several, the clock, and clashes."""

from collections.abc import Callable
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
from exchange.rooms.enums import Moved, Seating
from exchange.rooms.errors import Clash, FacilitatorsStay, LastRoom, NoRound, NotHere, NoTimer
from exchange.rooms.queries import console_view, place_view, room_view
from tests.rooms.conftest import Inside

CLOCK = system("clock")


@pytest.fixture
def ines(inside: Inside) -> Person:
    """Another facilitator beside Fay."""
    person = inside.exchange.world.person("Ines")
    inside.exchange.world.facilitator(person, inside.exchange.event)
    return person


@pytest.fixture
def people(inside: Inside) -> list[Person]:
    """Four who are seated in two rooms, two in each."""
    found = [inside.exchange.person(name) for name in ("Ann", "Ben", "Cat", "Dan")]
    inside.enter(*found)
    inside.run(actions.open_round, rooms=2, seating=Seating.RANDOM)
    return found


def rooms(inside: Inside) -> list[UUID]:
    return [room.id for room in inside.picture().breakouts]


def version(inside: Inside) -> int:
    return inside.picture().version


class TestMoves:
    def test_several_go_together_and_the_others_are_told_once(
        self, inside: Inside, people: list[Person]
    ) -> None:
        first, _ = rooms(inside)
        ids = [each.id for each in people]
        inside.run(actions.seat, person_ids=ids, room_id=first)
        assert {inside.room_of(each) for each in people} == {first}
        act = console_view(inside.picture()).payload()["acts"][0]
        assert (act["act"], act["number"], act["whom"]) == ("room.seated", 4, None)
        assert act["room"]["name"] == "1"

    def test_one_who_is_not_there_leaves_all_where_they_are(
        self, inside: Inside, people: list[Person]
    ) -> None:
        before = [inside.room_of(each) for each in people]
        for stranger, error in ((uuid4(), NotHere), (inside.exchange.facilitator.id, NotHere)):
            with pytest.raises(error):
                inside.run(actions.seat, person_ids=[people[0].id, stranger], room_id=None)
        assert [inside.room_of(each) for each in people] == before

    def test_facilitators_are_not_seated(self, inside: Inside, people: list[Person]) -> None:
        inside.enter(inside.exchange.facilitator)
        with pytest.raises(FacilitatorsStay):
            inside.run(actions.seat, person_ids=[inside.exchange.facilitator.id], room_id=None)


def _seat(inside: Inside, people: list[Person]) -> dict[str, Any]:
    return {"act": actions.seat, "person_ids": [people[0].id], "room_id": None}


def _rename(inside: Inside, people: list[Person]) -> dict[str, Any]:
    return {"act": actions.rename_room, "room_id": rooms(inside)[0], "name": uuid4().hex}


def _prompt(inside: Inside, people: list[Person]) -> dict[str, Any]:
    return {"act": actions.change_prompt, "room_id": rooms(inside)[0], "prompt": uuid4().hex}


def _close(inside: Inside, people: list[Person]) -> dict[str, Any]:
    return {"act": actions.close_round, "seconds": 60}


def _clock(inside: Inside, people: list[Person]) -> dict[str, Any]:
    return {"act": actions.set_timer, "seconds": 60}


CLASHING = (_seat, _rename, _prompt, _close, _clock)


class TestClashes:
    @pytest.mark.parametrize("given", CLASHING)
    def test_the_last_of_two_is_told_and_ones_own_never_clash(
        self,
        inside: Inside,
        people: list[Person],
        ines: Person,
        given: Callable[[Inside, list[Person]], dict[str, Any]],
    ) -> None:
        seen = version(inside)
        inside.run_as(ines, **given(inside, people), seen=seen)
        inside.run_as(ines, **given(inside, people), seen=seen)
        with pytest.raises(Clash) as caught:
            inside.run(**given(inside, people), seen=seen)
        assert caught.value.data["act"]["who"] == "Ines"
        inside.run(**given(inside, people), seen=version(inside))

    def test_acts_about_others_do_not_clash(
        self, inside: Inside, people: list[Person], ines: Person
    ) -> None:
        seen = version(inside)
        inside.run_as(ines, actions.seat, person_ids=[people[1].id], room_id=None)
        inside.run_as(ines, actions.rename_room, room_id=rooms(inside)[1], name="Hers")
        inside.run(actions.seat, person_ids=[people[0].id], room_id=None, seen=seen)
        inside.run(actions.rename_room, room_id=rooms(inside)[0], name="Mine", seen=seen)


class TestClock:
    def test_a_pause_keeps_what_is_left(self, inside: Inside) -> None:
        with time_machine.travel(clock.now(), tick=False) as now:
            inside.run(actions.set_timer, seconds=300)
            now.shift(timedelta(seconds=100))
            inside.run(actions.pause_timer, paused=True)
            now.shift(timedelta(seconds=1000))
            view = room_view(inside.picture(), inside.picture().rooms[0])
            assert (view.timer_ends_at, view.timer_left) == (None, 200)
            inside.run(actions.pause_timer, paused=True)
            inside.run(actions.extend_timer, seconds=60)
            live = inside.run(actions.pause_timer, paused=False)
            assert (live.timer_ends_at - clock.now(), live.timer_left) == (
                timedelta(seconds=260),
                None,
            )

    def test_without_a_clock_nothing_is_paused(self, inside: Inside) -> None:
        with pytest.raises(NoTimer):
            inside.run(actions.pause_timer, paused=True)

    def test_a_clock_set_anew_is_not_paused(self, inside: Inside) -> None:
        inside.run(actions.set_timer, seconds=300)
        inside.run(actions.pause_timer, paused=True)
        live = inside.run(actions.set_timer, seconds=60)
        assert live.timer_left is None


class TestSingleRooms:
    def test_one_more_room_takes_the_next_number(
        self, inside: Inside, people: list[Person]
    ) -> None:
        room = inside.run(actions.add_room)
        assert (room.name, room.position, rooms(inside)[-1]) == ("3", 3, room.id)
        inside.run(actions.seat, person_ids=[people[0].id], room_id=room.id)
        assert inside.room_of(people[0]) == room.id

    def test_without_rooms_none_is_added(self, inside: Inside) -> None:
        with pytest.raises(NoRound):
            inside.run(actions.add_room)

    @pytest.mark.parametrize("elsewhere", [False, True])
    def test_a_room_that_closes_strands_nobody(
        self, inside: Inside, people: list[Person], ines: Person, elsewhere: bool
    ) -> None:
        first, second = rooms(inside)
        inside.enter(ines)
        inside.run_as(ines, actions.visit, room_id=first)
        inside_first = [each for each in people if inside.room_of(each) == first]
        to = second if elsewhere else None
        inside.run(actions.close_room, room_id=first, seconds=0, to=to)
        assert rooms(inside) == [second]
        goal = second if elsewhere else inside.plenary
        assert {inside.room_of(each) for each in inside_first} == {goal}
        told = {each: place_view(inside.picture(), each.id, Moved.ENTERED) for each in people}
        assert {each for each in people if told[each].room_closed} == set(inside_first)
        inside.run(actions.seat, person_ids=[inside_first[0].id], room_id=second)
        assert not place_view(inside.picture(), inside_first[0].id, Moved.ENTERED).room_closed
        assert inside.room_of(ines) == inside.plenary

    def test_the_countdown_of_one_room_ends_by_the_clock_alone(
        self, inside: Inside, people: list[Person]
    ) -> None:
        first, second = rooms(inside)
        inside.run(actions.close_room, room_id=first, seconds=30)
        ends = room_view(inside.picture(), inside.picture().breakouts[0]).closes_at
        assert actions.due_rooms(clock.now()) == ([], ends)
        assert not actions.finish_room(actor=CLOCK, room_id=first)
        with time_machine.travel(clock.now() + timedelta(seconds=31), tick=True):
            assert actions.due_rooms(clock.now()) == ([first], None)
            assert actions.finish_room(actor=CLOCK, room_id=first)
            assert not actions.finish_room(actor=CLOCK, room_id=first)
        assert rooms(inside) == [second]
        assert None not in {inside.room_of(each) for each in people}

    def test_a_room_that_was_kept_stays(self, inside: Inside, people: list[Person]) -> None:
        first, second = rooms(inside)
        inside.run(actions.close_room, room_id=first, seconds=30)
        inside.run(actions.keep_room, room_id=first)
        with time_machine.travel(clock.now() + timedelta(seconds=31), tick=True):
            assert actions.due_rooms(clock.now()) == ([], None)
        assert rooms(inside) == [first, second]

    def test_the_last_room_is_closed_with_the_round(
        self, inside: Inside, people: list[Person]
    ) -> None:
        first, second = rooms(inside)
        inside.run(actions.close_room, room_id=first, seconds=30)
        with pytest.raises(LastRoom):
            inside.run(actions.close_room, room_id=second, seconds=30)

    @pytest.mark.parametrize("which", ["plenary", "unknown", "into itself"])
    def test_only_a_room_of_the_round_closes_alone(
        self, inside: Inside, people: list[Person], which: str
    ) -> None:
        first = rooms(inside)[0]
        room = {"plenary": inside.plenary, "unknown": uuid4()}.get(which, first)
        to = first if which == "into itself" else None
        with pytest.raises(NotFound):
            inside.run(actions.close_room, room_id=room, seconds=0, to=to)

    def test_participants_change_no_room(self, inside: Inside, people: list[Person]) -> None:
        first, actor = rooms(inside)[0], inside.actor(people[0])
        for act, given in (
            (actions.add_room, {}),
            (actions.change_prompt, {"room_id": first, "prompt": "Mine"}),
            (actions.close_room, {"room_id": first, "seconds": 0}),
            (actions.keep_room, {"room_id": first}),
            (actions.pause_timer, {"paused": True}),
        ):
            with pytest.raises(Refused):
                act(actor=actor, part_id=inside.part_id, **given)


class TestOverview:
    def test_hands_of_all_rooms_stand_in_their_order(
        self, inside: Inside, people: list[Person]
    ) -> None:
        order = [people[2], people[0], people[3]]
        for each in order:
            room_id = inside.room_of(each)
            assert room_id is not None
            actions.raise_hand(actor=inside.actor(each), room_id=room_id, raised=True)
        hands = console_view(inside.picture()).hands
        assert [hand.person_id for hand in hands] == [each.id for each in order]
        assert [hand.room_id for hand in hands] == [inside.room_of(each) for each in order]
