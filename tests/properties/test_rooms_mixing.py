"""Seatings are even, part colleagues as far as can be, and repeat with the same chance."""

from collections import Counter
from math import ceil
from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from exchange.rooms.mixing import Guest, Table, seat_evenly, seat_late

ids = st.integers(1, 2**64).map(lambda number: UUID(int=number))
councils = st.none() | st.integers(1, 5).map(lambda number: UUID(int=number))
guests = st.lists(st.builds(Guest, ids, councils), max_size=40, unique_by=lambda g: g.person_id)
rooms = st.lists(ids, min_size=1, max_size=10, unique=True)


@given(guests, rooms, st.integers())
def test_everybody_sits_and_sizes_differ_by_one_at_most(
    people: list[Guest], tables: list[UUID], seed: int
) -> None:
    seats = seat_evenly(people, tables, Random(seed))
    assert seats.keys() == {guest.person_id for guest in people}
    sizes = [Counter(seats.values())[table] for table in tables]
    assert max(sizes) - min(sizes) <= 1


@given(guests, rooms, st.integers())
def test_no_more_colleagues_meet_than_must(
    people: list[Guest], tables: list[UUID], seed: int
) -> None:
    seats = seat_evenly(people, tables, Random(seed))
    totals = Counter(g.organisation_id for g in people if g.organisation_id)
    together = Counter((g.organisation_id, seats[g.person_id]) for g in people if g.organisation_id)
    for (council, _), met in together.items():
        assert met <= ceil(totals[council] / len(tables))


@given(guests, rooms, st.integers())
def test_the_same_chance_gives_the_same_seating_whatever_the_order_of_people(
    people: list[Guest], tables: list[UUID], seed: int
) -> None:
    again = seat_evenly(people[::-1], tables, Random(seed))
    assert seat_evenly(people, tables, Random(seed)) == again


@given(guests, rooms, councils, st.integers())
def test_a_late_joiner_avoids_colleagues_then_takes_the_smallest(
    people: list[Guest], tables: list[UUID], council: UUID | None, seed: int
) -> None:
    seats = seat_evenly(people, tables, Random(seed))
    full = [Table(t, tuple(g for g in people if seats[g.person_id] == t)) for t in tables]

    def rank(table: Table) -> tuple[int, int]:
        known = sum(council is not None and g.organisation_id == council for g in table.guests)
        return known, len(table.guests)

    chosen = seat_late(Guest(UUID(int=0), council), full, Random(seed))
    assert rank(next(t for t in full if t.room_id == chosen)) == min(map(rank, full))
