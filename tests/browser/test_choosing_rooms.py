"""Two people choose their rooms, by keyboard and on a phone, until the choice is locked."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Site, Someone
from tests.browser.test_newcomers_minute import EVENT, enter_as_officer, expect_room

pytestmark = pytest.mark.browser

Opens = Callable[..., Someone]


def way_to(person: Someone, room: str) -> Locator:
    """The button that takes the person to the room."""
    return person.page.get_by_role("button", name=re.compile(f"Go to this room.*{room}"))


def test_two_officers_choose_their_rooms(one_process: Site, someone: Opens):
    morgan = enter_as_officer(someone, one_process, "Monitoring officer", 0, 1280)
    priya = enter_as_officer(someone, one_process, "Director at a second", 1, 390)
    facilitator = someone(one_process, "Facilitator: opens", 1)
    facilitator.go(EVENT)
    facilitator.press("Enter the room")
    facilitator.see("Breakout rooms")
    facilitator.page.get_by_label("People choose their room themselves").check()
    names = "Budgets | Where would you save first?\nHousing"
    facilitator.page.get_by_label("What the rooms are called").fill(names)
    facilitator.page.get_by_label("Most people in a room").fill("2")
    facilitator.press("Open rooms")

    for person in (morgan, priya):
        person.see("Choose your room")
        person.see("Where would you save first?")
    way_to(morgan, "Budgets").focus()
    morgan.page.keyboard.press("Enter")
    expect_room(morgan, "Budgets")
    priya.see("1 person · 1 place left")
    way_to(priya, "Housing").click()
    expect_room(priya, "Housing")
    priya.page.get_by_text("Choose another room").click()
    way_to(priya, "Budgets").click()
    expect_room(priya, "Budgets")

    for person in (morgan, priya):
        expect(person.page.locator(".choosing")).to_be_visible()
    facilitator.press("Lock their choice")
    expect(priya.page.get_by_text("Choose another room")).to_have_count(0)
    facilitator.press("Let them change rooms")
    priya.see("Choose another room")
