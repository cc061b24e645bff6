"""Seatings are even, keep what must hold, repeat with the same chance, and beat a random deal."""

from collections import Counter
from math import ceil
from random import Random
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.rooms.mixing import (
    Conditions,
    Effort,
    Guest,
    Table,
    at_random,
    by_wish,
    merged,
    met_in,
    plan_rounds,
    seat_late,
)
from tests.support.mixing import colleagues_meet, meetings, repeats, rooms, sizes

SHORT = Effort(steps=2_000)

ids = st.integers(1, 2**64).map(lambda number: UUID(int=number))
councils = st.none() | st.integers(1, 5).map(lambda number: UUID(int=number))
labels = st.frozensets(st.sampled_from(["role:head", "role:officer", "kind:district"]))
guests = st.lists(
    st.builds(Guest, ids, councils, labels), max_size=24, unique_by=lambda g: g.person_id
)
room_ids = st.lists(ids, min_size=1, max_size=7, unique=True)
seeds = st.integers()
few = settings(max_examples=40, deadline=None)
same = settings(few, derandomize=True)  # a search promises nothing: the same cases each time


@few
@given(guests, room_ids, st.integers(1, 4), seeds)
def test_everybody_sits_once_in_each_round_and_sizes_differ_by_one_at_most(
    people: list[Guest], places: list[UUID], rounds: int, seed: int
) -> None:
    plan = plan_rounds(people, places, rounds, Random(seed), effort=SHORT)
    assert len(plan.rounds) == (rounds if people else 0)
    for seating in plan.rounds:
        assert seating.keys() == {guest.person_id for guest in people}
        assert set(seating.values()) <= set(places)
        assert max(sizes(seating, places)) - min(sizes(seating, places)) <= 1


@few
@given(guests, room_ids, seeds)
def test_no_more_colleagues_meet_than_must(
    people: list[Guest], places: list[UUID], seed: int
) -> None:
    seats = at_random(people, places, Random(seed))
    totals = Counter(g.organisation_id for g in people if g.organisation_id)
    together = Counter((g.organisation_id, seats[g.person_id]) for g in people if g.organisation_id)
    for (council, _), met in together.items():
        assert met <= ceil(totals[council] / len(places))


@few
@given(guests, room_ids, st.integers(1, 3), seeds)
def test_the_same_chance_gives_the_same_plan_whatever_the_order_of_people(
    people: list[Guest], places: list[UUID], rounds: int, seed: int
) -> None:
    plan = plan_rounds(people, places, rounds, Random(seed), effort=SHORT)
    again = plan_rounds(people[::-1], places, rounds, Random(seed), effort=SHORT)
    assert plan == again


def shuffled(people: list[Guest], places: list[UUID], chance: Random) -> dict[UUID, UUID]:
    """A deal that knows nothing of anybody."""
    order = chance.sample(people, len(people))
    return {guest.person_id: places[n % len(places)] for n, guest in enumerate(order)}


@same
@given(guests.filter(lambda g: len(g) > 3), st.integers(2, 6), st.integers(2, 4), seeds)
def test_a_plan_has_never_more_repeats_than_a_random_deal_with_colleagues_as_far_apart(
    people: list[Guest], places: int, rounds: int, seed: int
) -> None:
    unlabelled = [Guest(guest.person_id, guest.organisation_id) for guest in people]
    chance = Random(seed)
    deals = [shuffled(unlabelled, rooms(places), chance) for _ in range(rounds)]
    plan = plan_rounds(unlabelled, rooms(places), rounds, chance, effort=Effort(steps=30_000))
    ours, theirs = colleagues_meet(people, plan.rounds), colleagues_meet(people, deals)
    assert ours <= theirs
    if ours == theirs:
        assert repeats(plan.rounds) <= repeats(deals)


