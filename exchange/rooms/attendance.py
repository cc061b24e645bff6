"""Attendance: how long somebody was in a part, from the intervals of their connections. Pure.

Two tabs or two devices at one moment are one person who is there: overlapping intervals count once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

ENOUGH = timedelta(minutes=10)  # in all parts of an event together: whoever was there so long came


@dataclass(frozen=True)
class Interval:
    """A connection of one person: from when, until when (UTC; None: it is open)."""

    began_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class Attendance:
    """One person in one part. Instants in UTC; `time` counts from the part's planned start."""

    first_in: datetime
    last_out: datetime
    time: timedelta
    inside: bool  # a connection is open

    @property
    def minutes(self) -> int:
        """Whole minutes of presence, rounded down."""
        return int(self.time.total_seconds() // 60)


def attendance(
    intervals: Iterable[Interval], starts_at: datetime, now: datetime
) -> Attendance | None:
    """What somebody's connections in a part come to; None without any.

    Who waits in the room before the part's planned start is in, but that time does not count.
    """
    spans = sorted((each.began_at, each.ended_at or now) for each in intervals)
    if not spans:
        return None
    total, counted_until = timedelta(), starts_at
    for begins, ends in spans:
        total += max(timedelta(), ends - max(begins, counted_until))
        counted_until = max(counted_until, ends)
    return Attendance(
        first_in=spans[0][0],
        last_out=max(end for _, end in spans),
        time=total,
        inside=any(end == now for _, end in spans),
    )


def came(attended: Iterable[Attendance]) -> bool:
    """Whether somebody counts as having attended an event, by what they attended of its parts."""
    return sum((each.time for each in attended), timedelta()) >= ENOUGH
