"""WCAG 2.2 AA by axe, and pages that do not fit their window."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Half of a check's time would go into sending the script again, and telling what is in order.
IS_THERE = "typeof axe === 'object'"
VIOLATIONS = """(tags) => axe
  .run({ runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] })
  .then(({ violations }) => violations.map(({ id, nodes: [first] }) =>
    `${id}: ${first.html.slice(0, 120)}`))
"""
OVERHANGS = "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"


def axe_violations(page: Page) -> list[str]:
    """The rules that the page breaks as it is now, each with the first element that does."""
    if not page.evaluate(IS_THERE):
        page.evaluate(AXE_SCRIPT)
    broken: list[str] = page.evaluate(VIOLATIONS, TAGS)
    return broken


def is_wider_than_its_window(page: Page) -> bool:
    return bool(page.evaluate(OVERHANGS))


def scrolls_as_a_page(page: Page) -> bool:
    """Whether the room could be scrolled out of sight: its panels scroll, and it does not."""
    return bool(page.evaluate("document.documentElement.scrollHeight > innerHeight + 1"))
