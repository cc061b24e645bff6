"""Every page, on a phone: WCAG 2.2 AA by axe, no sideways scrolling, no script errors.

Wide windows, in which less can go wrong, are for `make soak`.
"""

from collections.abc import Callable, Iterable

import pytest

from tests.browser.axe import axe_violations, is_wider_than_its_window
from tests.browser.conftest import Site, Someone
from tests.browser.keyboard import PAINTED
from tests.browser.pages import PAGES, PageOf

pytestmark = [pytest.mark.browser, pytest.mark.long]
PHONE, WIDE = 360, 1280


@pytest.mark.parametrize("width", [PHONE, pytest.param(WIDE, marks=pytest.mark.soak)])
@pytest.mark.parametrize("who", list(dict.fromkeys(page.who for page in PAGES)))
def test_pages_are_accessible_and_fit(
    one_process: Site, someone: Callable[..., Someone], who: str | None, width: int
):
    person = someone(one_process, who, width=width)
    broken: list[str] = []
    person.page.on("pageerror", lambda error: broken.append(f"script: {error}"))
    found = faults(person, (page for page in PAGES if page.who == who))
    assert found + broken == []


def test_the_way_into_a_room_fits_in_danish(one_process: Site, someone: Callable[..., Someone]):
    person = someone(one_process, "Monitoring officer", width=PHONE)
    person.go("/")
    person.page.get_by_role("button", name="Dansk").first.click()
    assert person.page.locator("html").get_attribute("lang") == "da"
    ways = ("start", "exchanges", "event", "sign-in", "register", "my-exchanges")
    assert faults(person, (page for page in PAGES if page.name in ways)) == []


def faults(person: Someone, pages: Iterable[PageOf]) -> list[str]:
    """What is wrong with the pages at the width of the person's window."""
    found = []
    for page in pages:
        page.open(person)
        person.page.evaluate(PAINTED)
        found += [f"{page.name}: {fault}" for fault in axe_violations(person.page)]
        if is_wider_than_its_window(person.page):
            found.append(f"{page.name}: scrolls sideways")
    return found
