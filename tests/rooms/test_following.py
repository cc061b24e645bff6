"""Seatings that follow from earlier rounds."""

from collections import Counter
from itertools import combinations
from random import Random
from uuid import UUID, uuid4

import pytest

from exchange.rooms.following import keep, merge, merged_count, mix, scatter
from exchange.rooms.mixing import Guest

CHANCE = Random(7)
PEOPLE = [UUID(int=n) for n in range(1, 25)]
ROOMS = [uuid4() for _ in range(6)]


def guests(people: list[UUID]) -> list[Guest]:
    return [Guest(person, None) for person in people]


def tables_of(seats: dict[UUID, UUID], rooms: list[UUID]) -> list[list[UUID]]:
    return [[person for person, at in seats.items() if at == room] for room in rooms]


def fours(people: list[UUID]) -> list[list[UUID]]:
    return [people[n : n + 4] for n in range(0, len(people), 4)]


def test_kept_means_the_same_company() -> None:
    before = fours(PEOPLE)
    seats = keep(before, guests(PEOPLE), ROOMS, CHANCE)
    assert tables_of(seats, ROOMS) == before


def test_whoever_left_is_not_seated_and_whoever_came_is() -> None:
    before, newcomer = fours(PEOPLE), uuid4()
    here = [*PEOPLE[1:], newcomer]
    seats = keep(before, guests(here), ROOMS, CHANCE)
    assert set(seats) == set(here)
    assert seats[newcomer] == ROOMS[0]  # the smallest room


def test_pairs_become_fours_and_stay_together() -> None:
    pairs = [PEOPLE[n : n + 2] for n in range(0, 10, 2)]
    assert merged_count(pairs) == 3
    seats = merge(pairs, guests(PEOPLE[:10]), ROOMS[:3], CHANCE)
    assert tables_of(seats, ROOMS[:3]) == [PEOPLE[:4], PEOPLE[4:8], PEOPLE[8:10]]


def test_empty_rooms_make_no_half_of_a_four() -> None:
    pairs = [PEOPLE[:2], [], PEOPLE[2:4], PEOPLE[4:6]]
    assert merged_count(pairs) == 2
    seats = merge(pairs, guests(PEOPLE[:6]), ROOMS[:2], CHANCE)
    assert tables_of(seats, ROOMS[:2]) == [PEOPLE[:4], PEOPLE[4:6]]


@pytest.mark.parametrize("seed", range(20))
def test_one_host_stays_and_the_others_all_part(seed: int) -> None:
    before = fours(PEOPLE)
    seats = scatter([before], guests(PEOPLE), ROOMS, Random(seed))
    after = tables_of(seats, ROOMS)
    assert [len(table) for table in after] == [4] * 6
    for place, table in enumerate(before):
        assert sum(person in after[place] for person in table) == 1
        assert max(Counter(seats[person] for person in table).values()) == 1


def test_a_host_stays_the_host() -> None:
    first = fours(PEOPLE)
    second = tables_of(scatter([first], guests(PEOPLE), ROOMS, CHANCE), ROOMS)
    hosts = [next(p for p in second[n] if p in first[n]) for n in range(6)]
    third = tables_of(scatter([first, second], guests(PEOPLE), ROOMS, CHANCE), ROOMS)
    assert all(host in third[n] for n, host in enumerate(hosts))


def test_one_room_alone_keeps_everybody() -> None:
    seats = scatter([[PEOPLE[:3]]], guests(PEOPLE[:3]), ROOMS[:1], CHANCE)
    assert set(seats.values()) == {ROOMS[0]}


def test_more_rooms_before_than_now_still_seat_everybody() -> None:
    for act in (keep, merge):
        seats = act(fours(PEOPLE), guests(PEOPLE), ROOMS[:2], CHANCE)
        assert set(seats) == set(PEOPLE)
    assert set(scatter([fours(PEOPLE)], guests(PEOPLE), ROOMS[:2], CHANCE)) == set(PEOPLE)


def test_mixed_rounds_bring_nobody_together_again() -> None:
    rounds = [fours(PEOPLE)]
    for _ in range(2):
        rounds.append(tables_of(mix(rounds, guests(PEOPLE), ROOMS, CHANCE), ROOMS))
    met = Counter(
        frozenset(pair) for tables in rounds for table in tables for pair in combinations(table, 2)
    )
    assert max(met.values()) == 1


def test_colleagues_are_kept_apart_when_people_are_mixed() -> None:
    councils = [uuid4() for _ in range(4)]
    people = [Guest(person, councils[n % 4]) for n, person in enumerate(PEOPLE)]
    seats = mix([fours(PEOPLE)], people, ROOMS, CHANCE)
    at = {(guest.organisation_id, seats[guest.person_id]) for guest in people}
    assert len(at) == len(people)
