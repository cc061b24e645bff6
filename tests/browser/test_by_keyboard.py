"""The whole journey by keyboard alone: one officer and one facilitator, neither with a mouse.

After the sign-in page no address is typed, nothing is clicked, and the focus is moved by nothing
but keys. On the way every stop shows that it has the focus, and no act throws it away.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site, Someone
from tests.browser.keyboard import Keyboard

pytestmark = pytest.mark.browser
EVENT = "Try the Room.*"
SAID, NOTED = "I have put it off since March.", "Ask who has said it already"
Opens = Callable[..., Someone]


def at_the_sign_in_page(someone: Opens, site: Site, name: str) -> Keyboard:
    person = someone(site, None)
    person.go("/sign-in")
    keyboard = Keyboard(person)
    keyboard.use("button", f"{name} .*")
    person.page.wait_for_url(f"{person.address}/")
    return keyboard


def expect_heading(keyboard: Keyboard, text: str) -> None:
    heading = keyboard.person.page.get_by_role("heading", level=1)
    expect(heading).to_have_text(re.compile(text))


def test_an_exchange_by_keyboard_alone(one_process: Site, someone: Opens):
    officer = at_the_sign_in_page(someone, one_process, "Morgan Hale")
    facilitator = at_the_sign_in_page(someone, one_process, "Rowan Ashdown")
    a_place_is_taken(officer)
    the_protocol_is_acknowledged(officer)
    for keyboard in (officer, facilitator):
        the_room_is_entered(keyboard)
    rooms_are_opened(facilitator)
    somebody_is_moved(facilitator, officer)
    the_clock_is_set(facilitator)
    something_is_said(officer)
    something_is_noted(officer)
    hands_and_calls_go_up_and_down(officer, facilitator)
    the_rooms_are_closed(facilitator, officer)
    the_officer_leaves(officer)
    the_part_is_closed(facilitator)


def a_place_is_taken(officer: Keyboard) -> None:
    officer.use("link", EVENT)
    expect_heading(officer, EVENT)
    officer.use("button", "Register", by="Space")
    expect_heading(officer, "Register")
    officer.use("button", "Register")
    officer.person.see("You have a place.")


def the_protocol_is_acknowledged(officer: Keyboard) -> None:
    officer.use("link", "Acknowledge .*")
    expect_heading(officer, "Before you enter")
    officer.use("checkbox", "I have read .*", by="Space")
    officer.keeps_focus()
    officer.use("button", "Acknowledge and go on")
    expect_heading(officer, EVENT)


def the_room_is_entered(keyboard: Keyboard) -> None:
    if keyboard.person.page.url == f"{keyboard.person.address}/":
        keyboard.use("link", EVENT)
    expect_heading(keyboard, EVENT)
    keyboard.use("button", "Enter the room", by="Space")
    expect(keyboard.person.page.locator(".line--connected")).to_be_visible()
    expect_heading(keyboard, "Plenary")


def rooms_are_opened(facilitator: Keyboard) -> None:
    facilitator.reach("spinbutton", "How many rooms")
    facilitator.press("Control+A")
    facilitator.type("2")
    facilitator.use("radio", "At random, colleagues kept apart", by="ArrowDown")
    facilitator.keeps_focus()
    facilitator.press("ArrowUp")
    facilitator.use("button", "Open rooms")
    facilitator.person.see("Round 1 is running")
    facilitator.keeps_focus()


def somebody_is_moved(facilitator: Keyboard, officer: Keyboard) -> None:
    room = officer.person.page.locator(".bar__room")
    expect(room).to_have_text(re.compile(r"^Room [12]$"))
    officer.keeps_focus()
    other = {"Room 1": "Room 2", "Room 2": "Room 1"}[room.inner_text()]
    facilitator.use("button", "Morgan Hale.*")
    facilitator.use("button", f"{other} .*")
    expect(room).to_have_text(other)
    facilitator.person.page.locator(".card").filter(has_text=other).get_by_text(
        "Morgan Hale"
    ).wait_for()
    facilitator.keeps_focus()
    officer.keeps_focus()
    facilitator.use("button", "Morgan Hale.*", key="Shift+Tab")
    facilitator.person.see("Put out of this part…")
    facilitator.press("Escape")
    assert facilitator.stop().name.startswith("Morgan Hale")


def the_clock_is_set(facilitator: Keyboard) -> None:
    facilitator.reach("spinbutton", "Minutes", key="Shift+Tab")
    facilitator.press("Control+A")
    facilitator.type("3")
    facilitator.press("Enter")
    facilitator.person.see("+1 minute")
    facilitator.keeps_focus()
    facilitator.use("button", r"\+1 minute")
    facilitator.person.see("3:5")
    facilitator.keeps_focus()
    facilitator.use("button", "Stop the clock")
    facilitator.person.see("Start the clock")
    facilitator.keeps_focus()


def something_is_said(officer: Keyboard) -> None:
    officer.reach("textbox", "Write to Room .*")
    officer.type(SAID)
    officer.press("Enter")
    expect(officer.person.page.locator(".said--own")).to_have_text(re.compile(SAID))
    officer.keeps_focus()


def something_is_noted(officer: Keyboard) -> None:
    """The toolbar is one stop, and Tab leaves the page wherever the caret stands in it."""
    officer.use("button", "Heading", key="Shift+Tab")
    officer.keeps_focus()
    officer.type("Next steps")
    officer.press("Enter")
    officer.reach("button", "Heading", key="Shift+Tab", within=1)
    officer.reach("button", "Bulleted list", key="ArrowRight")
    officer.press("Enter")
    officer.keeps_focus()
    officer.type(NOTED)
    officer.press("Enter")
    officer.type("Ring them")
    notes = officer.person.page.locator(".notes-text")
    expect(officer.person.page.locator(".notes-standing--saved")).to_be_visible()
    officer.reach("button", "Bulleted list", key="Shift+Tab", within=1)
    officer.reach("textbox", "Notes of Room .*", within=1)
    officer.press("Tab")
    assert officer.stop().role != "textbox", "Tab stays in the notes"
    expect(notes.locator("ul > li")).to_have_count(2)
    expect(notes.locator("ul ul")).to_have_count(0)
    expect(notes.locator("h2")).to_have_text("Next steps")


def hands_and_calls_go_up_and_down(officer: Keyboard, facilitator: Keyboard) -> None:
    officer.use("button", "Raise hand", by="Space")
    officer.person.see("Lower my hand (number 1)")
    officer.keeps_focus()
    officer.press("Space")
    officer.person.see("Raise hand")
    officer.use("button", "Ask for help")
    facilitator.person.see("1 call for help")
    officer.keeps_focus()
    officer.press("Enter")
    expect(facilitator.person.page.locator(".help")).to_have_count(0)
    officer.keeps_focus()
    officer.press("Enter")
    facilitator.person.see("1 call for help")
    facilitator.use("button", "Answered", key="Shift+Tab")
    expect(facilitator.person.page.locator(".help")).to_have_count(0)
    facilitator.keeps_focus()


def the_rooms_are_closed(facilitator: Keyboard, officer: Keyboard) -> None:
    facilitator.use("button", "Close rooms…")
    facilitator.use("radio", "60 seconds", by="ArrowUp")
    facilitator.use("button", "Start the countdown")
    facilitator.person.see("Keep the rooms open")
    facilitator.keeps_focus()
    officer.person.see("Finish your sentence")
    expect(officer.person.page.locator(".bar__room")).to_have_text("Plenary", timeout=45_000)
    officer.keeps_focus()
    facilitator.person.see("Open rooms")
    facilitator.keeps_focus()


def the_officer_leaves(officer: Keyboard) -> None:
    officer.use("button", "Leave")
    officer.reach("button", "Go back")
    officer.press("Enter")
    assert officer.stop().name == "Leave"
    officer.press("Enter")
    officer.use("button", "Leave")
    expect_heading(officer, EVENT)


def the_part_is_closed(facilitator: Keyboard) -> None:
    facilitator.use("button", "End this part…")
    facilitator.use("button", "End it for everyone")
    facilitator.person.see("This part has ended")
    facilitator.keeps_focus()
