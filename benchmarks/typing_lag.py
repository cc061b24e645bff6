"""Somebody types into long notes, in Chromium: alone with `python -m benchmarks.typing_lag`."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import CDPSession, Page, expect, sync_playwright

from benchmarks.databases import Files, migrated
from benchmarks.edits import BURST, typing
from benchmarks.joining import logged
from benchmarks.servers import product, settings
from benchmarks.table import Comparison, rendered
from benchmarks.world import SEATS, live_rooms
from exchange.settings import read_settings
from tests.support.browser import CHROMIUM, FLAGS

PAGES = 100
PARAGRAPHS = 8 * PAGES
BURSTS = 20  # in each paragraph: some sixty words
KEYS = 200
BETWEEN = 50  # milliseconds from one key to the next: faster than most people type

# From a key until it was drawn: a message that is posted as the frame begins is handled behind it.
WATCH = """() => {
  window.waits = [];
  addEventListener("keydown", () => {
    const began = performance.now();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.waits.push(performance.now() - began);
      port2.postMessage(null);
    });
  }, true);
}"""


@dataclass(frozen=True)
class Typed:
    """Milliseconds for one key: what the page worked for it, and how long until it was drawn."""

    work: float
    drawn: float  # 99th percentile


def typing_lag(files: Files, folder: Path) -> Comparison:
    """A key in notes of a hundred pages beside one in empty notes."""
    template = migrated(files)
    env = settings(folder, template)
    members = [asdict(each) for each in live_rooms(read_settings(env), exchanges=1)]
    long, empty = members[0], members[SEATS]
    logged(read_settings(env), long, list(_paragraphs()))
    with product(env, folder) as server, _pages(server.port) as page_of:
        pages = page_of(long), page_of(empty)
        expect(pages[0].locator(".notes-text")).to_contain_text(BURST.strip())
        in_long, in_empty = (_typed(page) for page in pages)
    return Comparison(
        f"a key in notes of {PAGES} pages, work of the page",
        "ms",
        in_long.work,
        in_empty.work,
        goal=2.0,
        at_most=True,
        notes=[
            f"99th percentile until drawn: {in_long.drawn:.0f} ms, empty {in_empty.drawn:.0f} ms"
        ],
    )


def _paragraphs() -> Iterator[bytes]:
    for _ in range(PARAGRAPHS):
        yield from islice(typing(), BURSTS)


@contextmanager
def _pages(port: int) -> Iterator[Any]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)

        def page_of(member: dict[str, Any]) -> Page:
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            name, _, value = member["cookie"].partition("=")
            address = f"http://127.0.0.1:{port}"
            context.add_cookies([{"name": name, "value": value, "url": address}])
            page = context.new_page()
            page.goto(f"{address}/live/{member['part']}")
            expect(page.locator(".notes-text")).to_have_attribute("contenteditable", "true")
            return page

        yield page_of
        browser.close()


def _typed(page: Page) -> Typed:
    page.bring_to_front()
    notes = page.locator(".notes-text")
    notes.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("to begin with ", delay=BETWEEN)
    page.evaluate(WATCH)
    watched = page.context.new_cdp_session(page)
    watched.send("Performance.enable")
    before = _worked(watched)
    page.keyboard.type("word " * (KEYS // 5), delay=BETWEEN)
    time.sleep(0.5)  # what it sends and puts away is part of it
    work = (_worked(watched) - before) / KEYS
    waits = page.evaluate("window.waits")
    return Typed(work, quantiles(waits, n=100)[98])


def _worked(watched: CDPSession) -> float:
    """Milliseconds in which the page's own thread was busy so far."""
    metrics = watched.send("Performance.getMetrics")["metrics"]
    return 1000 * next(each["value"] for each in metrics if each["name"] == "TaskDuration")


def main() -> None:
    """Print the line alone; exit 1 if the goal was missed."""
    with TemporaryDirectory(prefix="exchange-bench-") as folder:
        comparison = typing_lag(Files(Path(folder)), Path(folder))
    print(rendered([comparison]))
    sys.exit(not comparison.met)


if __name__ == "__main__":
    main()
