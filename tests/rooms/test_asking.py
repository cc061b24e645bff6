"""What is asked before a step: who is asked, what becomes of it, and the rooms that come of it."""

from collections import Counter
from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import func, select

from exchange.accounts.models import Person
from exchange.core.actor import system
from exchange.core.db import session
from exchange.core.decision import Refused
from exchange.rooms import actions
from exchange.rooms.asking import asked_next, seat_alike, seat_mixed, shares_of
from exchange.rooms.choosing import Sketch
from exchange.rooms.enums import Moved, Seating
from exchange.rooms.errors import NoSuchChoice
from exchange.rooms.messages import StepContent
from exchange.rooms.mixing import Guest
from exchange.rooms.models import SheetStep, StepAnswer
from exchange.rooms.queries import console_view, place_view, room_view
from exchange.rooms.runsheet import Fault, faults_of, faults_of_question
from tests.rooms.conftest import Inside
from tests.rooms.sheets import breakout, plenary

PEOPLE = [UUID(int=number) for number in range(1, 13)]
GUESTS = [Guest(person) for person in PEOPLE]
CHANCE = Random(3)


def topics(per_room: int | None = None) -> StepContent:
    listed = "Budgets | First?\nHousing"
    return breakout("Talk", Seating.BY_TOPIC, None, per_room=per_room, topics=listed)


def question(*, gather: bool) -> StepContent:
    asked = {"question": "How far are you?", "answers": "Not begun\nDone", "gather": gather}
    return breakout("Learn", Seating.BY_ANSWER, 2, **asked)


class TestShares:
    def test_a_topic_that_too_many_want_has_two_rooms_and_one_that_nobody_wants_none(self) -> None:
        answers = dict.fromkeys(PEOPLE[:7], 0) | dict.fromkeys(PEOPLE[7:9], 2)
        shares = shares_of(answers, PEOPLE, 3, most=4)
        assert shares.options == (0, 0, 2)
        named = shares.named([Sketch("A", "about"), Sketch("B"), Sketch("C")])
        assert named == [Sketch("A 1", "about"), Sketch("A 2", "about"), Sketch("C")]

    def test_without_an_answer_every_topic_has_a_room(self) -> None:
        assert shares_of({}, PEOPLE, 3, most=4).options == (0, 1, 2)

    def test_who_has_gone_counts_no_more(self) -> None:
        answers = dict.fromkeys(PEOPLE, 0)
        assert shares_of(answers, PEOPLE[:4], 2, most=4).options == (0,)

    def test_alike_sit_together_evenly_and_the_others_where_fewest_are(self) -> None:
        answers = dict.fromkeys(PEOPLE[:7], 0) | dict.fromkeys(PEOPLE[7:9], 1)
        rooms = [(UUID(int=91), 0), (UUID(int=92), 0), (UUID(int=93), 1)]
        seating = seat_alike(GUESTS, answers, rooms, CHANCE)
        assert all(seating[who] in (rooms[0][0], rooms[1][0]) for who in PEOPLE[:7])
        assert all(seating[who] == rooms[2][0] for who in PEOPLE[7:9])
        assert sorted(Counter(seating.values()).values()) == [4, 4, 4]

    def test_different_answers_meet(self) -> None:
        answers = {who: number % 3 for number, who in enumerate(PEOPLE)}
        rooms = [UUID(int=number) for number in range(91, 95)]
        seating = seat_mixed(GUESTS, answers, rooms, CHANCE)
        for room in rooms:
            assert {answers[who] for who in PEOPLE if seating[who] == room} == {0, 1, 2}


class TestSheets:
    def test_what_comes_next_is_asked(self) -> None:
        def step(number: int, seating: Seating | None) -> SheetStep:
            return SheetStep(id=UUID(int=number), seating=seating or "", topics="", answers="")

        steps = [
            step(1, None),
            step(2, Seating.BY_TOPIC),
            step(3, None),
            step(4, Seating.BY_ANSWER),
        ]
        found = [asked_next(steps, current) for current in (None, *(each.id for each in steps))]
        assert found == [steps[1], steps[1], steps[3], steps[3], None]

    @pytest.mark.parametrize(
        ("seating", "text", "answers", "faults"),
        [
            ("by_answer", "Q?", "A\nB", {}),
            ("by_answer", "", "A\nB", {"question": Fault.NO_QUESTION}),
            ("by_answer", "Q?", "A", {"answers": Fault.BAD_ANSWERS}),
            ("by_answer", "Q?", "A\nA", {"answers": Fault.BAD_ANSWERS}),
            ("by_answer", "Q?", "\n".join("ABCDEFG"), {"answers": Fault.BAD_ANSWERS}),
            ("by_answer", "Q?", f"A\n{'b' * 121}", {"answers": Fault.BAD_ANSWERS}),
            ("random", "Q?", "", {"question": Fault.NO_QUESTION_HERE}),
            ("random", "", "", {}),
        ],
    )
    def test_a_question_has_two_to_six_answers(
        self, seating: str, text: str, answers: str, faults: dict[str, Fault]
    ) -> None:
        assert faults_of_question(seating, text, answers) == faults

    def test_topics_are_named(self) -> None:
        assert faults_of("breakout", "by_topic", 3, None) == {"topics": Fault.NO_SIZE}
        assert faults_of("breakout", "by_topic", None, 4, "A\nB") == {}


