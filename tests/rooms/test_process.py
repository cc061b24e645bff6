"""What a process does by itself: heartbeat, clock, presence sent together, newest numbers."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
import time_machine
from sqlalchemy import select

from exchange.accounts.models import Person
from exchange.core import clock
from exchange.core.actor import Actor
from exchange.core.db import scope_of, session
from exchange.core.errors import Unavailable
from exchange.rooms import actions, jobs
from exchange.rooms.actions import presence
from exchange.rooms.enums import Seating
from exchange.rooms.models import Connection
from exchange.rooms.presence import STALE, Changed
from exchange.rooms.sockets import process as process_module
from exchange.rooms.sockets.hold import this_process
from exchange.rooms.sockets.process import Process
from exchange.web.application import Exchange
from tests.rooms.conftest import PROCESS, Browser, Exchange1, Inside
from tests.rooms.sockets.test_conversations import person_of, tell


@pytest.fixture
def process(app: Exchange) -> Process:
    return this_process()


def intervals_open() -> int:
    statement = select(Connection).where(Connection.ended_at.is_(None))
    return len(session().scalars(statement.execution_options(populate_existing=True)).all())


class TestHeartbeat:
    def test_a_silent_process_is_closed_at_its_last_beat(self, inside: Inside) -> None:
        system = inside.exchange.world.system()
        actions.beat(actor=system, process_id=PROCESS)
        inside.enter(inside.exchange.person("Ann"))
        beat_at = clock.now()
        jobs.close_silent_processes()
        assert intervals_open() == 1
        with time_machine.travel(clock.now() + timedelta(seconds=30), tick=True):
            jobs.close_silent_processes()
        interval = session().scalars(select(Connection)).one()
        assert interval.ended_at is not None
        assert interval.ended_at <= beat_at

    def test_a_process_taken_for_dead_learns_it(self, inside: Inside) -> None:
        system = inside.exchange.world.system()
        assert actions.beat(actor=system, process_id=PROCESS)
        actions.end_process(actor=system, process_id=PROCESS)
        assert not actions.beat(actor=system, process_id=PROCESS)
        assert actions.beat(actor=system, process_id=PROCESS)

    def test_intervals_of_sockets_that_are_gone_end(self, inside: Inside) -> None:
        system = inside.exchange.world.system()
        actions.beat(actor=system, process_id=PROCESS)
        inside.enter(inside.exchange.person("Ann"))
        actions.beat(actor=system, process_id=PROCESS, sids=[])
        assert intervals_open() == 0

    def test_stopping_closes_the_intervals(
        self, process: Process, browser: Callable[[Person], Browser], exchange: Exchange1
    ) -> None:
        ann = browser(exchange.person("Ann"))
        with scope_of(process.app.database):
            process.beat()
        ann.enter()
        process.stop()
        process.stopping.clear()
        with scope_of(process.app.database):
            assert intervals_open() == 0


class TestClock:
    def test_a_countdown_closes_once_whoever_looks(self, inside: Inside, process: Process) -> None:
        ann = inside.exchange.person("Ann")
        inside.enter(ann)
        opened = inside.run(actions.open_round, rooms=1, seating=Seating.RANDOM)
        inside.run(actions.close_round, seconds=30)
        assert process.finish_due_rounds() == 1.0
        assert inside.room_of(ann) != inside.plenary
        with time_machine.travel(clock.now() + timedelta(seconds=31), tick=True):
            process.finish_due_rounds()
            assert inside.room_of(ann) == inside.plenary
            assert not actions.finish_round(
                actor=inside.exchange.world.system(), round_id=opened.id
            )

    def test_a_reprieve_comes_before_the_clock(self, inside: Inside) -> None:
        inside.enter(inside.exchange.person("Ann"))
        inside.run(actions.open_round, rooms=1, seating=Seating.RANDOM)
        inside.run(actions.close_round, seconds=30)
        inside.run(actions.reprieve_round)
        with time_machine.travel(clock.now() + timedelta(seconds=31), tick=True):
            jobs.finish_rounds()
        assert inside.picture().round is not None


class TestPresence:
    def test_many_entrances_are_sent_as_one_view(
        self,
        browser: Callable[[Person], Browser],
        exchange: Exchange1,
        flush: Callable[[], None],
    ) -> None:
        first = browser(exchange.person("First"))
        first.enter()
        flush()
        first.everything()
        for number in range(4):
            browser(exchange.person(f"Officer {number}")).enter()
        assert first.heard("room") == []
        flush()
        views = first.heard("room")
        assert [len(view["people"]) for view in views] == [5]

    def test_the_newest_numbers_are_repeated(
        self, process: Process, browser: Callable[[Person], Browser], exchange: Exchange1
    ) -> None:
        ann = browser(exchange.person("Ann"))
        room = ann.enter()["place"]["room"]
        ann.ask("say", room=room, text="Hello", key=uuid4().hex)
        with scope_of(process.app.database):
            process.repeat_latest()
        latest = ann.heard("latest")[-1]
        assert (latest["room"], latest["messages"], latest["notes"]) == (room, 1, 0)

    def test_others_are_let_through_after_each_room_and_each_part_that_is_told(
        self,
        process: Process,
        browser: Callable[[Person], Browser],
        exchange: Exchange1,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        for person in (exchange.person("Ann"), exchange.facilitator):
            browser(person).enter()
        rests: list[float] = []
        monkeypatch.setattr(process_module, "give_way", rests.append)
        with scope_of(process.app.database):
            process.repeat_latest()
        assert len(rests) == 2

    def test_everybody_is_judged_every_twenty_seconds_however_long_it_takes(
        self, process: Process, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        waits: list[float] = []
        now = 0.0

        class Stopping:
            def wait(self, seconds: float) -> bool:
                waits.append(seconds)
                return len(waits) > 2

        def hear(*_: object) -> None:
            nonlocal now
            now += 7.0

        monkeypatch.setattr(process, "stopping", Stopping())
        monkeypatch.setattr(process_module, "hear", hear)
        monkeypatch.setattr(process_module, "time", SimpleNamespace(monotonic=lambda: now))
        process._judge_everybody()
        assert waits == [20.0, 13.0, 13.0]

    def test_conversations_that_moved_lately_are_repeated_to_those_in_them(
        self, process: Process, browser: Callable[[Person], Browser], exchange: Exchange1
    ) -> None:
        ann, ben, fay = map(
            browser, (exchange.person("Ann"), exchange.person("Ben"), exchange.facilitator)
        )
        for each in (ann, ben, fay):
            each.enter()
        tell(ann, ben, "A word")
        with scope_of(process.app.database):
            process.repeat_latest()
        assert ben.heard("latest_told") == [{"with": person_of(ann), "last": 1}]
        assert ann.heard("latest_told") == [{"with": person_of(ben), "last": 1}]
        assert fay.heard("latest_told") == []
        later = clock.now() + timedelta(minutes=3)
        with time_machine.travel(later, tick=True), scope_of(process.app.database):
            process.repeat_latest()
        assert ben.heard("latest_told") == []


def test_presence_that_could_not_be_sent_is_sent_with_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parts = [uuid4(), uuid4(), uuid4()]
    sent: list[UUID] = []

    def show(*, actor: Actor, changed: Mapping[UUID, Changed]) -> None:
        if len(sent) == 1:
            raise Unavailable
        sent.extend(changed)

    monkeypatch.setattr(presence, "SHOWN_AT_ONCE", 1)
    monkeypatch.setattr(presence, "show_presence", show)
    STALE.take()
    for part_id in parts:
        STALE.mark(part_id, Changed(people={part_id}))
    with pytest.raises(Unavailable):
        actions.send_presence()
    STALE.mark(parts[1], Changed(rooms={parts[0]}))
    left = STALE.take()
    assert left == {
        parts[1]: Changed(rooms={parts[0]}, people={parts[1]}),
        parts[2]: Changed(people={parts[2]}),
    }
