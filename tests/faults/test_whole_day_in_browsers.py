"""The same day with three real browsers beside the sixty: a facilitator, a laptop, a phone."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from exchange.rooms.enums import RoomKind
from exchange.rooms.messages import StepContent
from tests.browser.conftest import chromium  # noqa: F401  # its fixture
from tests.faults.conftest import Live, Member
from tests.faults.day import OPTIONS, Day, four_rounds

pytestmark = pytest.mark.browser
Opens = Callable[[Member, int, int], Page]


@pytest.fixture
def opens(chromium: Browser, live: Live) -> Iterator[Opens]:  # noqa: F811
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


@pytest.mark.parametrize(
    "live",
    [
        "one process",
        pytest.param("two processes", marks=[pytest.mark.postgres, pytest.mark.soak]),
    ],
    indirect=True,
)
def test_three_browsers_go_through_the_day_with_sixty_others(live: Live, opens: Opens):
    day = Day(live.site, four_rounds())
    day.come(live.servers)
    officers = [live.site.member("Laptop Officer"), live.site.member("Phone Officer")]
    day.beside = {each.person.id for each in officers}
    facilitator = opens(live.site.facilitator(), 0, 1280)
    pages = [
        opens(each, n, width)
        for n, (each, width) in enumerate(zip(officers, (1280, 390), strict=True))
    ]

    def press(_: Day, closing: bool) -> None:
        if closing:
            facilitator.get_by_role("button", name="Close them now").click()
        else:
            facilitator.locator(".sheet__next").click()

    def look(step: StepContent) -> None:
        """Both officers stand where the state says, read the step, and see no room but theirs."""
        picture = day.picture()
        for officer, page in zip(officers, pages, strict=True):
            room = picture.find_room(picture.people[officer.person.id].room_id)
            assert room is not None
            name = "Plenary" if room.kind == RoomKind.PLENARY else f"Room {room.name}"
            expect(page.locator(".bar__room")).to_have_text(name)
            expect(page.locator(".step__title")).to_have_text(step.title)
            there = len(picture.in_room(room.id))
            assert there == len(picture.people) or there <= 5 + 1
        expect(facilitator.locator(".sheet__now")).to_contain_text(step.title)

    try:
        day.settles()
        day.runs(event="prepare_poll", kind="single", question="Who is told?", options=OPTIONS)
        day.runs_through(press, look)
        day.ends()
        for page in pages:
            expect(page.get_by_text("This session has ended.").first).to_be_visible()
    finally:
        day.go_home()
