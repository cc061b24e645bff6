"""What somebody wrote over comes back by the facilitator's hand, as an edit that can be undone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select, update

from exchange.app import create_app
from exchange.core.db import scope_of, session, transaction
from exchange.notes.models import NotesUpdate
from exchange.settings import read_settings
from tests.browser.axe import axe_violations, is_wider_than_its_window
from tests.browser.conftest import Site, Someone
from tests.browser.pages import FACILITATOR
from tests.browser.test_newcomers_minute import EVENT, enter_as_officer, expect_note, write_note

pytestmark = pytest.mark.browser


def let_time_pass(site: Site) -> None:
    """Have what is written so far lie some minutes back."""
    app = create_app(read_settings(site.env))
    with app.app_context(), scope_of(app.database), transaction():
        newest = session().scalars(select(NotesUpdate.at).order_by(NotesUpdate.at.desc())).first()
        assert newest is not None
        session().execute(update(NotesUpdate).values(at=newest - timedelta(minutes=5)))
    app.database.dispose()


def test_an_earlier_text_is_put_back_and_that_is_undone(
    one_process: Site, someone: Callable[..., Someone]
):
    morgan = enter_as_officer(someone, one_process, "Monitoring officer", 0, 1280)
    write_note(morgan, "Who was told first.")
    let_time_pass(one_process)
    morgan.page.locator(".notes-text").press("Control+a")
    morgan.page.keyboard.press("Delete")
    write_note(morgan, "Nothing of note.")

    facilitator = someone(one_process, FACILITATOR, 1, 1280)
    page = facilitator.page
    facilitator.go(EVENT)
    facilitator.press("Enter the room")
    page.get_by_role("tab", name="Plenary").click()
    expect_note(facilitator, "Nothing of note.")
    page.get_by_role("button", name="Earlier notes").press("Enter")
    moments = page.get_by_role("dialog").get_by_role("radio")
    expect(moments).to_have_count(2)
    facilitator.see("That is how the page reads now.")
    moments.first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".history__text")).to_have_text("Who was told first.")
    page.set_viewport_size({"width": 390, "height": 900})  # the notes become a tab of their own
    expect(page.get_by_role("tab", name="Notes")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("dialog").get_by_role("radio").nth(1)).to_be_checked()
    facilitator.see("It brings 1 line back.")
    assert axe_violations(page) == []
    assert not is_wider_than_its_window(page)
    page.get_by_role("button", name="Put this text back").press("Enter")

    expect_note(morgan, "Who was told first.")
    expect(morgan.page.locator(".notes-text")).not_to_contain_text("Nothing of note.")
    morgan.see("put an earlier text of the notes back")
    expect(page.get_by_role("button", name="Earlier notes")).to_be_focused()
    page.locator(".notes-text").press("Control+z")
    expect_note(morgan, "Nothing of note.")
