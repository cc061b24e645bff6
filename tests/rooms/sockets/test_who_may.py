"""What a participant may not, what an outsider gets, and that no room elsewhere is reached."""

from typing import Any
from uuid import uuid4

import pytest

from tests.rooms.conftest import Browser, Exchange1
from tests.rooms.sockets.conftest import room
from tests.rooms.sockets.messages import EVERYBODYS, FACILITATORS, INSIDERS, filled


class TestWhoMay:
    @pytest.mark.parametrize("event", FACILITATORS)
    def test_participants_do_no_facilitators_acts(self, ann: Browser, event: str) -> None:
        for here in (room(ann), uuid4().hex):  # a room that is there, and one that is not
            answer = ann.send(event, filled(FACILITATORS[event], ann, here))
            assert answer["code"] == "not_facilitator"

    @pytest.mark.parametrize("event", INSIDERS)
    def test_whoever_has_not_entered_gets_the_same_answer(
        self, olga: Browser, ann: Browser, event: str
    ) -> None:
        for here in (room(ann), uuid4().hex):
            answer = olga.send(event, filled(INSIDERS[event], olga, here))
            assert answer["code"] == "not_entered"

    @pytest.mark.parametrize("event", EVERYBODYS)
    def test_an_unknown_room_and_another_events_look_the_same(
        self, ann: Browser, event: str, exchange: Exchange1
    ) -> None:
        world = exchange.world
        other = world.live_event()
        world.live_part(other)
        elsewhere = str(plenary_of(world, other))
        answers = [
            ann.send(event, filled(EVERYBODYS[event], ann, here))
            for here in (elsewhere, uuid4().hex)
        ]
        assert [answer["code"] for answer in answers] == ["not_found", "not_found"]
        assert answers[0] == answers[1]

    @pytest.mark.parametrize("event", ["rename", "lower", "answer", "visit"])
    def test_facilitators_reach_no_room_of_another_event(
        self, fay: Browser, event: str, exchange: Exchange1
    ) -> None:
        world = exchange.world
        other = world.live_event()
        world.live_part(other)
        elsewhere = str(plenary_of(world, other))
        answer = fay.send(event, filled(FACILITATORS[event], fay, elsewhere))
        assert answer["code"] == "not_found"


def plenary_of(world: Any, event: Any) -> str:
    from exchange.core.db import scope_of
    from exchange.rooms.queries import picture_of

    part = world.part(event)
    with scope_of(world.database):
        plenary = picture_of(part.id).plenary
        assert plenary is not None
        return plenary.id.hex
