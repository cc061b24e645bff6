"""What the worker can do: jobs by the kind of their message, and jobs by the clock.

Features register theirs by importing the decorators; `create_app` imports the features.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

Job = Callable[[Mapping[str, Any]], None]
ScheduledJob = Callable[[], None]


class JobFailed(Exception):
    """The job could not be done now. `code` is kept for operators; it names no person."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code[:80]


class GiveUp(JobFailed):
    """Repeating the job cannot help."""


@dataclass(frozen=True)
class Scheduled:
    """A job by the clock."""

    name: str
    interval: timedelta
    run: ScheduledJob


JOBS: dict[str, Job] = {}
SCHEDULE: dict[str, Scheduled] = {}


def job(kind: str) -> Callable[[Job], Job]:
    """Do messages of `kind` with this function; it must bear being repeated.

    It runs in a scope and an application context of its own, outside any transaction. An error
    brings it another try later; `GiveUp` ends it.
    """

    def register(function: Job) -> Job:
        if JOBS.setdefault(kind, function) is not function:
            raise ValueError(f"two jobs do {kind!r}")
        return function

    return register


def every(*, seconds: int, name: str) -> Callable[[ScheduledJob], ScheduledJob]:
    """Run this function every so many seconds, in one process at a time.

    It should end within `drain.LEASE`; after that another process may begin its next turn.
    """

    def register(function: ScheduledJob) -> ScheduledJob:
        known = SCHEDULE.setdefault(name, Scheduled(name, timedelta(seconds=seconds), function))
        if known.run is not function:
            raise ValueError(f"two scheduled jobs are named {name!r}")
        return function

    return register
