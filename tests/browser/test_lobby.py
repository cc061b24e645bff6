"""Two people at one pair of doors: waiting, a short break, and a line to somebody who has gone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.axe import axe_violations, is_wider_than_its_window
from tests.browser.conftest import Site, Someone
from tests.browser.test_newcomers_minute import EVENT, expect_room

pytestmark = pytest.mark.browser
Opens = Callable[..., Someone]


def test_one_waits_is_let_in_and_takes_a_break(one_process: Site, someone: Opens):
    facilitator = someone(one_process, "Facilitator: opens")
    facilitator.go(EVENT)
    facilitator.press("Enter the room")
    facilitator.press("Let people in one by one")
    morgan = someone(one_process, "Monitoring officer", 0, 390)
    morgan_comes_to_the_doors(morgan)
    morgan_waits_in_the_lobby(morgan)
    facilitator.see("1 person waits in the lobby")
    facilitator.page.get_by_role("button", name=re.compile(r"^Let in\b")).click()
    expect_room(morgan, "Plenary")
    morgan_takes_a_break_and_comes_back(morgan, facilitator)
    morgan_writes_to_somebody_who_has_left(morgan, facilitator)


def morgan_comes_to_the_doors(morgan: Someone) -> None:
    morgan.go(EVENT)
    morgan.press("Register")
    morgan.press("Register")
    morgan.go(f"{EVENT}/acknowledge")
    morgan.page.get_by_role("checkbox").check()
    morgan.press("Acknowledge and go on")
    morgan.go(EVENT)
    morgan.press("Enter the room")


def morgan_waits_in_the_lobby(morgan: Someone) -> None:
    """It says why, checks browser and line, and names nobody who has not allowed it."""
    morgan.see("A facilitator lets people in one by one")
    morgan.see("Everything is ready.")
    assert axe_violations(morgan.page) == []
    assert not is_wider_than_its_window(morgan.page)
    coming = morgan.page.locator(".coming .lobby__list")
    expect(coming.get_by_text("1 person from Northmere")).to_be_visible()
    expect(coming.get_by_text("Morgan Hale")).to_have_count(0)
    morgan.page.get_by_role("radio", name="My name and organisation").check()
    expect(coming.get_by_text("Morgan Hale")).to_be_visible()
    expect(coming.get_by_text("1 person from Northmere")).to_have_count(0)


def morgan_takes_a_break_and_comes_back(morgan: Someone, facilitator: Someone) -> None:
    morgan.press("More")
    morgan.press("Step aside")
    expect(morgan.page.get_by_role("heading", name="You have stepped aside")).to_be_focused()
    assert axe_violations(morgan.page) == []
    row = facilitator.page.locator(".row").filter(has_text="Stepped aside")
    expect(row).to_be_visible()
    morgan.page.reload()
    morgan.press("I am back")
    expect(morgan.page.get_by_role("button", name="Raise hand")).to_be_visible()
    expect(morgan.page.get_by_role("heading", name="You have stepped aside")).to_have_count(0)
    expect(row).to_have_count(0)


def morgan_writes_to_somebody_who_has_left(morgan: Someone, facilitator: Someone) -> None:
    """The line is refused, stays with its writer, and is given up only when that is confirmed."""
    morgan.page.get_by_role("tab", name="People").click()
    morgan.page.get_by_role("button", name="Write privately to Rowan Ashdown").click()
    facilitator.press("Leave")
    facilitator.page.get_by_role("dialog").get_by_role("button", name="Leave").click()
    facilitator.page.wait_for_url(f"**{EVENT}")
    morgan.page.locator(".composer__box:focus").fill("One more thing")
    morgan.press("Send")
    refused = morgan.page.locator(".unsent--refused")
    expect(refused).to_contain_text("This person has left the session.")
    assert axe_violations(morgan.page) == []
    for button, left in (("Go back", 1), ("Discard", 0)):
        refused.get_by_role("button", name="Discard").click()
        asked = morgan.page.get_by_role("dialog", name="Discard these words?")
        asked.get_by_role("button", name=button).click()
        expect(refused).to_have_count(left)
