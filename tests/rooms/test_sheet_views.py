"""The pages on which a part is planned: for facilitators and staff, nothing typed is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from exchange.accounts.models import Person
from exchange.core.db import scope_of
from exchange.rooms import actions
from exchange.rooms.enums import Voices
from exchange.rooms.messages import StepContent
from exchange.rooms.models import SheetStep
from exchange.rooms.queries import methods, steps_of
from exchange.web.application import Exchange
from tests.rooms.conftest import Exchange1
from tests.rooms.sheets import PAIRS, breakout, plenary

SignIn = Callable[[FlaskClient, Person], FlaskClient]
WRITTEN = {"title": "Welcome", "minutes": "10", "prompt": "Who are you?", "allows": ["chat"]}
ROOMED = {**WRITTEN, "seating": "random", "rooms": "3"}


@pytest.fixture
def fay(exchange: Exchange1, client: FlaskClient, sign_in: SignIn) -> FlaskClient:
    """The facilitator's browser."""
    return sign_in(client, exchange.facilitator)


@pytest.fixture
def sheet(exchange: Exchange1) -> str:
    return f"/live/{exchange.part_id.hex}/sheet"


@pytest.fixture
def plan(exchange: Exchange1) -> Callable[..., list[SheetStep]]:
    """Put steps into the sheet, and give all that stand there."""
    staff = exchange.world.actor(exchange.world.staff())

    def do(*contents: StepContent) -> list[SheetStep]:
        with scope_of(exchange.world.database):
            for content in contents:
                actions.add_step(actor=staff, part_id=exchange.part_id, content=content)
            return list(steps_of(exchange.part_id))

    return do


def test_an_empty_sheet_says_how_to_begin(fay: FlaskClient, sheet: str) -> None:
    page = fay.get(sheet).text
    assert "No steps yet" in page
    assert "Add a method" in page


def test_the_timeline_counts_from_the_parts_start(
    fay: FlaskClient, sheet: str, exchange: Exchange1, plan: Any
) -> None:
    plan(plenary("Welcome", 10), breakout("Talk", rooms=None, per_room=3, minutes=200))
    page = fay.get(sheet).text
    assert "The steps take 210 min: 30 min longer than the part." in page
    assert "Too long" in page
    assert "3 people in each room" in page
    assert "At random, colleagues kept apart" in page


def test_sheet_and_rehearsal_say_whose_voices_count(
    fay: FlaskClient, sheet: str, plan: Any
) -> None:
    plan(*(breakout(f"Talk, {voices}", voices=voices.value) for voices in Voices))
    rehearsal = f"{sheet}/rehearsal?who=invented&people=6&each=2"
    pages = (fay.get(sheet), *(fay.get(f"{rehearsal}&step={step}") for step in (1, 2, 3)))
    assert [page.status_code for page in pages] == [200] * 4
    for words in ("Questions only:", "Turned away:", "Silence: nobody"):
        assert words in pages[0].text
        assert sum(words in page.text for page in pages[1:]) == 1


def test_a_step_is_written_changed_moved_and_removed(
    fay: FlaskClient, sheet: str, plan: Any
) -> None:
    assert "What kind of step is it?" in fay.get(f"{sheet}/steps/new").text
    assert fay.post(f"{sheet}/steps/new?kind=breakout", data=ROOMED).status_code == 303
    plan(plenary("Harvest"))
    first, second = plan()
    assert (first.seating, first.rooms, first.chat, first.hands) == ("random", 3, True, False)
    address = f"{sheet}/steps/{first.id}"
    assert 'value="Welcome"' in fay.get(address).text
    fay.post(address, data={**ROOMED, "title": "Small rooms", "headings": " One \n\nTwo"})
    changed = plan()[0]
    assert (changed.title, changed.headings) == ("Small rooms", "One\nTwo")
    moved = fay.post(f"{address}/move", data={"to": "2"})
    assert moved.location == f"{sheet}#step-{first.id.hex}"
    assert [step.title for step in plan()] == ["Harvest", "Small rooms"]
    assert "Remove “Harvest”?" in fay.get(f"{sheet}/steps/{second.id}/remove").text
    fay.post(f"{sheet}/steps/{second.id}/remove")
    assert [step.title for step in plan()] == ["Small rooms"]


