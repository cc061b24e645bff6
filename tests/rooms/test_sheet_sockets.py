"""The run sheet on the wire: who sees what of it, and what a press does in every browser."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from exchange.accounts.models import Person
from exchange.core.db import scope_of
from exchange.rooms import actions
from tests.rooms.conftest import Browser, Exchange1
from tests.rooms.sheets import breakout, plenary

Open = Callable[[Person], Browser]


@pytest.fixture
def fay(browser: Open, exchange: Exchange1) -> Browser:
    """The facilitator, inside."""
    fay = browser(exchange.facilitator)
    fay.enter()
    return fay


@pytest.fixture
def ann(browser: Open, exchange: Exchange1) -> Browser:
    """A participant, inside."""
    ann = browser(exchange.person("Ann"))
    ann.enter()
    return ann


def room(browser: Browser) -> str:
    return str(browser.enter()["place"]["room"])


@pytest.fixture
def steps(exchange: Exchange1) -> list[str]:
    """A run sheet of three steps: their ids."""
    staff = exchange.world.actor(exchange.world.staff())
    contents = (plenary("Welcome", prompt="Who are you?"), breakout("Talk"), plenary("Harvest"))
    with scope_of(exchange.world.database):
        return [
            actions.add_step(actor=staff, part_id=exchange.part_id, content=content).id.hex
            for content in contents
        ]


def test_everybody_sees_the_step_and_facilitators_the_sheet(
    ann: Browser, fay: Browser, steps: list[str]
) -> None:
    assert fay.ask("go_to_step", part=fay.part, step=steps[0], seen=0)["ok"]
    assert ann.heard("room")[-1]["step"]["prompt"] == "Who are you?"
    assert "sheet" not in ann.enter()["room"]
    sheet = fay.heard("console")[-1]["sheet"]
    assert (sheet["current"], sheet["back"], sheet["next"]) == (steps[0], None, steps[1])
    assert [step["title"] for step in sheet["steps"]] == ["Welcome", "Talk", "Harvest"]


def test_whoever_reconnects_sees_the_step(
    ann: Browser, fay: Browser, steps: list[str], browser: Open, exchange: Exchange1
) -> None:
    fay.ask("go_to_step", part=fay.part, step=steps[0], seen=0)
    ann.close()
    late = browser(exchange.person("Late"))
    assert late.enter()["room"]["step"]["id"] == steps[0]


def test_a_breakout_takes_people_to_their_rooms_and_back(
    ann: Browser, fay: Browser, steps: list[str]
) -> None:
    plenary_room = room(ann)
    fay.ask("go_to_step", part=fay.part, step=steps[1], seen=0)
    assert ann.heard("place")[-1]["room"] != plenary_room
    fay.ask("go_to_step", part=fay.part, step=steps[2], seen=0)
    assert ann.heard("room")[-1]["round"]["state"] == "closing"
    assert fay.heard("console")[-1]["sheet"]["waiting"] == steps[2]
    fay.ask("close_round", part=fay.part, seconds=0)
    assert ann.heard("place")[-1]["room"] == plenary_room
    assert ann.enter()["room"]["step"]["title"] == "Harvest"


def test_the_last_of_two_clashing_acts_is_told(
    fay: Browser, steps: list[str], browser: Open, exchange: Exchange1
) -> None:
    person = exchange.world.person("Ines")
    exchange.world.facilitator(person, exchange.event)
    ines = browser(person)
    seen = ines.enter()["console"]["version"]
    assert fay.ask("go_to_step", part=fay.part, step=steps[0], seen=seen)["ok"]
    answer = ines.ask("go_to_step", part=ines.part, step=steps[2], seen=seen)
    assert (answer["code"], answer["act"]["step"]) == ("clash", "Welcome")


def test_one_persons_presses_by_the_same_view_are_all_obeyed(
    fay: Browser, steps: list[str]
) -> None:
    seen = fay.enter()["console"]["version"]
    for event, data in (
        ("go_to_step", {"step": steps[1], "seen": seen}),
        ("go_to_step", {"step": steps[2], "seen": seen}),
        ("reprieve", {}),
        ("go_to_step", {"step": steps[2], "seen": seen}),
    ):
        assert fay.ask(event, part=fay.part, **data)["ok"]
    console = fay.heard("console")[-1]
    assert (console["round"]["state"], console["sheet"]["waiting"]) == ("closing", steps[2])
    assert [(act["who"], act["act"]) for act in console["acts"][:2]] == [
        ("Fay Facilitator", "round.closing"),
        ("Fay Facilitator", "sheet.step_waits"),
    ]


def test_facilitators_reach_no_step_of_another_event(
    fay: Browser, exchange: Exchange1, steps: list[str]
) -> None:
    world = exchange.world
    other = world.part(world.live_event()).id
    staff = world.actor(world.staff())
    with scope_of(world.database):
        step = actions.add_step(actor=staff, part_id=other, content=plenary("Elsewhere"))
    for id in (step.id.hex, uuid4().hex):
        answer = fay.ask("go_to_step", part=fay.part, step=id, seen=0)
        assert answer["code"] == "not_found"


def test_editors_that_are_open_hear_that_nothing_is_written(
    ann: Browser, fay: Browser, exchange: Exchange1
) -> None:
    staff = exchange.world.actor(exchange.world.staff())
    with scope_of(exchange.world.database):
        quiet, loud = (
            actions.add_step(
                actor=staff, part_id=exchange.part_id, content=plenary("S", notes=notes)
            ).id.hex
            for notes in (False, True)
        )
    here = room(ann)
    fay.ask("go_to_step", part=fay.part, step=quiet, seen=0)
    told = ann.everything()
    lock = next(each["args"][0] for each in told if each["name"] == "notes.lock")
    assert lock == {"room": here, "locked": True}
    view = next(each["args"][0] for each in told if each["name"] == "room")
    assert view["notes"]["paused"] is True
    assert ann.enter()["place"]["can"]["write_notes"] is False
    fay.ask("go_to_step", part=fay.part, step=loud, seen=0)
    assert ann.heard("notes.lock") == [{"room": here, "locked": False}]
