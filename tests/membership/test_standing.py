from datetime import UTC, date, datetime

import pytest

from exchange.membership.enums import Standing
from exchange.membership.models import Suspension, Term
from exchange.membership.standing import standing_on

LONDON = "Europe/London"


def term(first: date, last: date, grace: int = 0, tier: str = "Full") -> Term:
    return Term(tier=tier, starts_on=first, ends_on=last, grace_days=grace)


YEAR = term(date(2025, 4, 1), date(2026, 3, 31), grace=30)


@pytest.mark.parametrize(
    ("at", "kind"),
    [
        (datetime(2025, 3, 31, 22, 59, 59, tzinfo=UTC), Standing.PROSPECTIVE),
        (datetime(2025, 3, 31, 23, 0, tzinfo=UTC), Standing.ACTIVE),  # midnight in summer time
        (datetime(2026, 3, 31, 22, 59, 59, tzinfo=UTC), Standing.ACTIVE),
        (datetime(2026, 3, 31, 23, 0, tzinfo=UTC), Standing.GRACE),
        (datetime(2026, 4, 30, 22, 59, 59, tzinfo=UTC), Standing.GRACE),
        (datetime(2026, 4, 30, 23, 0, tzinfo=UTC), Standing.LAPSED),
    ],
)
def test_days_begin_and_end_at_midnight_of_the_networks_zone(at: datetime, kind: Standing) -> None:
    assert standing_on([YEAR], [], at=at, zone=LONDON).kind is kind


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)],  # the clocks go forward, and back
)
def test_a_term_of_one_day_lasts_as_long_as_that_day(day: date, hours: int) -> None:
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    begins = -60 if hours == 25 else 0  # summer time until that night
    kinds = [
        standing_on([term(day, day)], [], at=_minute(start, minute), zone=LONDON).kind
        for minute in (begins - 1, begins, begins + hours * 60 - 1, begins + hours * 60)
    ]
    assert kinds == [Standing.PROSPECTIVE, Standing.ACTIVE, Standing.ACTIVE, Standing.LAPSED]


def _minute(start: datetime, minute: int) -> datetime:
    return datetime.fromtimestamp(start.timestamp() + minute * 60, UTC)


def test_a_gap_between_two_terms_is_lapsed_and_says_when_it_begins_again() -> None:
    later = term(date(2027, 1, 1), date(2027, 12, 31))
    found = standing_on([later, YEAR], [], at=datetime(2026, 9, 1, tzinfo=UTC), zone=LONDON)
    assert (found.kind, found.ended_on, found.begins_on, found.until) == (
        Standing.LAPSED,
        date(2026, 3, 31),
        date(2027, 1, 1),
        date(2026, 12, 31),
    )


def test_only_the_last_ended_terms_grace_counts() -> None:
    short = term(date(2026, 4, 1), date(2026, 4, 10), grace=0)
    at = datetime(2026, 4, 15, tzinfo=UTC)
    assert standing_on([YEAR, short], [], at=at, zone=LONDON).kind is Standing.LAPSED


def test_a_suspension_counts_from_its_first_instant_until_just_before_its_last() -> None:
    began, ended = datetime(2025, 6, 1, 12, tzinfo=UTC), datetime(2025, 6, 2, 9, tzinfo=UTC)
    suspension = Suspension(began_at=began, ended_at=ended, reason="")
    kinds = [
        standing_on([YEAR], [suspension], at=at, zone=LONDON).kind
        for at in (datetime(2025, 6, 1, 11, 59, 59, tzinfo=UTC), began, ended)
    ]
    assert kinds == [Standing.ACTIVE, Standing.SUSPENDED, Standing.ACTIVE]


def test_no_terms_is_no_membership_and_a_suspension_without_terms_is_one() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    open_end = Suspension(began_at=at, ended_at=None, reason="")
    assert standing_on([], [], at=at, zone=LONDON).kind is Standing.NONE
    assert standing_on([], [open_end], at=at, zone=LONDON).kind is Standing.SUSPENDED
