"""Every page, wide and on a phone: WCAG 2.2 AA by axe, no sideways scrolling, no script errors."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Site, Someone
from tests.browser.pages import PAGES, PageOf

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, PHONE = 1280, 360


def axe_violations(page: Page) -> list[str]:
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    return [
        f"{found['id']}: {found['nodes'][0]['html'][:120]}"
        for found in results.response["violations"]
    ]


def is_wider_than_its_window(page: Page) -> bool:
    return bool(
        page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
        )
    )


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("who", list(dict.fromkeys(page.who for page in PAGES)))
def test_pages_are_accessible_and_fit(
    one_process: Site, someone: Callable[..., Someone], who: str | None, width: int
):
    person, found = someone(one_process, who, 0, width), []
    person.page.on("pageerror", lambda error: found.append(f"script: {error}"))
    for page in (page for page in PAGES if page.who == who):
        found += [f"{page.name}: {fault}" for fault in faults_of(page, person)]
    assert found == []


def faults_of(page: PageOf, person: Someone) -> list[str]:
    page.open(person)
    person.page.wait_for_load_state("networkidle")
    faults = axe_violations(person.page)
    if is_wider_than_its_window(person.page):
        faults.append("scrolls sideways")
    return faults


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_way_into_a_room_fits_in_danish(
    one_process: Site, someone: Callable[..., Someone], width: int
):
    person = someone(one_process, "Monitoring officer", 0, width)
    person.go("/")
    person.page.get_by_role("button", name="Dansk").first.click()
    assert person.page.locator("html").get_attribute("lang") == "da"
    ways = ("start", "exchanges", "event", "sign-in", "register", "my-exchanges")
    found = []
    for page in (page for page in PAGES if page.name in ways):
        found += [f"{page.name}: {fault}" for fault in faults_of(page, person)]
    assert found == []
