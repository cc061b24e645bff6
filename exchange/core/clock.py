"""The only place where time is read. Instants are aware and in UTC; days belong to a zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

QUARTER = timedelta(minutes=15)  # zones differ by whole quarters of an hour


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def today(zone: str) -> date:
    """The present calendar day in `zone` (an IANA name such as "Europe/London")."""
    return now().astimezone(ZoneInfo(zone)).date()


def local(instant: datetime, zone: str) -> datetime:
    """`instant` as the wall clock of `zone` shows it."""
    return instant.astimezone(ZoneInfo(zone))


def from_local(wall: datetime, zone: str) -> datetime:
    """The UTC instant at which the clocks of `zone` show the naive time `wall`.

    A time that occurs twice (the hour repeated in autumn) is taken as the earlier one.
    """
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def next_midnight(instant: datetime) -> datetime:
    """The first instant after this one at which a day may begin, whatever the zone."""
    hour = instant.replace(minute=0, second=0, microsecond=0)
    return hour + ((instant - hour) // QUARTER + 1) * QUARTER
