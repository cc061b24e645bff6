from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from exchange.registration.enums import RegistrationState
from exchange.registration.waitlist import (
    Shares,
    Waiting,
    allot,
    next_in_line,
    offer_ends_at,
    place_for_newcomer,
)

NOW = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
NO_LIMIT = Shares({}, None)
HULL, YORK = uuid4(), uuid4()


def waiting(organisation=None, *, can_come=True):
    return Waiting(uuid4(), organisation, can_come)


def test_the_first_in_line_is_next():
    first, second = waiting(), waiting()
    assert next_in_line([first, second], NO_LIMIT) == first


def test_someone_whose_organisation_has_its_share_is_passed_over():
    first, second = waiting(HULL), waiting(YORK)
    assert next_in_line([first, second], Shares({HULL: 2}, 2)) == second


def test_someone_who_cannot_come_is_passed_over():
    first, second = waiting(can_come=False), waiting()
    assert next_in_line([first, second], NO_LIMIT) == second


def test_nobody_is_next_in_an_empty_line():
    assert next_in_line([], NO_LIMIT) is None


def test_the_line_is_read_only_as_far_as_needed():
    read = []

    def line():
        for person in (waiting(), waiting()):
            read.append(person)
            yield person

    next_in_line(line(), NO_LIMIT)
    assert len(read) == 1


def test_places_are_allotted_in_order_and_within_shares():
    line = [waiting(HULL), waiting(HULL), waiting(YORK), waiting(YORK)]
    assert allot(3, line, Shares({HULL: 1}, 2)) == [line[0], line[2], line[3]]


def test_no_more_places_are_allotted_than_are_free():
    assert len(allot(1, [waiting(), waiting()], NO_LIMIT)) == 1
    assert allot(0, [waiting()], NO_LIMIT) == []


@pytest.mark.parametrize(
    ("free", "line", "state"),
    [
        (1, [], RegistrationState.CONFIRMED),
        (0, [], RegistrationState.WAITLISTED),
        (1, [waiting()], RegistrationState.WAITLISTED),
        (1, [waiting(can_come=False)], RegistrationState.CONFIRMED),
    ],
)
def test_a_newcomer_never_passes_somebody_who_could_take_the_place(free, line, state):
    assert place_for_newcomer(free, line, NO_LIMIT) is state


@pytest.mark.parametrize(
    ("until_start", "lasts"),
    [
        (timedelta(days=30), timedelta(hours=48)),
        (timedelta(hours=49), timedelta(hours=48)),
        (timedelta(hours=30), timedelta(hours=29)),
        (timedelta(minutes=75), timedelta(minutes=15)),
        (timedelta(minutes=74), timedelta(minutes=15)),
        (timedelta(minutes=-30), timedelta(minutes=15)),
        (timedelta(minutes=-110), timedelta(minutes=10)),
    ],
)
def test_an_offer_lasts_48_hours_and_less_when_the_event_is_near(until_start, lasts):
    starts = NOW + until_start
    assert offer_ends_at(NOW, starts, starts + timedelta(hours=2)) == NOW + lasts


def test_nothing_is_offered_once_the_event_is_over():
    assert offer_ends_at(NOW, NOW - timedelta(hours=2), NOW) is None
