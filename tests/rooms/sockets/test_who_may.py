"""What a participant may not, what an outsider gets, and that no room elsewhere is reached.

One application answers all messages of a test, one after the other: what is refused changes
nothing for the next.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

import pytest

from exchange.core.db import scope_of
from exchange.rooms.queries import picture_of
from tests.rooms.conftest import Browser, Exchange1
from tests.rooms.sockets.conftest import room
from tests.rooms.sockets.messages import EVERYBODYS, FACILITATORS, INSIDERS, filled

pytestmark = pytest.mark.usefixtures("unhurried")


def refusals(
    browser: Browser, messages: Mapping[str, dict[str, Any]], rooms: Iterable[str]
) -> dict[str, list[Any]]:
    """What is answered to each message, about each of the rooms."""
    return {
        event: [browser.send(event, filled(data, browser, here)) for here in rooms]
        for event, data in messages.items()
    }


def codes(answers: Mapping[str, list[Any]]) -> dict[str, str]:
    """The code of each message's answers, or where they differ, all of them."""
    told = {
        event: {each.get("code", "done") for each in each_room}
        for event, each_room in answers.items()
    }
    return {event: " or ".join(sorted(found)) for event, found in told.items()}


class TestWhoMay:
    def test_participants_do_no_facilitators_acts(self, ann: Browser) -> None:
        rooms = [room(ann), uuid4().hex]  # one that is there, and one that is not
        answers = refusals(ann, FACILITATORS, rooms)
        assert codes(answers) == dict.fromkeys(FACILITATORS, "not_facilitator")

    def test_whoever_has_not_entered_gets_the_same_answer(
        self, olga: Browser, ann: Browser
    ) -> None:
        answers = refusals(olga, INSIDERS, [room(ann), uuid4().hex])
        assert codes(answers) == dict.fromkeys(INSIDERS, "not_entered")

    def test_an_unknown_room_and_another_events_look_the_same(
        self, ann: Browser, exchange: Exchange1
    ) -> None:
        answers = refusals(ann, EVERYBODYS, [plenary_elsewhere(exchange), uuid4().hex])
        assert codes(answers) == dict.fromkeys(EVERYBODYS, "not_found")
        assert all(theirs == nobodys for theirs, nobodys in answers.values())

    def test_facilitators_reach_no_room_of_another_event(
        self, fay: Browser, exchange: Exchange1
    ) -> None:
        acts = ("rename", "lower", "answer", "visit")
        messages = {event: FACILITATORS[event] for event in acts}
        answers = refusals(fay, messages, [plenary_elsewhere(exchange)])
        assert codes(answers) == dict.fromkeys(acts, "not_found")


def plenary_elsewhere(exchange: Exchange1) -> str:
    """The plenary of another event's part, which is live too."""
    world = exchange.world
    other = world.live_event()
    world.live_part(other)
    part = world.part(other)
    with scope_of(world.database):
        plenary = picture_of(part.id).plenary
    assert plenary is not None
    return plenary.id.hex
