"""The browser's own code behind lines that delay, double, reorder and break.

However messages arrived, in the end every page stands where the state says and shows what is
true, with every line of its room once and in order; and whatever anybody wrote is stored once, or
still in their hands with the reason.
"""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from exchange.core.db import scope_of, session
from exchange.rooms.enums import Role
from exchange.rooms.models import Message
from exchange.rooms.queries import entered_view, picture_of, replay
from exchange.rooms.queries.chat import opened
from tests.faults.conftest import Live, Member
from tests.support.page import Page
from tests.support.waiting import wait_until

pytestmark = pytest.mark.faults

NAMES = ("Anna", "Bo", "Cy")
ROUNDS = 2
COMES_TO_REST = 30.0  # seconds; the newest numbers are repeated every ten


class Behind:
    """A member whose page is behind a faulty line."""

    def __init__(self, live: Live, number: int) -> None:
        self.live, self.member = live, live.site.member(NAMES[number])
        person = self.member.person
        config = {
            "part": self.member.part,
            "token": self.member.token,
            "me": {"id": person.id.hex, "name": person.name},
        }
        self.page = Page(live.server(number), config, self.member.cookie, seed=number)
        self.wrote: list[str] = []

    def write(self) -> None:
        self.wrote.append(f"{self.member.person.name} {len(self.wrote)} {uuid4().hex}")
        self.page.say(self.wrote[-1])

    def fresh(self) -> tuple[dict[str, Any], list[str]]:
        """What a fetch gives this person now: their view, and the chat of their room."""
        site = self.live.site
        part_id, person = site.exchange.part_id, self.member.person
        with scope_of(site.app.database):
            view = entered_view(picture_of(part_id), person.id, Role.PARTICIPANT)
            room_id = view.place.room_id
            lines = replay(site.world.actor(person), room_id, 0).messages if room_id else ()
        return view.payload(), [line.text for line in lines]

    def is_up_to_date(self) -> bool:
        shown, (view, lines) = self.page.shows(), self.fresh()
        if not shown["room"] or shown["line"]["is"] != "connected":
            return False
        waiting = [line for line in shown["queue"] if line["refused"] is None]
        same = all(shown["room"][name] == view["room"][name] for name in ("id", "people", "hands"))
        return same and not waiting and [one["text"] for one in shown["log"]["lines"]] == lines

    def refused(self) -> list[str]:
        """What stands in this page's hands, with the reason why it was not said."""
        return [line["text"] for line in self.page.shows()["queue"]]


@pytest.fixture
def people(live: Live) -> Iterator[list[Behind]]:
    people = [Behind(live, number) for number in range(len(NAMES))]
    yield people
    for each in people:
        each.page.close()


def all_up_to_date(people: list[Behind]) -> None:
    wait_until(lambda: all(each.is_up_to_date() for each in people), seconds=COMES_TO_REST)


def one_round(fay: Member, people: list[Behind], number: int) -> None:
    """Rooms open, people are moved and write, somebody's line breaks, rooms close."""
    acts: list[tuple[str, dict[str, Any]]] = [
        ("open_round", {"rooms": 2, "seating": "random"}),
        ("broadcast", {"text": f"To all {number}", "key": uuid4().hex}),
        ("shuffle", {}),
        ("seat", {"people": [people[number].member.person.id.hex], "room": None}),
        ("close_round", {"seconds": 0}),
    ]
    for event, given in acts:
        answer = fay.ask(event, part=fay.part, **given)
        assert answer["ok"], answer
        for each in people:
            each.write()
        if event == "shuffle":
            people[number].page.line.cut()


def stored(live: Live) -> list[str]:
    """Every line of every room of the part."""
    with scope_of(live.site.app.database):
        return [opened(each, "").text for each in session().scalars(select(Message))]


def test_every_page_ends_where_the_state_says_with_every_line_once(
    live: Live, people: list[Behind]
) -> None:
    fay = live.site.facilitator().connect(live.server(0))
    all_up_to_date(people)
    for number in range(ROUNDS):
        one_round(fay, people, number)
        all_up_to_date(people)
    kept = stored(live)
    for each in people:
        refused = each.refused()
        for text in each.wrote:
            # A copy that comes late may be stored after the first was refused: once all the same.
            assert kept.count(text) == 1 or (kept.count(text), refused.count(text)) == (0, 1), text
    assert all(each.page.line.suffered > 10 for each in people)
    fay.close()
