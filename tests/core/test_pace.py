"""Long work that nobody waits for rests between its steps, and holds no connection meanwhile."""

from types import SimpleNamespace

import pytest

from exchange.core import pace
from exchange.core.db import scope_of, session
from exchange.web.application import Exchange


def test_it_rests_longer_than_it_worked_without_a_connection(
    app: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    rested: list[tuple[float, bool]] = []

    def sleep(seconds: float) -> None:
        rested.append((seconds, session().in_transaction()))

    monkeypatch.setattr(pace, "time", SimpleNamespace(monotonic=lambda: 10.0, sleep=sleep))
    with scope_of(app.database):
        session().connection()
        pace.give_way(9.999)
        session().connection()
        pace.give_way(9.0)
        session().connection()
        pace.step_aside()
    assert rested == [
        (pytest.approx(0.001 * pace.RESTS), False),
        (pace.LONGEST, False),
        (pace.ASIDE, False),
    ]