@pytest.mark.parametrize(
    ("kind", "field", "value", "said"),
    [
        ("plenary", "title", "", "Fill this in."),
        ("plenary", "title", "x" * 121, "This is too long."),
        ("plenary", "minutes", "0", "Give whole minutes, 1 to 480."),
        ("plenary", "minutes", "soon", "Minutes"),
        ("plenary", "prompt", "x" * 501, "This is too long."),
        ("plenary", "material", "a\0b", "A character was sent that no text holds"),
        ("plenary", "allows", "dancing", "What it allows"),
        ("breakout", "seating", "alphabet", "Who sits where"),
        ("breakout", "rooms", "", "Give a number of rooms, or of people in each room."),
        ("breakout", "rooms", "41", "Give a whole number, 1 to 40."),
        ("breakout", "per_room", "1", "Give a whole number, 2 to 40."),
        ("breakout", "per_room", "4", "Give rooms or people in each room, not both."),
    ],
)
def test_a_mistake_is_named_and_nothing_typed_is_lost(  # noqa: PLR0917
    fay: FlaskClient, sheet: str, plan: Any, kind: str, field: str, value: str, said: str
) -> None:
    data = {**(ROOMED if kind == "breakout" else WRITTEN), "headings": "KEPT", field: value}
    page = fay.post(f"{sheet}/steps/new?kind={kind}", data=data)
    assert page.status_code == 200
    assert "There is a problem" in page.text
    assert said in page.text
    assert "KEPT" in page.text
    assert plan() == []


def test_a_kind_that_there_is_not_leads_to_the_choice(
    fay: FlaskClient, sheet: str, plan: Any
) -> None:
    assert "What kind" in fay.post(f"{sheet}/steps/new?kind=party", data=WRITTEN).text
    assert plan() == []


@pytest.mark.parametrize("to", ["", "first", "-1", "102"])
def test_a_place_that_is_none_is_refused(fay: FlaskClient, sheet: str, plan: Any, to: str) -> None:
    step = plan(plenary("A"), plenary("B"))[1]
    assert fay.post(f"{sheet}/steps/{step.id}/move", data={"to": to}).status_code == 422
    assert [each.title for each in plan()] == ["A", "B"]


def test_the_running_step_says_so_and_refuses_on_the_form(
    fay: FlaskClient, sheet: str, plan: Any, exchange: Exchange1
) -> None:
    step = plan(plenary("Welcome", 10))[0]
    with scope_of(exchange.world.database):
        actor = exchange.world.actor(exchange.facilitator)
        actions.go_to_step(actor=actor, part_id=exchange.part_id, step_id=step.id, seen=0)
    assert "Running" in fay.get(sheet).text
    page = fay.post(f"{sheet}/steps/{step.id}", data={**WRITTEN, "minutes": "44"}).text
    assert "its words can be changed" in page
    assert 'value="44"' in page
    removed = fay.post(f"{sheet}/steps/{step.id}/remove")
    assert removed.status_code == 409
    assert "it cannot be removed" in removed.text


def test_the_step_that_waits_for_the_rooms_says_so(
    fay: FlaskClient, sheet: str, plan: Any, exchange: Exchange1
) -> None:
    steps = plan(breakout("Talk"), plenary("Harvest"))
    with scope_of(exchange.world.database):
        actor = exchange.world.actor(exchange.facilitator)
        for step in steps:
            actions.go_to_step(actor=actor, part_id=exchange.part_id, step_id=step.id, seen=0)
    page = fay.get(sheet).text
    assert page.index("Running") < page.index("Comes next")


def test_every_mistake_of_a_breakout_is_named_at_once(fay: FlaskClient, sheet: str) -> None:
    data = {**ROOMED, "title": "", "rooms": ""}
    page = fay.post(f"{sheet}/steps/new?kind=breakout", data=data).text
    assert "Fill this in." in page
    assert "Give a number of rooms, or of people in each room." in page


