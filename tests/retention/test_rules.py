from datetime import date, timedelta

import pytest

from exchange.retention.enums import Kind
from exchange.retention.periods import PERIODS
from exchange.retention.rules import (
    RetentionReason,
    Stand,
    hold_stands,
    may_choose,
    may_destroy,
    may_hold,
)

ENDED = date(2026, 11, 24)
DEFAULTS = {kind: period.days for kind, period in PERIODS.items()}


@pytest.mark.parametrize("after", [0, 29, 30, 31])
@pytest.mark.parametrize("held", [False, True])
@pytest.mark.parametrize("in_use", [False, True])
@pytest.mark.parametrize("dated", [False, True])
def test_something_goes_on_its_day_unless_held_or_in_use(
    after: int, held: bool, in_use: bool, dated: bool
) -> None:
    stand = Stand(ENDED + timedelta(days=after), ENDED if dated else None, in_use)
    assert bool(may_destroy(stand, 30, held=held)) is (
        after >= 30 and dated and not held and not in_use
    )


def test_who_waits_is_told_the_day() -> None:
    decision = may_destroy(Stand(ENDED, ENDED, in_use=False), 30, held=False)
    assert decision.sentence is not None
    assert decision.sentence.values == {"day": date(2026, 12, 24)}


@pytest.mark.parametrize(
    ("ends_on", "lifted", "stands"),
    [
        (ENDED, False, True),  # the last day belongs to it
        (ENDED - timedelta(days=1), False, False),
        (ENDED + timedelta(days=1), False, True),
        (ENDED + timedelta(days=1), True, False),
    ],
)
def test_a_hold_stands_until_its_last_day_or_its_lifting(
    ends_on: date, lifted: bool, stands: bool
) -> None:
    assert hold_stands(ends_on=ends_on, lifted=lifted, today=ENDED) is stands


@pytest.mark.parametrize("kind", Kind)
def test_every_period_lies_within_its_bounds(kind: Kind) -> None:
    period = PERIODS[kind]
    assert period.least <= period.days <= period.most
    for days in (period.least - 1, period.most + 1):
        decision = may_choose({**DEFAULTS, kind: days}, DEFAULTS, spoken=False)
        assert decision.code == RetentionReason.OUT_OF_BOUNDS
    longest = {**DEFAULTS, Kind.PRESENCE: PERIODS[Kind.PRESENCE].most, kind: period.most}
    assert may_choose(longest, DEFAULTS, spoken=False)


def test_a_promise_under_which_people_spoke_becomes_shorter_alone() -> None:
    longer, shorter = {**DEFAULTS, Kind.CHAT: 31}, {**DEFAULTS, Kind.CHAT: 29}
    assert may_choose(longer, DEFAULTS, spoken=False)
    assert may_choose(longer, DEFAULTS, spoken=True).code == RetentionReason.LONGER
    assert may_choose(shorter, DEFAULTS, spoken=True)


def test_notes_are_not_kept_longer_than_who_may_read_them() -> None:
    days = {**DEFAULTS, Kind.PRESENCE: 30, Kind.NOTES: 31}
    assert may_choose(days, DEFAULTS, spoken=False).code == RetentionReason.SHORTER_THAN_NOTES


@pytest.mark.parametrize(
    ("reference", "days", "allowed"),
    [
        ("2026/1234", 1, True),
        ("CASE-7", 730, True),
        ("CASE-7", 731, False),
        ("CASE-7", 0, False),
        ("no number", 30, False),
        ("", 30, False),
        ("<b>7</b>", 30, False),
        ("7" * 61, 30, False),
    ],
)
def test_a_hold_has_a_reference_and_an_end(reference: str, days: int, allowed: bool) -> None:
    ends_on = ENDED + timedelta(days=days)
    assert bool(may_hold(reference=reference, ends_on=ends_on, today=ENDED)) is allowed
