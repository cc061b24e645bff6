"""The server dies while two people type in their browsers, and comes back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site, Someone
from tests.browser.test_newcomers_minute import enter_as_officer, expect_note, say, write_note

pytestmark = pytest.mark.browser


def type_on(person: Someone, words: str) -> None:
    """Add a line to the note without waiting for it to be saved."""
    page = person.page.locator(".notes-text")
    page.click()
    page.press("Control+End")
    person.page.keyboard.type(words)
    person.page.keyboard.press("Enter")


def test_what_was_saved_is_there_and_what_was_not_is_sent_again(
    one_process: Site, someone: Callable[..., Someone]
):
    anna = enter_as_officer(someone, one_process, "Monitoring officer", 0, 1280)
    bo = enter_as_officer(someone, one_process, "Director at a second", 0, 1280)
    write_note(anna, "Saved before the fall.")
    say(bo, "Said before the fall.")
    anna.see("Said before the fall.")

    one_process.servers[0].kill()
    expect(anna.page.locator(".line--connected")).to_be_hidden()
    type_on(anna, "Written by Anna while nobody answered.")
    type_on(bo, "Written by Bo while nobody answered.")
    say(bo, "Said while nobody answered.")
    anna.see("Your text is kept here")
    one_process.servers[0].start()

    for person in (anna, bo):
        expect(person.page.locator(".line--connected")).to_be_visible(timeout=30_000)
        expect(person.page.locator(".notes-standing--saved")).to_be_visible(timeout=30_000)
        expect_note(
            person,
            "Saved before the fall.",
            "Written by Anna while nobody answered.",
            "Written by Bo while nobody answered.",
        )
        person.see("Said while nobody answered.")
    assert anna.page.get_by_text("Said while nobody answered.").count() == 1
    anna.page.reload()
    expect_note(anna, "Saved before the fall.", "Written by Bo while nobody answered.")
    anna.see("Said before the fall.")
