"""A part run from its sheet, through four rounds, to its end: by sixty people and three browsers.

The sixty and a facilitator's second screen are scripted. The facilitator who presses next and two
officers, one at a laptop and one with a phone, sit at real pages.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from exchange.rooms.enums import RoomKind
from exchange.rooms.messages import StepContent
from tests.faults.conftest import Live, Member
from tests.faults.day import BOTH_WAYS, OPTIONS, Day, four_rounds
from tests.support.waiting import wait_until

pytestmark = [pytest.mark.faults, pytest.mark.long]
DOUBLE_CLICK = 0.75  # seconds in which the console takes two presses for one (console/press.ts)
LAPTOP, PHONE = 1280, 390
FULLEST = 5 + 1  # in a breakout room: the case clinic's five, and one more where they do not divide

Opens = Callable[[Member, int, int], Page]


@pytest.fixture
def opens(chromium: Browser, live: Live) -> Iterator[Opens]:
    """Open the room in a browser window of its own, signed in as a person, at a width."""
    with ExitStack() as stack:

        def open_room(member: Member, number: int, width: int) -> Page:
            address = live.server(number).base_url
            context = chromium.new_context(
                viewport={"width": width, "height": 900}, locale="en-GB", reduced_motion="reduce"
            )
            stack.callback(context.close)
            context.add_cookies([{"name": "exchange", "value": member.cookie, "url": address}])
            page = context.new_page()
            page.goto(f"{address}/live/{member.part}")
            expect(page.locator(".line--connected")).to_be_visible()
            return page

        yield open_room


class AtBrowsers:
    """Three people at real pages: one runs the day, two are taken through it."""

    def __init__(self, day: Day, opens: Opens) -> None:
        self.day = day
        self.facilitator = opens(day.site.facilitator(), 0, LAPTOP)
        self.officers = [day.site.member(f"{what} Officer") for what in ("Laptop", "Phone")]
        day.beside = {each.person.id for each in self.officers}
        widths = enumerate((LAPTOP, PHONE))
        self.pages = [opens(self.officers[n], n, width) for n, width in widths]
        self.pressed_at = 0.0

    def press(self, closing: bool) -> None:
        """Next; and once rooms are closing before it, close them without waiting.

        Like somebody who means a second press, and not like the second half of a double click.
        """
        wait_until(lambda: time.monotonic() - self.pressed_at > DOUBLE_CLICK)
        if closing:
            self.facilitator.get_by_role("button", name="Close them now").click()
        else:
            self.facilitator.locator(".sheet__next").click()
        self.pressed_at = time.monotonic()

    def look(self, step: StepContent) -> None:
        """Both officers stand where the state says, read the step, and may do what it allows."""
        expect(self.facilitator.locator(".sheet__now")).to_contain_text(step.title)
        picture = self.day.picture()
        for officer, page in zip(self.officers, self.pages, strict=True):
            room = picture.find_room(picture.people[officer.person.id].room_id)
            assert room is not None
            plenary = room.kind == RoomKind.PLENARY
            expect(page.locator(".bar__room")).to_have_text(
                "Plenary" if plenary else f"Room {room.name}"
            )
            expect(page.locator(".step__title")).to_have_text(step.title)
            assert plenary or len(picture.in_room(room.id)) <= FULLEST
            quiet = "No hands now" if not step.hands else "Raise hand"
            expect(page.get_by_role("button", name=quiet)).to_be_visible()
        if step.chat:
            self.something_is_said(self.pages[0], step)

    def something_is_said(self, page: Page, step: StepContent) -> None:
        """From the laptop, to whoever is in its room; they find it among what came."""
        text = f"From the laptop, in “{step.title}”"
        self.day.said.add(text)
        page.locator(".composer__box").fill(text)
        page.keyboard.press("Enter")
        expect(page.locator(".said--own").last).to_contain_text(text)

    def are_shown_out(self) -> None:
        for page in self.pages:
            expect(page.get_by_text("This session has ended").first).to_be_visible()


@pytest.mark.parametrize("live", BOTH_WAYS, indirect=True)
def test_sixty_people_and_three_browsers_go_through_four_rounds_to_the_end(
    live: Live, opens: Opens
):
    day = Day(live.site, four_rounds())
    try:
        day.come(live.servers)
        people = AtBrowsers(day, opens)
        day.settles()
        day.runs(event="prepare_poll", kind="single", question="Who is told?", options=OPTIONS)
        day.runs_through(people.press, people.look)
        day.ends()
        people.are_shown_out()
    finally:
        day.go_home()
