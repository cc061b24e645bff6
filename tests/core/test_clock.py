"""When a day may begin somewhere."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from exchange.core import clock

ZONES = ("Europe/London", "Europe/Copenhagen", "Asia/Kathmandu", "America/St_Johns", "UTC")


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25), date(2027, 1, 1)])
def test_no_day_of_any_zone_begins_before_the_next_midnight(zone: str, day: date) -> None:
    begins = clock.from_local(datetime.combine(day, time()), zone)
    assert clock.next_midnight(begins - timedelta(microseconds=1)) == begins
    assert clock.next_midnight(begins) == begins + timedelta(minutes=15)


def test_the_next_midnight_of_an_hours_last_minute_is_in_the_next_hour() -> None:
    late = datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert clock.next_midnight(late) == datetime(2027, 1, 1, tzinfo=UTC)
