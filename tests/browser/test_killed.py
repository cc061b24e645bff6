"""The server or a browser dies while two people type, and comes back."""

from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Site, Someone
from tests.browser.test_newcomers_minute import (
    enter_as_officer,
    expect_note,
    note_of,
    say,
    type_on,
    write_note,
)
from tests.support.browser import CHROMIUM, FLAGS

pytestmark = pytest.mark.browser


def kill_the_browser(folder: Path) -> None:
    """End the browser that keeps its data in this folder, with all its windows, at once."""
    for process in psutil.process_iter(["cmdline"]):
        if f"--user-data-dir={folder}" in (process.info["cmdline"] or []):
            process.kill()


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


def test_a_killed_browser_takes_nothing_with_it_that_was_shown_as_saved(
    one_process: Site, someone: Callable[..., Someone], chromium: Browser, tmp_path: Path
):
    def own_browser(site: Site, note: str, number: int, width: int) -> Someone:
        context = chromium.browser_type.launch_persistent_context(
            tmp_path, executable_path=CHROMIUM, args=FLAGS, locale="en-GB"
        )
        person = Someone(context.new_page(), site.address(number))
        person.go("/sign-in")
        person.page.get_by_role("button", name=note).first.click()
        return person

    anna = enter_as_officer(own_browser, one_process, "Monitoring officer", 0, 1280)
    bo = enter_as_officer(someone, one_process, "Director at a second", 0, 1280)
    write_note(anna, "Shown as saved.")
    type_on(anna, "Typed at the last moment.")
    kill_the_browser(tmp_path)
    write_note(bo, "Bo goes on.")
    expect_note(bo, "Shown as saved.", "Bo goes on.")

    anna = enter_as_officer(someone, one_process, "Monitoring officer", 0, 1280)
    write_note(anna, "Anna is back.")
    expect_note(bo, "Shown as saved.", "Bo goes on.", "Anna is back.")
    assert note_of(anna) == note_of(bo)
    assert note_of(bo).count("Typed at the last moment.") <= 1