@few
@given(st.data(), st.integers(6, 20), st.integers(2, 3), seeds)
def test_what_must_hold_holds_when_it_can(
    data: st.DataObject, number: int, rounds: int, seed: int
) -> None:
    """A hidden seating that keeps all conditions shows that they can be kept in each round."""
    people = [Guest(UUID(int=n + 1)) for n in range(number)]
    places = rooms(max(2, number // 4))
    hidden = {g.person_id: places[n % len(places)] for n, g in enumerate(people)}
    pairs = [frozenset((a, b)) for a in hidden for b in hidden if a < b]
    apart = data.draw(
        st.lists(st.sampled_from([p for p in pairs if _apart(p, hidden)]), max_size=4)
    )
    stay = data.draw(
        st.lists(st.sampled_from([p for p in pairs if not _apart(p, hidden)]), max_size=1)
    )
    pinned = data.draw(st.lists(st.sampled_from(sorted(hidden)), max_size=2))
    conditions = Conditions(apart, stay, {who: hidden[who] for who in pinned})
    plan = plan_rounds(
        people, places, rounds, Random(seed), conditions=conditions, effort=Effort(steps=20_000)
    )
    met = meetings(plan.rounds)
    assert all(met[pair] == 0 for pair in apart)
    assert all(met[pair] == rounds for pair in stay)
    assert all(seating[who] == hidden[who] for seating in plan.rounds for who in pinned)
    assert plan.reached.broken == 0


def _apart(pair: frozenset[UUID], seating: dict[UUID, UUID]) -> bool:
    return len({seating[who] for who in pair}) == 2


@few
@given(guests, room_ids, councils, seeds)
def test_a_late_joiner_moves_nobody_avoids_colleagues_then_takes_the_smallest(
    people: list[Guest], places: list[UUID], council: UUID | None, seed: int
) -> None:
    seats = at_random(people, places, Random(seed))
    full = [Table(t, tuple(g for g in people if seats[g.person_id] == t)) for t in places]

    def rank(table: Table) -> tuple[int, int]:
        known = sum(council is not None and g.organisation_id == council for g in table.guests)
        return known, len(table.guests)

    chosen = seat_late(Guest(UUID(int=0), council), full, Random(seed))
    assert rank(next(t for t in full if t.room_id == chosen)) == min(map(rank, full))


@few
@given(st.lists(st.integers(0, 6), min_size=1, max_size=7), st.integers(2, 4), seeds)
def test_rooms_merge_only_when_small_and_only_their_people_move(
    left: list[int], least: int, seed: int
) -> None:
    numbers = iter(range(1, 100))
    tables = [
        Table(room, tuple(Guest(UUID(int=next(numbers))) for _ in range(size)))
        for room, size in zip(rooms(len(left)), left, strict=True)
    ]
    moved = merged(tables, least, Random(seed))
    after = Counter(
        moved.get(guest.person_id, table.room_id) for table in tables for guest in table.guests
    )
    standing = [size for size in after.values() if size]
    assert len(standing) <= 1 or min(standing) >= least
    small = {g.person_id for table in tables if len(table.guests) < least for g in table.guests}
    assert moved.keys() <= small


@few
@given(guests, room_ids, seeds)
def test_the_next_round_counts_what_has_happened(
    people: list[Guest], places: list[UUID], seed: int
) -> None:
    first = at_random(people, places, Random(seed))
    conditions = Conditions(met=met_in([first]))
    plan = plan_rounds(people, places, 1, Random(seed), conditions=conditions, effort=SHORT)
    assert plan.reached.repeated == repeats([first, *plan.rounds]) if plan.rounds else not people


@few
@given(st.data(), st.integers(1, 12), st.integers(1, 4), seeds)
def test_wishes_are_met_as_far_as_rooms_hold(
    data: st.DataObject, number: int, places: int, seed: int
) -> None:
    people = [UUID(int=n + 1) for n in range(number)]
    room_ids = rooms(places)
    some = st.lists(st.sampled_from(room_ids), unique=True)
    wishes = {who: data.draw(some) for who in people}
    capacities = {room: ceil(number / places) for room in room_ids}
    result = by_wish(people, wishes, capacities, Random(seed))
    assert result.seating.keys() == set(people)
    assert all(n <= capacities[room] for room, n in Counter(result.seating.values()).items())
    unmet = [who for who in people if wishes[who] and result.seating[who] not in wishes[who]]
    for who in unmet:  # every room that they wished for is full
        assert all(
            Counter(result.seating.values())[room] == capacities[room] for room in wishes[who]
        )
