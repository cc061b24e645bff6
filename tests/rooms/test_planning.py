"""Planning by actions: what is added, changed, moved and removed, by whom, and what is refused."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from exchange.audit.models import AuditEntry
from exchange.core.actor import Actor
from exchange.core.db import session
from exchange.core.errors import NotFound
from exchange.events.actions import change_event
from exchange.events.errors import BrokenFile, PartInUse
from exchange.events.queries import content_of
from exchange.rooms import actions
from exchange.rooms.errors import NameTaken, NothingToSave, SheetFull, StepRunning
from exchange.rooms.models import Method, SheetStep
from exchange.rooms.queries import content_of as written
from exchange.rooms.queries import methods, sheets_to_copy, steps_of
from exchange.rooms.schemas import read_methods
from exchange.web.application import Exchange
from tests.rooms.conftest import Exchange1, Inside
from tests.rooms.sheets import PAIRS, breakout, plenary


def titles(part_id: UUID) -> list[str]:
    return [step.title for step in steps_of(part_id)]


def tags() -> list[str]:
    return list(session().scalars(select(AuditEntry.tag).order_by(AuditEntry.seq)))


@pytest.fixture
def abc(inside: Inside) -> list[SheetStep]:
    """A sheet of three steps."""
    return [inside.run(actions.add_step, content=plenary(title)) for title in "ABC"]


class TestSteps:
    def test_steps_stand_in_the_order_in_which_they_were_added(
        self, inside: Inside, abc: list[SheetStep]
    ) -> None:
        assert titles(inside.part_id) == ["A", "B", "C"]
        assert tags()[-3:] == ["sheet.step_added"] * 3

    def test_a_changed_step_says_which_fields_and_no_words(
        self, inside: Inside, abc: list[SheetStep]
    ) -> None:
        content = plenary("A secret word", 7, chat=False)
        inside.run(actions.change_step, step_id=abc[0].id, content=content)
        entry = session().scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
        assert entry is not None
        assert entry.facts["fields"] == ["title", "minutes", "chat"]
        assert "secret" not in str(entry.facts)
        assert titles(inside.part_id)[0] == "A secret word"

    def test_saving_a_step_as_it_is_records_nothing(
        self, inside: Inside, abc: list[SheetStep]
    ) -> None:
        before = tags()
        inside.run(actions.change_step, step_id=abc[0].id, content=plenary("A"))
        assert tags() == before

    @pytest.mark.parametrize(
        ("to", "order"), [(1, "CAB"), (2, "ACB"), (3, "ABC"), (99, "ABC"), (-1, "CAB")]
    )
    def test_a_step_moves_to_any_place(
        self, inside: Inside, abc: list[SheetStep], to: int, order: str
    ) -> None:
        inside.run(actions.move_step, step_id=abc[2].id, to=to)
        assert titles(inside.part_id) == list(order)

    def test_a_removed_step_leaves_the_others_in_order(
        self, inside: Inside, abc: list[SheetStep]
    ) -> None:
        inside.run(actions.remove_step, step_id=abc[1].id)
        inside.run(actions.add_step, content=plenary("D"))
        assert titles(inside.part_id) == ["A", "C", "D"]
        assert "sheet.step_removed" in tags()

    def test_a_step_of_another_part_is_not_there(
        self, inside: Inside, abc: list[SheetStep]
    ) -> None:
        world = inside.exchange.world
        other = world.part(world.event()).id
        staff = world.actor(world.staff())
        elsewhere = actions.add_step(actor=staff, part_id=other, content=plenary("Elsewhere"))
        for act, more in (
            (actions.change_step, {"content": plenary("Mine")}),
            (actions.move_step, {"to": 1}),
            (actions.remove_step, {}),
        ):
            with pytest.raises(NotFound):
                inside.run(act, step_id=elsewhere.id, **more)
        assert titles(other) == ["Elsewhere"]

    def test_a_sheet_has_an_end(self, inside: Inside) -> None:
        long = replace(PAIRS, steps=tuple(plenary(str(n)) for n in range(60)))
        actions.import_methods(actor=inside.exchange.world.system(), methods=[long])
        method = methods()[0]
        inside.run(actions.apply_method, method_id=method.id)
        with pytest.raises(SheetFull):
            inside.run(actions.apply_method, method_id=method.id)
        assert len(steps_of(inside.part_id)) == 60

    def test_a_part_with_a_plan_cannot_be_taken_out_of_its_event(
        self, app: Exchange, scope: object, exchange: Exchange1
    ) -> None:
        staff = exchange.world.actor(exchange.world.staff())
        event = exchange.world.event()
        part = exchange.world.part(event)
        actions.add_step(actor=staff, part_id=part.id, content=plenary("A"))
        content = replace(content_of(event), parts=(), interest_before_dates=True)
        with pytest.raises(PartInUse):
            change_event(actor=staff, event_id=event.id, content=content)


class TestRunning:
    @pytest.fixture
    def running(self, inside: Inside, abc: list[SheetStep]) -> SheetStep:
        inside.run(actions.go_to_step, step_id=abc[0].id, seen=0)
        return abc[0]

    def test_the_words_of_a_step_that_runs_may_change(
        self, inside: Inside, running: SheetStep
    ) -> None:
        content = plenary("A, made plain", prompt="Once more")
        inside.run(actions.change_step, step_id=running.id, content=content)
        assert titles(inside.part_id)[0] == "A, made plain"

    @pytest.mark.parametrize("change", [{"minutes": 9}, {"chat": False}, {"notes": False}])
    def test_how_it_runs_may_not(
        self, inside: Inside, running: SheetStep, change: dict[str, Any]
    ) -> None:
        with pytest.raises(StepRunning):
            inside.run(
                actions.change_step,
                step_id=running.id,
                content=replace(plenary("A"), **change),
            )

    def test_it_cannot_be_removed_until_the_doors_have_closed(
        self, inside: Inside, running: SheetStep
    ) -> None:
        with pytest.raises(StepRunning):
            inside.run(actions.remove_step, step_id=running.id)
        inside.run(actions.close_part)
        inside.run(actions.remove_step, step_id=running.id)
        assert titles(inside.part_id) == ["B", "C"]
        inside.run(actions.open_part)
        live = inside.picture().live
        assert live is not None
        assert live.step_id is None

    def test_it_may_move(self, inside: Inside, running: SheetStep) -> None:
        inside.run(actions.move_step, step_id=running.id, to=3)
        assert titles(inside.part_id) == ["B", "C", "A"]


class TestMethodsAndCopies:
    @pytest.fixture
    def pairs(self, inside: Inside) -> Method:
        actions.import_methods(actor=inside.exchange.world.system(), methods=[PAIRS])
        return methods()[0]

    def test_a_method_adds_its_steps_at_the_end(
        self, inside: Inside, abc: list[SheetStep], pairs: Method
    ) -> None:
        assert inside.run(actions.apply_method, method_id=pairs.id) == 2
        assert titles(inside.part_id) == ["A", "B", "C", "Think", "Talk"]
        assert steps_of(inside.part_id)[-1].per_room == 2

    def test_a_sheet_is_kept_as_a_method_and_comes_back_the_same(self, inside: Inside) -> None:
        with pytest.raises(NothingToSave):
            inside.run(actions.save_as_method, name="Nothing")
        contents = [plenary("A", prompt="Why?"), breakout("B", headings="One\nTwo", chat=False)]
        for content in contents:
            inside.run(actions.add_step, content=content)
        method = inside.run(actions.save_as_method, name="Our way", about="As in May")
        inside.run(actions.apply_method, method_id=method.id)
        made = steps_of(inside.part_id)
        assert [written(step) for step in made] == contents * 2
        with pytest.raises(NameTaken):
            inside.run(actions.save_as_method, name="Our Way!")

    def test_an_import_makes_changes_and_leaves_alone(self, inside: Inside, pairs: Method) -> None:
        system = inside.exchange.world.system()

        def verbs(content: Any) -> list[tuple[str, tuple[str, ...]]]:
            changes = actions.import_methods(actor=system, methods=[content])
            return [(change.verb, change.fields) for change in changes]

        assert verbs(PAIRS) == [("unchanged", ())]
        assert verbs(replace(PAIRS, about="Short")) == [("changed", ("about",))]
        shorter = replace(PAIRS, about="Short", steps=PAIRS.steps[:1])
        assert verbs(shorter) == [("changed", ("steps",))]
        with pytest.raises(NameTaken):
            verbs(replace(PAIRS, slug="other"))

    def test_what_a_file_writes_wrong_is_named_by_its_path(self) -> None:
        step = {"kind": "breakout", "title": "Talk", "minutes": 0, "colour": "red"}
        step |= {"seating": "random"}
        lone = {"kind": "plenary", "title": "All", "minutes": 5, "rooms": 3}
        raw = [{"slug": "x", "name": "X", "language": "en", "steps": [step, lone]}]
        with pytest.raises(BrokenFile) as caught:
            read_methods(raw)
        assert set(caught.value.problems) == {
            "methods[0].steps[0].minutes: must be a whole number, 1 to 480.",
            "methods[0].steps[0].colour: is not a key that is known here.",
            "methods[0].steps[0].rooms: is missing: give rooms, or per_room.",
            "methods[0].steps[1].rooms: belongs to breakout steps alone.",
        }
        for wrong in ("methods", {"slug": "x"}, [7]):
            with pytest.raises(BrokenFile):
                read_methods(wrong)

    def test_methods_are_removed_by_staff_and_sheets_stay(
        self, inside: Inside, pairs: Method
    ) -> None:
        inside.run(actions.apply_method, method_id=pairs.id)
        with pytest.raises(Exception, match="staff"):
            actions.remove_method(actor=inside.facilitator, method_id=pairs.id)
        staff = inside.exchange.world.actor(inside.exchange.world.staff())
        actions.remove_method(actor=staff, method_id=pairs.id)
        assert methods() == []
        assert titles(inside.part_id) == ["Think", "Talk"]

    def test_a_sheet_is_copied_from_a_part_that_the_actor_may_plan(
        self, inside: Inside, abc: list[SheetStep]
    ) -> None:
        world = inside.exchange.world
        own, others = world.event(), world.event()
        world.facilitator(inside.exchange.facilitator, own)
        staff = world.actor(world.staff())
        mine, theirs = world.part(own).id, world.part(others).id
        for part_id in (mine, theirs):
            actions.add_step(actor=staff, part_id=part_id, content=plenary("Copied"))
        offered = [each.part.id for each in sheets_to_copy(inside.facilitator, inside.part_id)]
        assert offered == [mine]
        assert inside.run(actions.copy_sheet, from_part_id=mine) == 1
        assert titles(inside.part_id) == ["A", "B", "C", "Copied"]
        with pytest.raises(NotFound):
            inside.run(actions.copy_sheet, from_part_id=theirs)
        empty = world.part(world.event()).id
        with pytest.raises(NothingToSave):
            actions.copy_sheet(actor=staff, part_id=inside.part_id, from_part_id=empty)


ACTS: list[tuple[Callable[..., Any], dict[str, Any]]] = [
    (actions.add_step, {"content": plenary("X")}),
    (actions.change_step, {"step_id": uuid4(), "content": plenary("X")}),
    (actions.move_step, {"step_id": uuid4(), "to": 1}),
    (actions.remove_step, {"step_id": uuid4()}),
    (actions.apply_method, {"method_id": uuid4()}),
    (actions.save_as_method, {"name": "X"}),
    (actions.copy_sheet, {"from_part_id": uuid4()}),
]


@pytest.mark.parametrize(("act", "more"), ACTS)
def test_nobody_else_plans(
    inside: Inside, abc: list[SheetStep], act: Callable[..., Any], more: dict[str, Any]
) -> None:
    world = inside.exchange.world
    elsewhere = world.person("Facilitator elsewhere")
    world.facilitator(elsewhere, world.event())
    outsiders: list[Actor] = [world.actor(inside.exchange.person("Ann")), world.actor(elsewhere)]
    for actor in outsiders:
        with pytest.raises(NotFound):
            act(actor=actor, part_id=inside.part_id, **more)
    assert titles(inside.part_id) == ["A", "B", "C"]


def test_network_staff_plan_without_being_facilitators(inside: Inside, exchange: Exchange1) -> None:
    staff = exchange.world.actor(exchange.world.staff())
    actions.add_step(actor=staff, part_id=inside.part_id, content=plenary("By staff"))
    assert titles(inside.part_id) == ["By staff"]
