"""Two people note what they take along from a room, and stay in touch because both wish to."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site, Someone
from tests.browser.test_newcomers_minute import EVENT, enter_as_officer

pytestmark = pytest.mark.browser

Opens = Callable[..., Someone]
ACTION = "Ring round about joint induction"


def note(person: Someone, kind: str, field: str, text: str) -> None:
    person.page.get_by_label(kind, exact=True).check()
    person.page.get_by_label(field, exact=True).fill(text)
    person.press("Add to the list")
    expect(person.page.locator(".points__text", has_text=text)).to_be_visible()


def offer_card(person: Someone, name: str) -> None:
    person.go("/my-contacts/card")
    person.page.get_by_label("Name").fill(name)
    person.press("Save your card")
    offers = person.page.locator("form", has_text="Try the Room")
    offers.get_by_label("Everybody I shared a room with").check()
    offers.get_by_role("button").click()
    person.see("Saved.")


def test_an_action_and_two_cards_are_taken_along(one_process: Site, someone: Opens):
    morgan = enter_as_officer(someone, one_process, "Monitoring officer", 0, 1280)
    priya = enter_as_officer(someone, one_process, "Director at a second", 1, 1280)
    note(morgan, "An idea", "The idea", "Swap chairs for a quarter")
    note(morgan, "An action", "What is to be done", ACTION)
    priya.see("Swap chairs for a quarter")
    priya.page.get_by_role("button", name="Take it on").click()
    morgan.see("takes this on")

    facilitator = someone(one_process, "Facilitator: opens", 1)
    facilitator.go(EVENT)
    facilitator.press("Enter the room")
    facilitator.press("End this part…")
    facilitator.press("End it for everyone")
    priya.see("This session has ended")

    priya.go("/my-actions")
    expect(priya.page.get_by_text(ACTION).first).to_be_visible()
    morgan.go("/my-actions")
    expect(morgan.page.get_by_text(ACTION)).to_have_count(0)
    offer_card(morgan, "Morgan of Northmere")
    expect(morgan.page.get_by_text("Tom Adeyemi").first).to_be_visible()
    expect(morgan.page.get_by_text("Priya of Eastwold")).to_have_count(0)
    offer_card(priya, "Priya of Eastwold")
    morgan.go("/my-contacts")
    for person, other in ((priya, "Morgan of Northmere"), (morgan, "Priya of Eastwold")):
        with person.page.expect_download() as download:
            person.page.get_by_role("link", name=f"Download the card of {other}").click()
        assert f"FN:{other}" in download.value.path().read_text()
