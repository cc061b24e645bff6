"""Rooms that people choose: the last place, the lock, who waits; and how steps name rooms."""

from typing import Any
from uuid import UUID

import pytest

from exchange.accounts.models import Person
from exchange.core.decision import Refused
from exchange.core.errors import NotFound
from exchange.rooms import actions
from exchange.rooms.choosing import Sketch, sketches, well_named
from exchange.rooms.enums import Seating
from exchange.rooms.errors import NobodyChooses
from exchange.rooms.queries import room_view
from exchange.rooms.runsheet import Fault, faults_of
from tests.rooms.conftest import Inside
from tests.rooms.sheets import breakout

TWO = (Sketch("Budgets", "Where first?"), Sketch("Housing"))


class TestNames:
    def test_a_line_is_a_room_and_a_bar_parts_name_from_words(self) -> None:
        text = " Budgets |  Where\tfirst? | Really\n\nHousing"
        assert sketches(text) == [Sketch("Budgets", "Where first? | Really"), Sketch("Housing")]

    @pytest.mark.parametrize(
        ("text", "fits"),
        [
            ("A\nB", True),
            ("A", False),
            ("A\na", False),
            ("A\n| about", False),
            (f"A\n{'b' * 61}", False),
            (f"A\nB | {'b' * 501}", False),
            ("\n".join(map(str, range(41))), False),
        ],
    )
    def test_two_rooms_or_more_each_with_a_name_of_its_own(self, text: str, fits: bool) -> None:
        assert well_named(sketches(text), 40) is fits

    @pytest.mark.parametrize(
        ("seating", "rooms", "per_room", "topics", "faults"),
        [
            ("self_chosen", None, 6, "A\nB", {}),
            ("self_chosen", 3, 6, "", {}),
            ("self_chosen", None, 6, "", {"topics": Fault.NO_SIZE}),
            ("self_chosen", 3, None, "A\nB", {"rooms": Fault.NAMES_AND_NUMBER}),
            ("self_chosen", None, None, "A", {"topics": Fault.BAD_NAMES}),
            ("random", 3, None, "A\nB", {"topics": Fault.NO_NAMES_HERE}),
        ],
    )
    def test_a_step_names_its_rooms_or_counts_them(
        self, seating: str, rooms: Any, per_room: Any, topics: str, faults: dict[str, Fault]
    ) -> None:
        assert faults_of("breakout", seating, rooms, per_room, topics) == faults

    def test_other_steps_name_no_rooms(self) -> None:
        assert faults_of("plenary", "", None, None, "A\nB") == {"topics": Fault.NO_ROOMS_HERE}


class Choosers:
    """Three people, and two rooms of which each takes two."""

    def __init__(self, inside: Inside) -> None:
        self.inside = inside
        self.ann, self.ben, self.cat = (inside.exchange.person(n) for n in ("Ann", "Ben", "Cat"))
        inside.enter(self.ann, self.ben, self.cat)
        wanted = {"rooms": 2, "seating": Seating.SELF_CHOSEN, "sketches": TWO, "most": 2}
        inside.run(actions.open_round, **wanted)
        self.first, self.second = (each.id for each in inside.picture().breakouts)

    def choose(self, person: Person, to: UUID | None, *, here: UUID | None = None) -> None:
        here = here or self.inside.room_of(person)
        assert here is not None
        actions.choose_room(actor=self.inside.actor(person), room_id=here, to=to)


@pytest.fixture
def choosers(inside: Inside) -> Choosers:
    return Choosers(inside)


