"""Announcements reach every process at once."""

import threading
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from exchange.core.db import scope_of, transaction
from exchange.realtime import control
from exchange.web.application import Exchange


class Elsewhere:
    """Other processes, which hear as soon as they are told."""

    def __init__(self) -> None:
        self.told = threading.Event()

    def send(self, topic: str, body: Mapping[str, Any]) -> None:
        self.told.set()


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    carrier = Elsewhere()
    control.use_carrier(carrier)
    yield carrier
    control.use_carrier(None)


def test_nobody_waits_for_what_the_announcing_process_has_to_do(
    app: Exchange, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[bool] = []
    obey = [lambda _: heard.append(elsewhere.told.wait(10))]
    monkeypatch.setattr(control, "_listeners", {"access_changed": obey})
    with scope_of(app.database), transaction():
        control.announce("access_changed")
        assert not elsewhere.told.is_set()
    assert heard == [True]
