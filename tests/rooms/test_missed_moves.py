"""Word of a move is lost between the processes: the socket is brought after it all the same."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from exchange.accounts.models import Person
from exchange.core.db import scope_of
from exchange.extensions import socketio
from exchange.realtime import control
from exchange.rooms.sockets.hold import this_process
from exchange.web.application import Exchange
from tests.rooms.conftest import Browser, Exchange1

Repeat = Callable[[], None]


@pytest.fixture
def repeat(app: Exchange) -> Repeat:
    """What the process does every ten seconds."""

    def do() -> None:
        with app.app_context(), scope_of(app.database):
            this_process().repeat_latest()

    return do


@contextmanager
def unheard() -> Iterator[None]:
    """Neither this process nor its browsers hear what is committed, as while Redis is away."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(control, "_listeners", {})
        patch.setattr(socketio, "emit", lambda *_, **__: None)
        yield


class Party:
    """Ann and the facilitator, on sockets of this process."""

    def __init__(self, exchange: Exchange1, browser: Callable[[Person], Browser]) -> None:
        self.person = exchange.person("Ann")
        self.ann, self.fay = browser(self.person), browser(exchange.facilitator)
        self.plenary = self.ann.enter()["place"]["room"]
        self.fay.enter()

    def run(self, event: str, **given: Any) -> None:
        answer = self.fay.ask(event, part=self.fay.part, **given)
        assert answer["ok"], answer

    def say_to_all(self, text: str) -> None:
        self.run("broadcast", text=text, key=f"{len(text):032x}")


@pytest.fixture
def party(exchange: Exchange1, browser: Callable[[Person], Browser]) -> Party:
    return Party(exchange, browser)


def test_whoever_was_moved_unheard_hears_the_new_room_alone(party: Party, repeat: Repeat) -> None:
    with unheard():
        party.run("open_round", rooms=1, seating="random")
    repeat()
    place = party.ann.heard("place")[-1]
    assert place["room"] not in (None, party.plenary)
    party.say_to_all("Where are you?")
    assert {told["room"] for told in party.ann.heard("message")} == {place["room"]}


def test_nobody_stays_behind_in_a_room_that_closed_unheard(party: Party, repeat: Repeat) -> None:
    party.run("open_round", rooms=1, seating="random")
    party.ann.enter()
    party.ann.everything()
    with unheard():
        party.run("close_round", seconds=0)
    repeat()
    assert party.ann.heard("place")[-1]["room"] == party.plenary
    party.say_to_all("Welcome back")
    assert [told["text"] for told in party.ann.heard("message")] == ["Welcome back"]


def test_whoever_stands_where_they_belong_is_told_nothing(party: Party, repeat: Repeat) -> None:
    party.ann.everything()
    repeat()
    assert party.ann.heard("place") == []


def test_somebody_outside_is_not_brought_in(
    party: Party, repeat: Repeat, browser: Callable[[Person], Browser]
) -> None:
    second = browser(party.person)  # connected, and has not entered
    repeat()
    party.say_to_all("To those inside")
    assert second.everything() == []
