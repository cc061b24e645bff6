"""`make screenshots`: pictures of every page, wide and phone, into build/screenshots/."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import Site, Someone, demonstration, fill
from tests.browser.pages import PAGES, PageOf
from tests.support.browser import CHROMIUM, FLAGS
from tests.support.server import ROOT

FOLDER = ROOT / "build" / "screenshots"
WIDTHS = {"wide": 1280, "phone": 375}


def main() -> None:
    """Serve a demonstration of its own, and walk through it with Chromium."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        fill(Path(folder))
        site = demonstration(Path(folder))
        with site.servers[0]:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for page in PAGES:
                for name, width in WIDTHS.items():
                    take(browser, site, page, name, width)
            browser.close()
    sys.stdout.write(f"{len(PAGES) * len(WIDTHS)} pictures are in {FOLDER.relative_to(ROOT)}.\n")


def take(browser: Browser, site: Site, page: PageOf, size: str, width: int) -> None:
    """One picture of one page at one width."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, locale="en-GB", reduced_motion="reduce"
    )
    person = Someone(context.new_page(), site.address())
    if page.who:
        person.go("/sign-in")
        person.page.get_by_role("button", name=page.who).first.click()
    page.open(person)
    person.page.wait_for_load_state("networkidle")
    person.page.screenshot(path=FOLDER / f"{page.name}-{size}.png", full_page=True)
    context.close()


if __name__ == "__main__":
    main()
