"""The outbox is done at least once, tried again with patience, and tells nothing it should not."""

import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from exchange.core import clock
from exchange.core.db import in_transaction, scope_of, session, transaction
from exchange.outbox import drain, jobs, schedule
from exchange.outbox.enqueue import enqueue
from exchange.outbox.jobs import GiveUp, every, job
from exchange.outbox.models import OutboxMessage
from exchange.web.application import Exchange


class Clock:
    """Time that passes when told."""

    def __init__(self) -> None:
        self.at = clock.now()

    def __call__(self) -> datetime:
        return self.at

    def goes(self, by: timedelta) -> None:
        self.at += by


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    stopped = Clock()
    monkeypatch.setattr(clock, "now", stopped)
    return stopped


@pytest.fixture(autouse=True)
def registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "JOBS", {})
    monkeypatch.setattr(jobs, "SCHEDULE", {})
    monkeypatch.setattr(drain, "JOBS", jobs.JOBS)
    monkeypatch.setattr(schedule, "SCHEDULE", jobs.SCHEDULE)


def put(app: Exchange, kind: str = "test", due_at: datetime | None = None) -> None:
    with scope_of(app.database), transaction():
        enqueue(kind, {"secret": "a link"}, due_at)


def drain_once(app: Exchange, *, keep: bool = False) -> bool:
    with scope_of(app.database):
        return drain.drain_one(keep_payload=keep)


def message(app: Exchange) -> OutboxMessage:
    with scope_of(app.database):
        return session().scalars(select(OutboxMessage)).one()


def test_a_message_is_done_once_outside_any_transaction_and_emptied(app: Exchange) -> None:
    done: list[Mapping[str, Any]] = []

    @job("test")
    def do(payload: Mapping[str, Any]) -> None:
        assert not in_transaction()
        done.append(payload)

    put(app)
    assert [drain_once(app) for _ in range(3)] == [True, False, False]
    assert done == [{"secret": "a link"}]
    assert message(app).payload == {}


def test_nothing_is_done_before_it_is_due(app: Exchange, time: Clock) -> None:
    job("test")(lambda payload: None)
    put(app, due_at=time() + timedelta(hours=1))
    assert not drain_once(app)
    time.goes(timedelta(hours=1))
    assert drain_once(app)


def test_a_failure_is_tried_again_ever_later_and_then_given_up(app: Exchange, time: Clock) -> None:
    @job("test")
    def fail(payload: Mapping[str, Any]) -> None:
        raise ValueError("to anna@council.example")

    put(app)
    for wait in drain.BACK_OFF:
        assert drain_once(app)
        assert not drain_once(app)
        time.goes(wait)
    assert drain_once(app)
    given_up = message(app)
    assert given_up.given_up_at is not None
    assert given_up.last_error == "ValueError"
    assert given_up.payload == {}
    time.goes(timedelta(days=2))
    assert not drain_once(app)


def test_what_cannot_succeed_is_given_up_at_once(app: Exchange) -> None:
    @job("test")
    def refuse(payload: Mapping[str, Any]) -> None:
        raise GiveUp("refused_550")

    put(app)
    drain_once(app)
    assert (message(app).last_error, message(app).attempts) == ("refused_550", 1)
    assert message(app).given_up_at is not None


def test_a_message_of_a_process_that_died_is_done_by_another(app: Exchange, time: Clock) -> None:
    done: list[str] = []

    @job("test")
    def die_once(payload: Mapping[str, Any]) -> None:
        done.append("begun")
        if len(done) == 1:
            raise SystemExit  # nothing after this runs, as when a process is killed

    put(app)
    with pytest.raises(SystemExit):
        drain_once(app)
    assert not drain_once(app)
    time.goes(drain.LEASE)
    assert drain_once(app)
    assert message(app).done_at is not None


def test_two_workers_never_do_one_message_at_once(app: Exchange) -> None:
    done: list[int] = []
    guard = threading.Lock()

    @job("test")
    def do(payload: Mapping[str, Any]) -> None:
        with guard:
            done.append(1)

    for _ in range(12):
        put(app)

    def work() -> None:
        while drain_once(app):
            pass

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while drain_once(app):
        pass
    assert len(done) == 12


def test_an_unknown_kind_waits_for_a_process_that_knows_it(app: Exchange) -> None:
    put(app, "of a newer version")
    drain_once(app)
    assert message(app).last_error == "LookupError"
    assert message(app).given_up_at is None


def test_finished_messages_are_forgotten_after_their_time(app: Exchange, time: Clock) -> None:
    job("test")(lambda payload: None)
    put(app)
    drain_once(app)
    time.goes(drain.KEPT + timedelta(seconds=1))
    with scope_of(app.database):
        drain.forget_finished()
        assert session().scalars(select(OutboxMessage)).all() == []


def test_a_scheduled_job_has_one_turn_per_interval_in_all_processes(
    app: Exchange, time: Clock
) -> None:
    turns: list[datetime] = []
    every(seconds=300, name="test.turn")(lambda: turns.append(time()))
    [scheduled] = jobs.SCHEDULE.values()

    def turn() -> bool:
        with scope_of(app.database):
            return bool(schedule.due_jobs()) and schedule.run_turn(scheduled)

    assert [turn(), turn()] == [True, False]
    time.goes(timedelta(seconds=299))
    assert not turn()
    time.goes(timedelta(seconds=1))
    assert turn()
    assert len(turns) == 2


def test_others_are_let_through_between_the_steps_of_a_turn(
    app: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    every(seconds=60, name="test.steps")(lambda: steps.append("job"))
    monkeypatch.setattr(schedule, "step_aside", lambda: steps.append("aside"))
    [scheduled] = jobs.SCHEDULE.values()
    with scope_of(app.database):
        assert schedule.run_turn(scheduled)
    assert steps == ["aside", "job", "aside"]


def test_a_scheduled_job_that_fails_gets_its_next_turn(app: Exchange, time: Clock) -> None:
    @every(seconds=60, name="test.fails")
    def fail() -> None:
        raise ValueError

    [scheduled] = jobs.SCHEDULE.values()
    with scope_of(app.database):
        assert schedule.run_turn(scheduled)
        time.goes(timedelta(seconds=60))
        assert schedule.run_turn(scheduled)
