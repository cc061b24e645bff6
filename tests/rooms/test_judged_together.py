"""Lines stored together: each is judged by itself, as of the transaction that stores it."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from exchange.accounts.actions import revoke_sessions
from exchange.accounts.models import Person
from exchange.core.actor import Actor
from exchange.core.db import scope_of
from exchange.core.decision import Refused
from exchange.core.errors import ExchangeError, NotFound
from exchange.realtime import control
from exchange.rooms import actions
from exchange.rooms.actions.chat import TOGETHER, _say_all
from exchange.rooms.actions.log import Line, Said
from exchange.rooms.enums import MessageKind
from exchange.rooms.queries import replay
from exchange.web.application import Exchange
from tests.rooms.conftest import Browser, Exchange1, Inside


def line(actor: Actor, room_id: UUID, text: str, key: UUID | None = None) -> Line:
    return Line(actor, room_id, MessageKind.SAID, text, key or uuid4())


def outcomes(lines: list[Line]) -> list[int | type[ExchangeError]]:
    said = _say_all(actor=TOGETHER, lines=lines)
    return [each.number if isinstance(each, Said) else type(each) for each in said]


@pytest.fixture
def ann(inside: Inside, exchange: Exchange1) -> Actor:
    person = exchange.person("Ann")
    inside.enter(person)
    return inside.actor(person)


def test_a_refused_line_costs_its_neighbours_nothing(
    inside: Inside, exchange: Exchange1, ann: Actor
) -> None:
    absent = inside.actor(exchange.person("Absent"))
    stranger = inside.actor(exchange.world.person("Stranger"))
    room = inside.plenary
    given = [
        line(ann, room, "one"),
        line(absent, room, "from outside"),
        line(ann, uuid4(), "nowhere"),
        line(stranger, room, "without a place"),
        line(ann, room, "two"),
    ]
    assert outcomes(given) == [1, NotFound, NotFound, NotFound, 2]
    assert [each.text for each in replay(ann, room, 0).messages] == ["one", "two"]


def test_the_same_line_twice_at_one_moment_is_stored_once(inside: Inside, ann: Actor) -> None:
    same = line(ann, inside.plenary, "once", uuid4())
    assert outcomes([same, same, line(ann, inside.plenary, "then")]) == [1, 1, 2]
    assert outcomes([same]) == [1]


def test_a_locked_chat_refuses_participants_beside_a_facilitator(
    inside: Inside, exchange: Exchange1, ann: Actor
) -> None:
    inside.enter(exchange.facilitator)
    inside.run(actions.lock_chat, locked=True)
    given = [
        line(ann, inside.plenary, "may I?"),
        line(inside.facilitator, inside.plenary, "a moment"),
    ]
    assert outcomes(given) == [Refused, 1]


def test_a_session_that_is_over_stores_nothing_even_if_nobody_was_told(
    app: Exchange,
    exchange: Exchange1,
    browser: Callable[[Person], Browser],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person = exchange.person("Ann")
    ann = browser(person)
    room = ann.enter()["room"]["id"]
    assert ann.ask("say", room=room, text="while signed in", key=uuid4().hex)["ok"]
    monkeypatch.setattr(control, "_listeners", {})
    with scope_of(app.database):
        revoke_sessions(actor=exchange.world.actor(person), person_id=person.id)
    answer = ann.ask("say", room=room, text="afterwards", key=uuid4().hex)
    assert (answer["ok"], answer["code"]) == (False, "not_signed_in")
