"""Polls by actions: who votes when, what is shown to whom, what is forgotten."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from exchange.accounts.models import Person
from exchange.core.db import session
from exchange.core.decision import Refused
from exchange.core.errors import NotFound
from exchange.rooms import actions
from exchange.rooms.enums import PollKind, PollState, Seating, StepKind
from exchange.rooms.errors import NoSuchChoice, PollMoved, PollsFull, PollUnderWay
from exchange.rooms.messages import PollContent, StepContent
from exchange.rooms.models import Ballot, Poll, Tally
from exchange.rooms.polls import MOST_PREPARED
from exchange.rooms.queries import console_view, entered_view, room_view
from tests.rooms.conftest import Inside
from tests.rooms.sheets import plenary

ASKED = PollContent("What would you do?", ("Tell her", "Wait", "Refuse"), "A councillor asks.")


class Game:
    """A part with people in its plenary, and polls in it."""

    def __init__(self, inside: Inside, people: int) -> None:
        self.inside = inside
        self.people = [inside.exchange.person(f"Person {n}") for n in range(people)]
        inside.enter(*self.people)

    def prepare(self, kind: PollKind = PollKind.SINGLE, **given: Any) -> Poll:
        poll: Poll = self.inside.run(
            actions.prepare_poll, kind=kind, content=given.pop("content", ASKED), **given
        )
        return poll

    def opened(self, kind: PollKind = PollKind.SINGLE, **given: Any) -> Poll:
        poll = self.prepare(kind, **given)
        self.move(actions.open_poll, poll)
        return poll

    def move(self, act: Any, poll: Poll) -> None:
        self.inside.run(act, poll_id=poll.id)

    def vote(self, person: Person, poll: Poll, *chosen: int, number: int = 1) -> None:
        room_id = self.inside.room_of(person)
        assert room_id is not None
        actions.vote(
            actor=self.inside.actor(person),
            room_id=room_id,
            poll_id=poll.id,
            number=number,
            chosen=chosen,
        )

    def votes(self, poll: Poll, *chosen: int, number: int = 1) -> None:
        for person, choice in zip(self.people, chosen, strict=False):
            self.vote(person, poll, choice, number=number)

    def seen(self, room_id: UUID | None = None) -> dict[str, Any] | None:
        """The poll as those in the room are sent it."""
        picture = self.inside.picture()
        room = picture.find_room(room_id or self.inside.plenary)
        assert room is not None
        poll: dict[str, Any] | None = room_view(picture, room).payload()["poll"]
        return poll

    def console(self) -> dict[str, Any]:
        return console_view(self.inside.picture()).payload()


@pytest.fixture
def six(inside: Inside) -> Game:
    return Game(inside, 6)


@pytest.fixture
def two(inside: Inside) -> Game:
    return Game(inside, 2)


def shown(view: dict[str, Any] | None) -> dict[str, Any]:
    assert view is not None
    return view


def test_a_prepared_poll_is_seen_by_facilitators_alone(six: Game) -> None:
    six.prepare()
    assert six.seen() is None
    (prepared,) = six.console()["prepared"]
    assert prepared["question"] == "What would you do?"


def test_while_a_vote_runs_only_the_turnout_is_sent(six: Game) -> None:
    poll = six.opened()
    six.votes(poll, 0, 0, 1)
    view = shown(six.seen())
    assert (view["state"], view["voted"], view["people"]) == ("voting", 3, 6)
    assert (view["results"], view["shift"]) == ([], None)
    asked = six.console()["poll"]
    assert asked["turnout"] == [{"room": six.inside.plenary.hex, "voted": 3, "people": 6}]
    assert "results" not in asked


def test_the_dilemma_game_from_vote_to_shift(six: Game) -> None:
    poll = six.opened()
    six.votes(poll, 0, 0, 0, 0, 1, 1)
    six.move(actions.reveal, poll)
    (first,) = shown(six.seen())["results"]
    assert first == {"vote": 1, "voters": 6, "counts": [4, 2, 0], "minority": [1]}
    six.move(actions.vote_again, poll)
    assert shown(six.seen())["voted"] == 0
    six.votes(poll, 0, 1, 1, 1, 1, 1, number=2)
    assert len(shown(six.seen())["results"]) == 1  # the second is hidden as the first was
    six.move(actions.reveal, poll)
    view = shown(six.seen())
    assert view["results"][1]["counts"] == [1, 5, 0]
    assert view["shift"] == [-3, 3, 0]
    six.move(actions.close_poll, poll)
    assert six.seen() is None


def test_nobody_votes_twice_in_one_vote(six: Game) -> None:
    poll = six.opened()
    six.vote(six.people[0], poll, 0)
    with pytest.raises(Refused) as refusal:
        six.vote(six.people[0], poll, 1)
    assert refusal.value.decision.code == "already_voted"
    assert shown(six.seen())["voted"] == 1


def test_nobody_votes_after_the_reveal(six: Game) -> None:
    poll = six.opened()
    six.move(actions.reveal, poll)
    with pytest.raises(Refused) as refusal:
        six.vote(six.people[0], poll, 0)
    assert refusal.value.decision.code == "not_voting"


def test_facilitators_do_not_vote_and_are_not_counted(six: Game) -> None:
    six.inside.enter(six.inside.exchange.facilitator)
    poll = six.opened()
    with pytest.raises(Refused) as refusal:
        six.vote(six.inside.exchange.facilitator, poll, 0)
    assert refusal.value.decision.code == "not_voter"
    assert shown(six.seen())["people"] == 6


def test_a_late_press_of_the_first_vote_does_not_count_in_the_second(six: Game) -> None:
    poll = six.opened()
    six.move(actions.reveal, poll)
    six.move(actions.vote_again, poll)
    with pytest.raises(PollMoved):
        six.vote(six.people[0], poll, 0, number=1)
    assert shown(six.seen())["voted"] == 0


@pytest.mark.parametrize("chosen", [(), (3,), (0, 1), (-1,)])
def test_a_single_choice_is_one_of_those_offered(six: Game, chosen: tuple[int, ...]) -> None:
    poll = six.opened()
    with pytest.raises(NoSuchChoice):
        six.vote(six.people[0], poll, *chosen)


def test_several_may_be_chosen_where_several_are_asked_for(six: Game) -> None:
    poll = six.opened(PollKind.SEVERAL)
    for person in six.people[:3]:
        six.vote(person, poll, 0, 2)
    with pytest.raises(NoSuchChoice):
        six.vote(six.people[3], poll, 1, 1)
    six.move(actions.reveal, poll)
    (result,) = shown(six.seen())["results"]
    assert (result["voters"], result["counts"], result["minority"]) == (3, [3, 0, 3], [])


def test_a_scale_has_five_points_between_two_ends(six: Game) -> None:
    poll = six.opened(PollKind.SCALE, content=PollContent("How sure?", ("Not", "Very")))
    six.votes(poll, 0, 4, 4)
    six.move(actions.reveal, poll)
    assert shown(six.seen())["results"][0]["counts"] == [1, 0, 0, 0, 2]


class TestSmallNumbers:
    def test_fewer_than_three_votes_are_not_shown_by_option(self, two: Game) -> None:
        poll = two.opened()
        two.votes(poll, 0, 0)
        two.move(actions.reveal, poll)
        (result,) = shown(two.seen())["results"]
        assert result == {"vote": 1, "voters": 2, "counts": None, "minority": []}

    def test_and_are_forgotten_at_the_reveal(self, two: Game) -> None:
        poll = two.opened()
        two.votes(poll, 0, 1)
        two.move(actions.reveal, poll)
        under_way = two.inside.picture().polls.under_way
        assert under_way is not None
        assert under_way.counted(two.inside.plenary, 1).of == (0, 0, 0)

    def test_each_room_has_its_own_result(self, six: Game) -> None:
        six.inside.run(actions.open_round, rooms=2, seating=Seating.RANDOM)
        poll = six.opened()
        rooms = six.inside.picture().breakouts
        for person in six.people:
            six.vote(person, poll, 0 if six.inside.room_of(person) == rooms[0].id else 2)
        six.move(actions.reveal, poll)
        seen = [shown(six.seen(room.id))["results"][0]["counts"] for room in rooms]
        assert seen == [[3, 0, 0], [0, 0, 3]]


def test_a_poll_for_one_room_is_hidden_from_the_others(six: Game) -> None:
    six.inside.run(actions.open_round, rooms=2, seating=Seating.RANDOM)
    first, second = six.inside.picture().breakouts
    poll = six.opened(room_id=first.id)
    assert six.seen(first.id) is not None
    assert six.seen(second.id) is None
    outside = next(p for p in six.people if six.inside.room_of(p) == second.id)
    with pytest.raises(NotFound):
        six.vote(outside, poll, 0)


def test_a_poll_for_one_room_ends_with_the_room(six: Game) -> None:
    six.inside.run(actions.open_round, rooms=2, seating=Seating.RANDOM)
    poll = six.opened(room_id=six.inside.picture().breakouts[0].id)
    six.inside.run(actions.close_round, seconds=0)
    assert session().get_one(Poll, poll.seq).state == PollState.CLOSED


def test_whoever_has_voted_in_one_room_does_not_vote_again_in_another(six: Game) -> None:
    six.inside.run(actions.open_round, rooms=2, seating=Seating.RANDOM)
    poll = six.opened()
    mover = six.people[0]
    six.vote(mover, poll, 0)
    before = six.inside.room_of(mover)
    other = next(room.id for room in six.inside.picture().breakouts if room.id != before)
    six.inside.run(actions.seat, person_ids=[mover.id], room_id=other)
    with pytest.raises(Refused):
        six.vote(mover, poll, 0)
    assert shown(six.seen(other))["people"] == 3  # who could still vote there, and not the mover


def test_a_person_who_comes_back_knows_that_they_have_voted(six: Game) -> None:
    poll = six.opened()
    six.vote(six.people[0], poll, 0)
    picture = six.inside.picture()
    said = [
        entered_view(picture, person.id, picture.people[person.id].role).place.voted
        for person in six.people[:2]
    ]
    assert said == [True, False]


class TestForgetting:
    def test_ballots_are_forgotten_when_the_vote_is_revealed(self, six: Game) -> None:
        poll = six.opened()
        six.votes(poll, 0, 1, 2)
        assert len(session().scalars(select(Ballot)).all()) == 3
        six.move(actions.reveal, poll)
        assert session().scalars(select(Ballot)).all() == []

    def test_a_vote_that_is_never_revealed_is_forgotten_uncounted(self, six: Game) -> None:
        poll = six.opened()
        six.votes(poll, 0, 1, 2)
        six.move(actions.close_poll, poll)
        assert session().scalars(select(Ballot)).all() == []
        assert session().scalars(select(Tally)).all() == []

    def test_closing_the_part_closes_its_poll(self, six: Game) -> None:
        poll = six.opened()
        six.votes(poll, 0, 1, 2)
        six.inside.run(actions.close_part)
        assert session().get_one(Poll, poll.seq).state == PollState.CLOSED
        assert session().scalars(select(Ballot)).all() == []


class TestFacilitating:
    def test_one_poll_at_a_time(self, six: Game) -> None:
        six.opened()
        second = six.prepare()
        with pytest.raises(PollUnderWay):
            six.move(actions.open_poll, second)

    @pytest.mark.parametrize("act", [actions.open_poll, actions.vote_again])
    def test_the_last_of_two_clashing_acts_is_told(self, six: Game, act: Any) -> None:
        poll = six.opened()
        with pytest.raises(PollMoved):
            six.move(act, poll)

    def test_there_is_no_third_vote(self, six: Game) -> None:
        poll = six.opened()
        for act in (actions.reveal, actions.vote_again, actions.reveal):
            six.move(act, poll)
        with pytest.raises(PollMoved):
            six.move(actions.vote_again, poll)

    def test_only_so_many_are_kept_ready(self, two: Game) -> None:
        for _ in range(MOST_PREPARED):
            two.prepare()
        with pytest.raises(PollsFull):
            two.prepare()

    @pytest.mark.parametrize("act", ["open_poll", "reveal", "vote_again", "close_poll"])
    def test_participants_and_other_events_facilitators_do_not(self, two: Game, act: str) -> None:
        poll, world = two.prepare(), two.inside.exchange.world
        given = {"part_id": two.inside.part_id, "poll_id": poll.id}
        with pytest.raises(Refused):
            getattr(actions, act)(actor=world.actor(two.people[0]), **given)
        other = world.live_event()
        world.live_part(other)
        world.facilitator(two.inside.exchange.facilitator, other)
        elsewhere = {"part_id": world.part(other).id, "poll_id": poll.id}
        with pytest.raises(NotFound):
            getattr(actions, act)(actor=two.inside.facilitator, **elsewhere)

    def test_no_poll_is_put_to_a_room_that_is_not_open(self, two: Game) -> None:
        with pytest.raises(NotFound):
            two.prepare(room_id=uuid4())


def dilemma(votes: bool) -> StepContent:
    return StepContent(StepKind.DILEMMA.value, "Dilemma", 1, votes=votes)


class TestAlongTheSheet:
    def test_the_method_takes_the_poll_with_it(self, six: Game) -> None:
        steps = (dilemma(False), dilemma(True), plenary("Talk"), dilemma(True), plenary("Close"))
        ids = [six.inside.run(actions.add_step, content=content).id for content in steps]
        poll = six.prepare()

        def go(number: int) -> str:
            live = six.inside.picture().live
            assert live is not None
            six.inside.run(actions.go_to_step, step_id=ids[number], seen=live.version)
            return str(shown(six.seen())["state"])

        assert go(0) == "voting"  # it can be read, but the step takes no votes
        with pytest.raises(Refused) as refusal:
            six.vote(six.people[0], poll, 0)
        assert refusal.value.decision.code == "votes_locked"
        assert go(1) == "voting"
        six.votes(poll, 0, 0, 1)
        assert [go(2), go(3), go(4)] == ["revealed", "voting_again", "revealed_again"]

    def test_opening_by_hand_lets_people_vote_in_any_step(self, six: Game) -> None:
        step = six.inside.run(actions.add_step, content=plenary("Talk"))
        six.inside.run(actions.go_to_step, step_id=step.id, seen=0)
        poll = six.opened()
        six.vote(six.people[0], poll, 0)
        assert shown(six.seen())["voted"] == 1

    def test_a_poll_step_without_a_poll_begins_all_the_same(self, six: Game) -> None:
        step = six.inside.run(actions.add_step, content=dilemma(True))
        six.inside.run(actions.go_to_step, step_id=step.id, seen=0)
        assert six.seen() is None
