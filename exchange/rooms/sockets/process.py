"""What this process does by itself for its sockets: heartbeat, clock, presence, latest numbers."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import structlog
from sqlalchemy.exc import DBAPIError

from exchange.core import clock
from exchange.core.actor import system
from exchange.core.db import scope_of
from exchange.core.errors import ExchangeError
from exchange.core.pace import give_way
from exchange.extensions import socketio
from exchange.realtime.control import hear
from exchange.realtime.live import connections
from exchange.realtime.publish import (
    NAMESPACE,
    facilitators_channel,
    person_channel,
    room_channel,
)
from exchange.rooms import actions
from exchange.rooms.presence import STALE
from exchange.rooms.queries import VERDICTS, latest, newest_told, pulses_of
from exchange.rooms.sockets.channels import bring_after, hears_console
from exchange.web.application import Exchange

log = structlog.get_logger()

BEAT = 5.0  # seconds between heartbeats
TICK = 1.0  # the longest that the clock sleeps
TOGETHER = 0.2  # seconds in which changes of presence are sent together
SPARED = 16.0  # times what sending took, before the next: a crowd at the doors comes first
JUDGE = 20.0  # seconds between judgements of everybody here: terms end by the clock
RENEW = 0.25  # seconds between looks at whose verdict runs out
LATEST = 10.0  # seconds between repetitions of the newest numbers
LATELY = timedelta(minutes=2)  # conversations that rest longer are not repeated
CLOCK = system("clock")


@dataclass
class Process:
    """This process as the database knows it, and its background tasks."""

    app: Exchange
    id: UUID = field(default_factory=uuid4)
    stopping: threading.Event = field(default_factory=threading.Event)
    countdown: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Register the process and begin its tasks. For processes that hold sockets."""
        self._guarded(self.beat)
        tasks = (self._keep_beating, self._watch_the_clock, self._send_presence)
        for task in (*tasks, self._repeat_latest, self._judge_everybody, self._renew_verdicts):
            socketio.start_background_task(task)

    def stop(self) -> None:
        """End the tasks and close this process's intervals, once its sockets have been closed."""
        self.stopping.set()
        for wake in (self.countdown, STALE.any):
            wake.set()
        self._guarded(lambda: actions.end_process(actor=CLOCK, process_id=self.id))

    def beat(self) -> None:
        """Say that this process lives. Taken for dead meanwhile, it has its browsers return."""
        sids = [connected.sid for connected in connections.everyone()]
        if not actions.beat(actor=CLOCK, process_id=self.id, sids=sids):
            for sid in sids:
                self._tell("going", {}, sid)

    def finish_due_rounds(self) -> float:
        """Close rounds and rooms that have counted down; returns seconds until the next look."""
        now = clock.now()
        due, coming = actions.due_rounds(now)
        for round_id in due:
            actions.finish_round(actor=CLOCK, round_id=round_id)
        rooms, soon = actions.due_rooms(now)
        for room_id in rooms:
            actions.finish_room(actor=CLOCK, room_id=room_id)
        next_end = min((end for end in (coming, soon) if end), default=None)
        left = (next_end - clock.now()).total_seconds() if next_end else TICK
        return min(TICK, max(0.01, left))

    def send_presence(self) -> float:
        """Send the views in which presence has changed; returns seconds until the next time."""
        began = time.monotonic()
        actions.send_presence()
        return max(TOGETHER, SPARED * (time.monotonic() - began))

    def repeat_latest(self) -> None:
        """Tell the rooms that have sockets here their newest numbers, so that a gap is noticed.

        Before that, whoever missed a move is brought after it; facilitators are told of all rooms.
        """
        bring_after()
        rooms = {
            UUID(channel.removeprefix("room:"))
            for connected in connections.everyone()
            for channel in connected.channels
            if channel.startswith("room:")
        }
        began = time.monotonic()
        for each in latest(sorted(rooms)) if rooms else ():
            self._tell("latest", each.payload(), room_channel(each.room_id))
            give_way(began)
            began = time.monotonic()
        for part_id in {each.part_id for each in connections.everyone() if hears_console(each)}:
            if part_id is not None:
                pulses = [pulse.payload() for pulse in pulses_of(part_id)]
                self._tell("pulse", {"rooms": pulses}, facilitators_channel(part_id))
                give_way(began)
                began = time.monotonic()
        self._repeat_told()

    def _repeat_told(self) -> None:
        """Tell people how far their conversations are that moved lately: a line may be lost."""
        for head in newest_told(clock.now() - LATELY) if len(connections) else ():
            if head.person_id is None:
                channel = facilitators_channel(head.part_id)
            else:
                channel = person_channel(head.part_id, head.person_id)
            self._tell("latest_told", head.payload(), channel)

    def _keep_beating(self) -> None:
        while not self.stopping.wait(BEAT):
            self._guarded(self.beat)

    def _watch_the_clock(self) -> None:
        while not self.stopping.is_set():
            self.countdown.clear()
            self.countdown.wait(self._guarded(self.finish_due_rounds) or TICK)

    def _send_presence(self) -> None:
        while not self.stopping.is_set():
            STALE.any.wait()
            self.stopping.wait(self._guarded(self.send_presence) or TICK)

    def _repeat_latest(self) -> None:
        while not self.stopping.wait(LATEST):
            self._guarded(self.repeat_latest)

    def _judge_everybody(self) -> None:
        took = 0.0
        while not self.stopping.wait(max(JUDGE / 2, JUDGE - took)):
            began = time.monotonic()
            self._guarded(lambda: hear("access_changed", {}))
            took = time.monotonic() - began

    def _renew_verdicts(self) -> None:
        while not self.stopping.wait(RENEW):
            self._guarded(VERDICTS.renew)

    def _guarded(self, work: Callable[[], Any]) -> Any:
        """Do `work` in a scope of its own; a database that is away ends no task."""
        try:
            with self.app.app_context(), scope_of(self.app.database):
                return work()
        except (DBAPIError, ExchangeError) as error:
            log.warning("room_task_failed", error=type(error).__name__)
            return None

    @staticmethod
    def _tell(event: str, payload: Mapping[str, Any], to: str) -> None:
        """To this process's sockets alone: each process tells its own."""
        socketio.emit(event, dict(payload), to=to, namespace=NAMESPACE, ignore_queue=True)
