"""Sweeps: what must happen even if the process that should have done it has died."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from exchange.cases.models import Case
from exchange.core import clock
from exchange.core.actor import system
from exchange.core.db import find, transaction
from exchange.outbox.enqueue import enqueue
from exchange.outbox.jobs import every, job
from exchange.realtime.control import hear
from exchange.realtime.live import connections
from exchange.registration.actions import settle_attendance
from exchange.rooms import actions, queries
from exchange.rooms.emails import case_letter

SWEEP = system("sweep")


@job("case_letter")
def write_case_letter(payload: Mapping[str, Any]) -> None:
    """Tell somebody that their case was rewritten, unless they have decided already."""
    case = find(Case, UUID(payload["case"]))
    written = case and case_letter(case)
    if written:
        with transaction():
            enqueue("mail", written)


@every(seconds=5, name="rooms.finish_rounds")
def finish_rounds() -> None:
    """Close rounds whose countdown has run out; the processes' own clocks are usually first."""
    due, _ = actions.due_rounds(clock.now())
    for round_id in due:
        actions.finish_round(actor=SWEEP, round_id=round_id)


@every(seconds=24 * 3600, name="rooms.forget_arrangements")
def forget_arrangements() -> None:
    """Keep the retention period that facilitators are told on the page of their lists."""
    actions.forget_arrangements(actor=SWEEP)
    actions.forget_old_answers(actor=SWEEP)


@every(seconds=10, name="rooms.close_silent_processes")
def close_silent_processes() -> None:
    """Close the attendance intervals of processes that died, and show the rooms without them."""
    for process_id in actions.silent_processes():
        actions.end_silent_process(actor=SWEEP, process_id=process_id)
    actions.send_presence()


@every(seconds=20, name="rooms.judge_everybody")
def judge_everybody() -> None:
    """Judge everybody who holds a place in an open part, as terms end by the clock.

    A process that holds sockets does so by itself, whether or not it has a worker.
    """
    if not len(connections):
        hear("access_changed", {})


@every(seconds=600, name="rooms.settle_attendance")
def settle_who_came() -> None:
    """Turn the places of events that are over into attended and absent, by presence."""
    for event_id in queries.events_to_settle(clock.now()):
        settle_attendance(actor=SWEEP, event_id=event_id, came=queries.who_came(event_id))