class Asked:
    """Five people in a part before whose next step something is asked."""

    def __init__(self, inside: Inside, content: StepContent) -> None:
        self.inside = inside
        self.people = [inside.exchange.person(f"Person {n}") for n in range(5)]
        inside.enter(*self.people)
        self.step = inside.run(actions.add_step, content=content).id

    def answer(self, person: Person, choice: int) -> None:
        room = self.inside.room_of(person)
        assert room is not None
        actor = self.inside.actor(person)
        actions.answer_step(actor=actor, room_id=room, step_id=self.step, choice=choice)

    def go(self) -> None:
        seen = self.inside.picture().version
        self.inside.run(actions.go_to_step, step_id=self.step, seen=seen)

    def kept(self) -> int:
        return session().scalar(select(func.count()).select_from(StepAnswer)) or 0


class TestAnswering:
    def test_topics_open_rooms_for_those_who_want_them(self, inside: Inside) -> None:
        asked = Asked(inside, topics(per_room=2))
        for person, choice in zip(asked.people, (0, 0, 0, 1, 1), strict=True):
            asked.answer(person, choice)
        asked.go()
        rooms = {room.id: room for room in inside.picture().breakouts}
        names = [rooms[inside.room_of(p)].name for p in asked.people]  # type: ignore[index]
        assert sorted(names[:3]) in (
            ["Budgets 1", "Budgets 1", "Budgets 2"],
            ["Budgets 1", "Budgets 2", "Budgets 2"],
        )
        assert names[3:] == ["Housing", "Housing"]
        assert rooms[inside.room_of(asked.people[0])].prompt == "First?"  # type: ignore[index]

    @pytest.mark.parametrize("gather", [False, True])
    def test_answers_mix_or_gather(self, inside: Inside, gather: bool) -> None:
        asked = Asked(inside, question(gather=gather))
        for person, choice in zip(asked.people[:4], (0, 0, 1, 1), strict=True):
            asked.answer(person, choice)
        asked.go()
        first, second, third, fourth = map(inside.room_of, asked.people[:4])
        assert (first == second) is (third == fourth) is gather
        assert {room.name for room in inside.picture().breakouts} == {"1", "2"}

    def test_the_question_is_shown_to_all_and_no_answer_to_anybody(self, inside: Inside) -> None:
        asked = Asked(inside, question(gather=True))
        asked.answer(asked.people[0], 1)
        picture = inside.picture()
        shown = room_view(picture, picture.rooms[0]).payload()["asking"]
        assert shown == console_view(picture).payload()["asking"]
        assert shown == {
            "step": asked.step.hex,
            "seating": "by_answer",
            "question": "How far are you?",
            "options": [{"name": "Not begun", "about": ""}, {"name": "Done", "about": ""}],
            "answered": 1,
        }
        for person, answered in zip(asked.people[:2], (True, False), strict=True):
            assert place_view(picture, person.id, Moved.ENTERED).answered is answered
        sealed = session().scalars(select(StepAnswer)).one().sealed
        assert len(sealed) > 16
        assert sealed != b"1"

    def test_an_answer_may_change_until_the_step_begins(self, inside: Inside) -> None:
        asked = Asked(inside, question(gather=True))
        asked.answer(asked.people[0], 1)
        asked.answer(asked.people[0], 0)
        assert asked.kept() == 1
        with pytest.raises(NoSuchChoice):
            asked.answer(asked.people[0], 2)
        asked.go()
        with pytest.raises(Refused, match="not asked any more"):
            asked.answer(asked.people[0], 1)

    def test_facilitators_are_not_asked(self, inside: Inside) -> None:
        asked = Asked(inside, question(gather=True))
        inside.enter(inside.exchange.facilitator)
        with pytest.raises(Refused, match="Facilitators"):
            asked.answer(inside.exchange.facilitator, 0)

    def test_answers_are_forgotten_with_the_step_and_when_the_part_closes(
        self, inside: Inside
    ) -> None:
        asked = Asked(inside, question(gather=True))
        asked.answer(asked.people[0], 1)
        inside.run(actions.remove_step, step_id=asked.step)
        assert asked.kept() == 0
        asked.step = inside.run(actions.add_step, content=question(gather=True)).id
        asked.answer(asked.people[0], 1)
        inside.run(actions.close_part)
        assert asked.kept() == 0

    def test_they_are_forgotten_a_week_after_a_part_that_nobody_closed(
        self, inside: Inside
    ) -> None:
        asked = Asked(inside, question(gather=True))
        asked.answer(asked.people[0], 1)
        ends = inside.picture().part.ends_at
        for days, kept in ((6, 1), (8, 0)):
            with time_machine.travel(ends + timedelta(days=days), tick=True):
                actions.forget_old_answers(actor=system("sweep"))
            assert asked.kept() == kept

    def test_nothing_is_asked_without_such_a_step(self, inside: Inside) -> None:
        asked = Asked(inside, plenary("Welcome"))
        assert inside.picture().asking is None
        with pytest.raises(Refused):
            asked.answer(asked.people[0], 0)