class TestChoosing:
    def test_all_wait_in_the_plenary_and_see_names_words_and_what_is_left(
        self, choosers: Choosers, inside: Inside
    ) -> None:
        assert {inside.room_of(p) for p in (choosers.ann, choosers.ben)} == {inside.plenary}
        choosers.choose(choosers.ann, choosers.first)
        picture = inside.picture()
        shown = room_view(picture, picture.rooms[0]).payload()["choices"]
        assert [(c["name"], c["prompt"], c["people"], c["capacity"]) for c in shown] == [
            ("Budgets", "Where first?", 1, 2),
            ("Housing", "", 0, 2),
        ]
        assert "Ann" not in str(shown)

    def test_they_change_rooms_and_go_back_to_the_plenary(
        self, choosers: Choosers, inside: Inside
    ) -> None:
        for to in (choosers.first, choosers.second, None):
            choosers.choose(choosers.ann, to)
            assert inside.room_of(choosers.ann) == (to or inside.plenary)

    def test_a_full_room_takes_nobody_until_somebody_goes(self, choosers: Choosers) -> None:
        choosers.choose(choosers.ann, choosers.first)
        choosers.choose(choosers.ben, choosers.first)
        with pytest.raises(Refused, match="full"):
            choosers.choose(choosers.cat, choosers.first)
        choosers.choose(choosers.ann, choosers.second)
        choosers.choose(choosers.cat, choosers.first)

    def test_a_facilitator_seats_people_in_a_full_room_too(
        self, choosers: Choosers, inside: Inside
    ) -> None:
        choosers.choose(choosers.ann, choosers.first)
        choosers.choose(choosers.ben, choosers.first)
        inside.run(actions.seat, person_ids=[choosers.cat.id], room_id=choosers.first)
        assert inside.room_of(choosers.cat) == choosers.first

    def test_the_lock_holds_people_and_not_the_facilitator(
        self, choosers: Choosers, inside: Inside
    ) -> None:
        choosers.choose(choosers.ann, choosers.first)
        inside.run(actions.lock_moves, locked=True)
        with pytest.raises(Refused, match="no longer"):
            choosers.choose(choosers.ann, choosers.second)
        inside.run(actions.seat, person_ids=[choosers.ann.id], room_id=choosers.second)
        inside.run(actions.lock_moves, locked=False)
        choosers.choose(choosers.ann, choosers.first)

    def test_rooms_of_another_seating_are_not_chosen_or_locked(self, inside: Inside) -> None:
        ann = inside.exchange.person("Ann")
        inside.enter(ann)
        inside.run(actions.open_round, rooms=2, seating=Seating.BY_HAND)
        to = inside.picture().breakouts[0].id
        with pytest.raises(Refused, match="do not choose"):
            actions.choose_room(actor=inside.actor(ann), room_id=inside.plenary, to=to)
        with pytest.raises(NobodyChooses):
            inside.run(actions.lock_moves, locked=True)

    def test_whoever_was_moved_meanwhile_chooses_from_where_they_are(
        self, choosers: Choosers, inside: Inside
    ) -> None:
        before = inside.plenary
        inside.run(actions.seat, person_ids=[choosers.ann.id], room_id=choosers.first)
        with pytest.raises(NotFound):
            choosers.choose(choosers.ann, choosers.second, here=before)

    def test_whoever_comes_late_waits_and_whoever_comes_back_finds_their_room(
        self, choosers: Choosers, inside: Inside
    ) -> None:
        dan = inside.exchange.person("Dan")
        inside.enter(dan)
        assert inside.room_of(dan) == inside.plenary
        choosers.choose(choosers.ann, choosers.second)
        inside.enter(choosers.ann)
        assert inside.room_of(choosers.ann) == choosers.second

    def test_a_step_opens_the_rooms_that_it_names(self, inside: Inside) -> None:
        content = breakout(
            "Choose",
            Seating.SELF_CHOSEN,
            rooms=None,
            per_room=3,
            topics="Budgets | First?\nHousing",
        )
        step = inside.run(actions.add_step, content=content)
        inside.run(actions.go_to_step, step_id=step.id, seen=0)
        opened = inside.picture().breakouts
        assert [(r.name, r.prompt, r.capacity) for r in opened] == [
            ("Budgets", "First?", 3),
            ("Housing", "", 3),
        ]