def test_methods_are_added_kept_and_listed(
    fay: FlaskClient, sheet: str, plan: Any, exchange: Exchange1
) -> None:
    assert "No methods yet" in fay.get(f"{sheet}/methods").text
    with scope_of(exchange.world.database):
        actions.import_methods(actor=exchange.world.system(), methods=[PAIRS])
        method = methods()[0]
    assert "Pairs" in fay.get(f"{sheet}/methods").text
    assert fay.post(f"{sheet}/methods", data={"method": method.id.hex}).status_code == 303
    assert [step.title for step in plan()] == ["Think", "Talk"]
    for wrong in ("", "nonsense", exchange.part_id.hex):
        assert fay.post(f"{sheet}/methods", data={"method": wrong}).status_code == 404
    taken = fay.post(f"{sheet}/save", data={"name": "Pairs", "about": "KEPT"}).text
    assert "There is a method of this name already" in taken
    assert "KEPT" in taken
    assert "Fill this in." in fay.post(f"{sheet}/save", data={"name": " "}).text
    assert fay.post(f"{sheet}/save", data={"name": "Our pairs"}).status_code == 303
    assert "Our pairs" in fay.get("/methods").text
    assert fay.get(f"/methods/{method.id}/remove").status_code == 404  # staff keep the list


def test_staff_remove_a_method(client: FlaskClient, exchange: Exchange1, sign_in: SignIn) -> None:
    with scope_of(exchange.world.database):
        actions.import_methods(actor=exchange.world.system(), methods=[PAIRS])
        address = f"/methods/{methods()[0].id}/remove"
    staff = sign_in(client, exchange.world.staff())
    assert "stay as they are" in staff.get(address).text
    assert staff.post(address).status_code == 303
    assert "No methods yet" in staff.get("/methods").text


def test_a_sheet_is_copied_from_another_part(
    fay: FlaskClient, sheet: str, plan: Any, exchange: Exchange1
) -> None:
    assert "Nothing to copy yet" in fay.get(f"{sheet}/copy").text
    world = exchange.world
    own, others = world.event("Last year"), world.event("Not mine")
    world.facilitator(exchange.facilitator, own)
    staff = world.actor(world.staff())
    with scope_of(world.database):
        for event in (own, others):
            actions.add_step(actor=staff, part_id=world.part(event).id, content=plenary("Copied"))
    page = fay.get(f"{sheet}/copy").text
    assert "Last year" in page
    assert "Not mine" not in page
    theirs = fay.post(f"{sheet}/copy", data={"source": world.part(others).id.hex})
    assert "There is a problem" in theirs.text
    assert fay.post(f"{sheet}/copy", data={"source": world.part(own).id.hex}).status_code == 303
    assert [step.title for step in plan()] == ["Copied"]


def test_the_event_links_its_sheets_to_those_who_plan(
    fay: FlaskClient, sheet: str, exchange: Exchange1, app: Exchange, sign_in: SignIn
) -> None:
    page = f"/events/{exchange.event.slug}"
    assert sheet in fay.get(page).text
    ann = sign_in(app.test_client(), exchange.person("Ann"))
    assert sheet not in ann.get(page).text
    assert sheet not in app.test_client().get(page).text
    staff = sign_in(app.test_client(), exchange.world.staff())
    assert sheet in staff.get(f"/staff{page}").text
    assert sheet in staff.get(page).text


def test_a_form_from_elsewhere_changes_nothing(
    app: Exchange, fay: FlaskClient, sheet: str, plan: Any
) -> None:
    step = plan(plenary("A"))[0]
    app.config["WTF_CSRF_ENABLED"] = True
    for path in ("steps/new?kind=plenary", f"steps/{step.id}", f"steps/{step.id}/move"):
        assert fay.post(f"{sheet}/{path}", data={**WRITTEN, "to": "1"}).status_code == 400
    for path in (f"steps/{step.id}/remove", "methods", "save", "copy"):
        assert fay.post(f"{sheet}/{path}", data=WRITTEN).status_code == 400
    assert [each.title for each in plan()] == ["A"]
