"""Answers that are remembered for a moment, and forgotten when what they rest on changes."""

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from exchange.core import recent
from exchange.core.recent import Recent

TwoAsk = Callable[[Callable[[], None]], tuple[Future[int], Future[int]]]


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


@pytest.fixture
def two_ask(source: Source, monkeypatch: pytest.MonkeyPatch) -> TwoAsk:
    """Have two people ask for "a"; once the second waits for the first's answer, `meanwhile`."""
    began, awaited = threading.Event(), threading.Event()

    class Watched(Future[None]):
        def result(self, timeout: float | None = None) -> None:
            awaited.set()
            super().result(timeout)

    def both(meanwhile: Callable[[], None]) -> tuple[Future[int], Future[int]]:
        def first_alone() -> None:
            if len(source.asked) == 1:
                began.set()
                assert awaited.wait(10), "nobody waits for what is under way"
                meanwhile()

        source.meanwhile = first_alone
        with ThreadPoolExecutor() as people:
            first = people.submit(source.recent.answer, "a")
            assert began.wait(10)
            return first, people.submit(source.recent.answer, "a")

    monkeypatch.setattr(recent, "Future", Watched)
    return both


def test_what_is_under_way_is_waited_for_and_not_asked_again(source: Source, two_ask: TwoAsk):
    assert [each.result() for each in two_ask(lambda: None)] == [1, 1]
    assert source.asked == [["a"]]


def test_what_is_under_way_holds_up_nobody_who_wants_something_else(
    source: Source, two_ask: TwoAsk
):
    def meanwhile() -> None:
        assert source.recent.answer("b") == 2
        source.recent.renew()

    assert [each.result() for each in two_ask(meanwhile)] == [1, 1]
    assert source.asked == [["a"], ["b"]]


def test_who_waited_for_an_answer_of_before_a_change_asks_again(source: Source, two_ask: TwoAsk):
    assert [each.result() for each in two_ask(source.recent.clear)] == [1, 2]


def test_who_waited_fails_as_who_asked_and_does_not_ask_again(source: Source, two_ask: TwoAsk):
    def fail() -> None:
        raise LookupError

    for each in two_ask(fail):
        with pytest.raises(LookupError):
            each.result()
    assert source.asked == [["a"]]
