"""Who voted cannot be joined to what: not by a column, not by an order, not by a length."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import DateTime

from exchange.rooms.enums import PollKind
from exchange.rooms.models import Ballot, Tally
from exchange.rooms.polls import FEWEST_SHOWN, Counts, minority, result, shift

OPTIONS = 4
votes = st.lists(st.sets(st.integers(0, OPTIONS - 1), min_size=1), max_size=30)


def counted(chosen: list[set[int]]) -> Counts:
    counts = Counts.none(OPTIONS)
    for each in chosen:
        counts = counts.with_vote(each)
    return counts


def test_a_ballot_holds_no_choice_and_a_tally_nobody_and_neither_a_time() -> None:
    ballot, tally = Ballot.__table__.columns, Tally.__table__.columns
    assert set(ballot.keys()) == {"seq", "id", "poll_id", "vote", "room_id", "person_id"}
    assert set(tally.keys()) == {"seq", "id", "poll_id", "vote", "room_id", "sealed"}
    for column in (*ballot, *tally):
        assert not isinstance(column.type, DateTime)


def test_there_is_one_tally_for_all_votes_of_a_room() -> None:
    """Rows of single votes could be laid beside the ballots in their order; there are none."""
    unique = [{c.name for c in each.columns} for each in Tally.__table__.constraints]
    assert {"poll_id", "room_id", "vote"} in unique


@given(votes, st.randoms(use_true_random=False))
def test_the_order_of_votes_leaves_no_trace(chosen: list[set[int]], chance: Random) -> None:
    shuffled = list(chosen)
    chance.shuffle(shuffled)
    assert counted(chosen).packed() == counted(shuffled).packed()


@given(votes, votes)
def test_all_counts_are_kept_in_one_length(one: list[set[int]], other: list[set[int]]) -> None:
    assert len(counted(one).packed()) == len(counted(other).packed())


@given(votes)
def test_what_was_packed_is_unpacked(chosen: list[set[int]]) -> None:
    assert Counts.unpacked(counted(chosen).packed()) == counted(chosen)


@given(votes)
def test_small_votes_show_and_keep_their_number_alone(chosen: list[set[int]]) -> None:
    counts = counted(chosen)
    view, kept = result(PollKind.SEVERAL, 1, counts), counts.without_small()
    small = len(chosen) < FEWEST_SHOWN
    assert (view.voters, kept.voters) == (len(chosen), len(chosen))
    assert (view.counts is None) == small
    assert kept == (counted([]) if not chosen else kept)
    assert any(kept.of) == (not small)


@given(st.lists(st.integers(0, 9), min_size=2, max_size=8))
def test_the_minority_is_chosen_by_somebody_and_by_fewer_than_the_rest(of: list[int]) -> None:
    counts = Counts(sum(of), tuple(of))
    few = minority(PollKind.SINGLE, counts)
    others = [n for i, n in enumerate(of) if n and i not in few]
    assert all(of[i] for i in few)
    assert not few or (others and max(of[i] for i in few) < min(others))
    assert bool(few) == (len({n for n in of if n}) > 1)


@given(votes, votes)
def test_a_shift_is_what_the_second_vote_has_more_than_the_first(
    before: list[set[int]], after: list[set[int]]
) -> None:
    views = [result(PollKind.SEVERAL, n, counted(v)) for n, v in ((1, before), (2, after))]
    moved = shift(views)
    assert (moved is None) == (min(len(before), len(after)) < FEWEST_SHOWN)
    if moved is not None:
        sums = [a + m for a, m in zip(counted(before).of, moved, strict=True)]
        assert tuple(sums) == counted(after).of
