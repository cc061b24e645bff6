"""Standing over time: total, single-valued, and moved only in the ways the words allow."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from exchange.core import clock
from exchange.membership.enums import Standing
from exchange.membership.models import Suspension, Term
from exchange.membership.rules import opens_rooms
from exchange.membership.standing import ORDER, StandingOn, standing_on

ZONES = ("Europe/London", "Europe/Copenhagen", "Pacific/Auckland", "America/St_Johns", "UTC")
FIRST = date(2024, 1, 1)

days = st.integers(0, 900).map(lambda n: FIRST + timedelta(days=n))
instants = st.integers(0, 880 * 86_400).map(
    lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
zones = st.sampled_from(ZONES)


@st.composite
def terms(draw: st.DrawFn) -> list[Term]:
    """Terms that do not overlap, as the actions keep them."""
    found, day = [], FIRST
    for length, gap, grace in draw(
        st.lists(
            st.tuples(st.integers(0, 300), st.integers(1, 200), st.integers(0, 90)), max_size=4
        )
    ):
        starts = day + timedelta(days=gap)
        day = starts + timedelta(days=length)
        found.append(Term(tier="Full", starts_on=starts, ends_on=day, grace_days=grace))
    return found


@st.composite
def suspensions(draw: st.DrawFn) -> list[Suspension]:
    begins = draw(st.lists(instants, max_size=2))
    lengths = st.none() | st.integers(1, 200)
    return [
        Suspension(
            began_at=began,
            ended_at=None if (length := draw(lengths)) is None else began + timedelta(days=length),
            reason="",
        )
        for began in begins
    ]


@given(terms(), suspensions(), instants, zones)
def test_every_instant_has_exactly_one_standing(
    held: list[Term], suspended: list[Suspension], at: datetime, zone: str
) -> None:
    found = standing_on(held, suspended, at=at, zone=zone)
    assert found.kind in set(ORDER)
    assert found == standing_on(held[::-1], suspended[::-1], at=at, zone=zone)


@given(terms(), instants, zones)
def test_the_day_lies_within_since_and_until(held: list[Term], at: datetime, zone: str) -> None:
    found = standing_on(held, [], at=at, zone=zone)
    day = clock.local(at, zone).date()
    assert found.since is None or found.since <= day
    assert found.until is None or day <= found.until


@given(terms(), instants, zones)
def test_the_standing_is_the_same_throughout_its_days(
    held: list[Term], at: datetime, zone: str
) -> None:
    found = standing_on(held, [], at=at, zone=zone)
    for day in (found.since, found.until):
        if day is not None:
            assert _at_noon(held, day, zone) == found


@given(terms(), instants, zones)
def test_another_standing_begins_on_the_day_after_the_last(
    held: list[Term], at: datetime, zone: str
) -> None:
    found = standing_on(held, [], at=at, zone=zone)
    if found.until is not None:
        assert _at_noon(held, found.until + timedelta(days=1), zone) != found


def _at_noon(held: list[Term], day: date, zone: str) -> StandingOn:
    noon = clock.from_local(datetime.combine(day, time(12)), zone)
    return standing_on(held, [], at=noon, zone=zone)


@given(terms(), days, st.integers(0, 60), instants, zones)
def test_adding_a_term_that_covers_the_day_makes_it_active(
    held: list[Term], starts: date, length: int, at: datetime, zone: str
) -> None:
    day = clock.local(at, zone).date()
    added = Term(
        tier="Full",
        starts_on=min(starts, day),
        ends_on=day + timedelta(days=length),
        grace_days=0,
    )
    assert standing_on([*held, added], [], at=at, zone=zone).kind is Standing.ACTIVE


@given(terms(), suspensions(), instants, zones)
def test_a_suspension_closes_and_its_end_restores_what_the_terms_say(
    held: list[Term], suspended: list[Suspension], at: datetime, zone: str
) -> None:
    plain = standing_on(held, [], at=at, zone=zone)
    covered = standing_on(held, suspended, at=at, zone=zone)
    in_force = any(s.began_at <= at and (s.ended_at is None or at < s.ended_at) for s in suspended)
    assert covered.kind is (Standing.SUSPENDED if in_force else plain.kind)
    assert not (in_force and opens_rooms(covered))


@given(terms(), instants, zones)
def test_every_refusal_has_a_sentence_that_can_be_said(
    held: list[Term], at: datetime, zone: str
) -> None:
    decision = opens_rooms(standing_on(held, [], at=at, zone=zone, member_word="council"))
    if not decision:
        assert "None" not in str(decision.sentence)
