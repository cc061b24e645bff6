"""Leaving a room: one proposes, another holds back, staff publish the rest, others read it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from exchange.app import create_app
from exchange.core import clock
from exchange.core.db import scope_of, session, transaction
from exchange.settings import read_settings
from exchange.takeaways.jobs import release_what_is_due
from exchange.takeaways.models import Takeaway
from tests.browser.conftest import Site, Someone
from tests.browser.test_newcomers_minute import EVENT, enter_as_officer
from tests.browser.test_taking_along import note

pytestmark = pytest.mark.browser

Opens = Callable[..., Someone]
KEPT_IN = "Our chair would rather not hear it in public"
LET_OUT = "Agree the first sentence before the meeting"


def let_the_period_end(site: Site) -> None:
    """Have the period of all proposals end now, and the clock's job look, as in any process."""
    app = create_app(read_settings(site.env))
    with app.app_context(), scope_of(app.database):
        with transaction():
            session().execute(update(Takeaway).values(releases_at=clock.now()))
        release_what_is_due()
    app.database.dispose()


def test_one_line_is_held_back_and_the_other_joins_the_harvest(one_process: Site, someone: Opens):
    morgan = enter_as_officer(someone, one_process, "Monitoring officer", 0, 1280)
    priya = enter_as_officer(someone, one_process, "Director at a second", 1, 1280)
    for text in (KEPT_IN, LET_OUT):
        note(morgan, "An idea", "The idea", text)

    with morgan.page.expect_popup() as popup:
        morgan.page.get_by_role("link", name="Choose takeaways").first.click()
    chooses = Someone(popup.value, morgan.address)
    address = popup.value.url.removeprefix(morgan.address)
    chooses.press("Choose lines from the notes")
    for text in (KEPT_IN, LET_OUT):
        popup.value.get_by_label(text).check()
    chooses.press("Look at the chosen lines")
    chooses.press("Propose 2 lines")
    chooses.see("2 lines were proposed")

    priya.go(address)
    priya.page.locator("li", has_text=KEPT_IN).get_by_role("link", name="Hold back").last.click()
    priya.press("Hold it back")
    priya.see("Held back")
    let_the_period_end(one_process)

    staff = someone(one_process, "Network staff: memberships", 1280)
    assert staff.page.goto(f"{staff.address}{address}").status == 404
    staff.go("/staff/events/try-the-room/harvest")
    staff.see(LET_OUT)
    expect(staff.page.get_by_text(KEPT_IN)).to_have_count(0)
    staff.page.get_by_label("Everybody at a member organisation").check()
    staff.press("Publish the harvest")

    tom = someone(one_process, "Head of policy", 1, 390)
    tom.go(f"{EVENT}/harvest")
    tom.see(LET_OUT)
    expect(tom.page.get_by_text(KEPT_IN)).to_have_count(0)
    with tom.page.expect_download() as download:
        tom.page.get_by_role("link", name="PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-1.7")
