"""A part run from its sheet: the facilitator presses next, two officers are where it says."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.axe import scrolls_as_a_page
from tests.browser.conftest import Site, Someone, scaled_in_soak
from tests.browser.keyboard import Keyboard
from tests.browser.test_newcomers_minute import EVENT, enter_as_officer, expect_room

pytestmark = pytest.mark.browser

Opens = Callable[..., Someone]


def expect_step(person: Someone, title: str) -> None:
    expect(person.page.locator(".step__title")).to_have_text(title)


def begin(facilitator: Someone, title: str) -> None:
    """Begin a step from the list of all steps."""
    step = facilitator.page.locator(".sheet__steps li").filter(has_text=title)
    step.get_by_role("button").click()


@scaled_in_soak
def test_two_officers_are_taken_through_three_steps(site: Site, someone: Opens):
    morgan = enter_as_officer(someone, site, "Monitoring officer", 0, 1280)
    priya = enter_as_officer(someone, site, "Director at a second", 1, 390)
    officers = (morgan, priya)
    facilitator = someone(site, "Facilitator: opens", 1)
    facilitator.go(EVENT)
    facilitator.press("Enter the room")
    facilitator.see("Nothing has begun yet.")

    they_think_in_silence(facilitator, officers)
    they_talk_in_a_room(facilitator, officers)
    they_are_moved_and_moved_back(facilitator, officers)
    they_come_back_when_the_rooms_have_closed(facilitator, officers)


def they_think_in_silence(facilitator: Someone, officers: tuple[Someone, ...]) -> None:
    """The second step, chosen from the list: nothing is said and nothing is written."""
    facilitator.page.get_by_text("All steps").click()
    begin(facilitator, "Alone")
    for person in officers:
        expect_step(person, "Alone: with whom, and since when")
        expect(person.page.locator(".timer")).to_be_visible()
    expect(officers[0].page.get_by_role("button", name="No hands now")).to_be_visible()
    officers[0].see("Nothing is written in this step.")
    officers[0].see("The facilitator has paused the chat.")


def they_talk_in_a_room(facilitator: Someone, officers: tuple[Someone, ...]) -> None:
    facilitator.page.locator(".sheet__next").click()
    for person in officers:
        expect_room(person, "Room 1")
        expect_step(person, "First round: with whom, and since when")
    morgan = officers[0]
    expect(morgan.page.locator(".notes-text h2").first).to_have_text("What we are putting off")
    expect(morgan.page.locator(".notes-standing--saved")).to_be_visible()
    morgan.page.reload()
    expect_room(morgan, "Room 1")
    expect_step(morgan, "First round: with whom, and since when")
    assert not scrolls_as_a_page(facilitator.page)


def they_are_moved_and_moved_back(facilitator: Someone, officers: tuple[Someone, ...]) -> None:
    """One is drawn to a new room by mouse; both are moved by keyboard; each move is taken back."""
    facilitator.press("Add a room")
    added = facilitator.page.get_by_role("article", name="Room 2")
    added.get_by_role("button", name="Close (Room 2)").click()
    expect(facilitator.page.get_by_label("Its people go to").locator(":checked")).to_have_text(
        "Plenary"
    )
    facilitator.press("Go back")
    hale = facilitator.page.locator(".rows__one").filter(has_text="Morgan Hale")
    expect(hale.locator(".row--away")).to_have_count(0)  # back from the reload: rows lie still
    hale.drag_to(added)
    expect_room(officers[0], "Room 2")
    facilitator.press("Move back")
    expect_room(officers[0], "Room 1")

    keyboard = Keyboard(facilitator)
    facilitator.page.locator("#console-title").click()
    keyboard.press("Shift+Tab")
    keyboard.use("button", "Move several people")
    for name in ("Morgan Hale", "Priya Raman"):
        keyboard.use("checkbox", f"Pick {name}", by="Space")
    keyboard.reach("combobox", "Move to", key="Shift+Tab")
    for _ in ("Plenary", "Room 1", "Room 2"):
        keyboard.press("ArrowDown")
    keyboard.use("button", "Move")
    for person in officers:
        expect_room(person, "Room 2")
    keyboard.keeps_focus()
    keyboard.use("button", "Move back")
    for person in officers:
        expect_room(person, "Room 1")
    keyboard.keeps_focus()


def they_come_back_when_the_rooms_have_closed(
    facilitator: Someone, officers: tuple[Someone, ...]
) -> None:
    begin(facilitator, "Harvest")
    facilitator.see("When the rooms have closed: Harvest")
    officers[0].see("Rooms close in")
    facilitator.press("Stay in the rooms")
    begin(facilitator, "Harvest")
    facilitator.press("Close them now")
    for person in officers:
        expect_room(person, "Plenary")
        expect_step(person, "Harvest")
    facilitator.see("This is the last step.")
