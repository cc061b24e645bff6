"""Answers that are remembered for a moment, and forgotten when what they rest on changes."""

import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from exchange.core import recent
from exchange.core.recent import Recent


class Source:
    """Answers with the number of the question; `meanwhile` happens while it is asked."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.now = 100.0
        self.recent: Recent[str, int] = Recent(1.0, self.ask)
        self.meanwhile = lambda: None

    def ask(self, keys: Sequence[str]) -> Mapping[str, int]:
        self.asked.append(list(keys))
        number = len(self.asked)
        self.meanwhile()
        return dict.fromkeys(keys, number)


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Source:
    made = Source()
    monkeypatch.setattr(recent.time, "monotonic", lambda: made.now)
    return made


def test_an_answer_is_asked_for_once_in_its_time(source: Source):
    assert [source.recent.answer("a") for _ in range(3)] == [1, 1, 1]
    source.now += 1.0
    assert source.recent.answer("a") == 2


def test_what_is_in_use_is_asked_about_together(source: Source):
    for key in ("a", "b", "unused"):
        source.recent.answer(key)
    source.recent.answer("b")
    source.now += 1.0
    source.recent.answer("a")
    assert source.asked[-1] == ["a", "b"]
    assert source.recent.answer("b") == len(source.asked)


def test_clearing_leaves_no_answer(source: Source):
    source.recent.answer("a")
    source.recent.clear()
    assert source.recent.answer("a") == 2


def test_forgetting_concerns_those_named_alone(source: Source):
    source.recent.answer("a")
    source.recent.answer("b")
    source.recent.forget(lambda key: key == "a")
    assert (source.recent.answer("a"), source.recent.answer("b")) == (3, 2)


@pytest.mark.parametrize("change", ["clear", "forget"])
def test_an_answer_of_before_a_change_is_not_remembered(source: Source, change: str):
    forget = {"clear": source.recent.clear, "forget": lambda: source.recent.forget(lambda _: True)}
    source.meanwhile = forget[change]
    assert source.recent.answer("a") == 1
    source.meanwhile = lambda: None
    assert source.recent.answer("a") == 2


def test_an_error_is_not_remembered(source: Source):
    def fail() -> None:
        raise LookupError

    source.meanwhile = fail
    with pytest.raises(LookupError):
        source.recent.answer("a")
    source.meanwhile = lambda: None
    assert source.recent.answer("a") == 2


def test_an_answer_that_is_asked_anew_serves_those_after_it(source: Source):
    assert source.recent.answer("a") == 1
    assert [source.recent.anew(["a"])["a"], source.recent.answer("a")] == [2, 2]


def test_what_is_in_use_is_renewed_before_anybody_waits_for_it(source: Source):
    for key in ("a", "unused"):
        source.recent.answer(key)
    source.recent.answer("a")
    source.recent.renew()  # too early
    source.now += 0.6
    source.recent.renew()
    assert source.asked[2:] == [["a"]]
    source.now += 0.9
    assert source.recent.answer("a") == 3


def test_what_was_renewed_before_a_change_is_not_remembered(source: Source):
    source.recent.answer("a")
    source.recent.answer("a")
    source.now += 0.6
    source.meanwhile = source.recent.clear
    source.recent.renew()
    source.meanwhile = lambda: None
    assert source.recent.answer("a") == 3


class Slow(Source):
    """A source whose first answer is under way until `go` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()
        self.began = threading.Event()
        self.meanwhile = self.wait

    def wait(self) -> None:
        if len(self.asked) == 1:
            self.began.set()
            assert self.go.wait(10)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    made = Slow()
    monkeypatch.setattr(recent.time, "monotonic", lambda: made.now)
    return made


def test_what_is_under_way_is_waited_for_and_not_asked_again(slow: Slow):
    with ThreadPoolExecutor() as people:
        first = people.submit(slow.recent.answer, "a")
        assert slow.began.wait(10)
        later = [people.submit(slow.recent.answer, "a") for _ in range(3)]
        assert slow.recent.answer("b") == 2
        slow.recent.renew()
        slow.go.set()
        assert [each.result(10) for each in (first, *later)] == [1, 1, 1, 1]
    assert slow.asked == [["a"], ["b"]]


def test_who_waited_for_an_answer_of_before_a_change_asks_again(slow: Slow):
    with ThreadPoolExecutor() as people:
        first = people.submit(slow.recent.answer, "a")
        assert slow.began.wait(10)
        later = people.submit(slow.recent.answer, "a")
        slow.recent.clear()
        slow.go.set()
        assert (first.result(10), later.result(10)) == (1, 2)


def test_who_waited_fails_as_who_asked(slow: Slow):
    def fail() -> None:
        slow.wait()
        raise LookupError

    slow.meanwhile = fail
    with ThreadPoolExecutor() as people:
        first = people.submit(slow.recent.answer, "a")
        assert slow.began.wait(10)
        later = people.submit(slow.recent.answer, "a")
        slow.go.set()
        for each in (first, later):
            with pytest.raises(LookupError):
                each.result(10)
