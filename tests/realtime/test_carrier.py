"""Announcements between processes over a real Redis."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from exchange.realtime import control
from exchange.realtime.carrier import RedisCarrier
from tests.support.redis_server import RedisServer

pytestmark = [pytest.mark.faults, pytest.mark.postgres]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(control, "_listeners", {"access_changed": [told.append]})
    return told


@pytest.fixture
def carriers(redis_url: str, heard: list[dict[str, Any]]) -> Iterator[list[RedisCarrier]]:
    both = [RedisCarrier(redis_url), RedisCarrier(redis_url)]
    for carrier in both:
        carrier.start()
    assert until(lambda: _subscribed(both[0]) == len(both))
    yield both
    for carrier in both:
        carrier.stop()


def _subscribed(carrier: RedisCarrier) -> int:
    return dict(carrier._redis.pubsub_numsub("exchange-control"))[b"exchange-control"]


def until(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 15
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    return holds()


def test_others_obey_an_announcement_once_and_its_sender_does_not_hear_it_again(carriers, heard):
    carriers[0].send("access_changed", {"person_id": "a"})
    carriers[1].send("access_changed", {"person_id": "b"})
    assert until(lambda: len(heard) >= 2)
    time.sleep(0.3)
    assert sorted(told["person_id"] for told in heard) == ["a", "b"]


def test_after_an_interruption_every_process_judges_everything_again(
    carriers, heard, redis_server: RedisServer
):
    redis_server.kill()
    carriers[0].send("access_changed", {"person_id": "lost"})
    redis_server.start()
    assert until(lambda: heard.count({}) >= len(carriers))
    assert {"person_id": "lost"} not in heard


def test_a_listener_that_fails_does_not_end_the_listening(carriers, heard, monkeypatch):
    def fail(_: Any) -> None:
        raise RuntimeError

    monkeypatch.setitem(control._listeners, "place_changed", [fail])
    carriers[0].send("place_changed", {})
    carriers[0].send("access_changed", {"person_id": "after"})
    assert until(lambda: {"person_id": "after"} in heard)
