"""Readers that come together share a reading, and never one that began before they asked."""

import threading
from collections.abc import Callable

import pytest

from exchange.core.db import scope_of
from exchange.core.joined import Joined
from exchange.web.application import Exchange


class Source:
    """Counts its readings; `meanwhile` happens in the middle of one."""

    def __init__(self) -> None:
        self.readings = 0
        self.meanwhile: Callable[[], None] = lambda: None

    def read(self, key: str) -> str:
        self.readings += 1
        number = self.readings
        self.meanwhile()
        return f"{key}{number}"


@pytest.fixture
def source() -> Source:
    return Source()


def test_nothing_is_kept_for_those_who_come_later(app: Exchange, source: Source):
    joined = Joined(source.read)
    with scope_of(app.database):
        assert [joined.ask("a"), joined.ask("a"), joined.ask("b")] == ["a1", "a2", "b3"]


def test_whoever_asks_before_a_reading_begins_shares_it(
    app: Exchange, source: Source, monkeypatch: pytest.MonkeyPatch
):
    joined, answers = Joined(source.read), []

    def join() -> None:
        with scope_of(app.database):
            answers.append(joined.ask("a"))

    others = [threading.Thread(target=join, daemon=True) for _ in range(3)]

    def wait_for_others(_: float) -> None:
        """The moment in which a leader lets others join."""
        for other in others:
            other.start()
        while not all(other.is_alive() for other in others):
            pass
        while waiting(joined) < len(others):
            pass

    monkeypatch.setattr("exchange.core.joined.time.sleep", wait_for_others)
    with scope_of(app.database):
        answers.append(joined.ask("a"))
    for other in others:
        other.join(20)
    assert answers == ["a1"] * 4


def waiting(joined: Joined[str, str]) -> int:
    """How many wait for the group that gathers."""
    group = joined._gathering["a"]
    return len(group.done._cond._waiters)  # type: ignore[attr-defined]


def test_whoever_asks_while_a_reading_is_under_way_gets_a_later_one(app: Exchange, source: Source):
    joined, later = Joined(source.read), []

    def ask_in_the_middle() -> None:
        source.meanwhile = lambda: None
        other = threading.Thread(target=ask, daemon=True)
        other.start()
        other.join(20)

    def ask() -> None:
        with scope_of(app.database):
            later.append(joined.ask("a"))

    source.meanwhile = ask_in_the_middle
    with scope_of(app.database):
        assert joined.ask("a") == "a1"
    assert later == ["a2"]


def test_a_reading_that_fails_is_the_leaders_alone(
    app: Exchange, source: Source, monkeypatch: pytest.MonkeyPatch
):
    joined, answers = Joined(source.read), []

    def join() -> None:
        with scope_of(app.database):
            answers.append(joined.ask("a"))

    other = threading.Thread(target=join, daemon=True)

    def wait_for_the_other(_: float) -> None:
        other.start()
        while waiting(joined) < 1:
            pass

    def fail() -> None:
        source.meanwhile = lambda: None
        raise LookupError

    source.meanwhile = fail
    monkeypatch.setattr("exchange.core.joined.time.sleep", wait_for_the_other)
    with scope_of(app.database), pytest.raises(LookupError):
        joined.ask("a")
    other.join(20)
    assert answers == ["a2"]
