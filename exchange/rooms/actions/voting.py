"""Voting: a ballot says who, a tally counts what, and nothing joins the two."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlalchemy import select

from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, lock, session
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.realtime.publish import person_channel, publish
from exchange.rooms.actions.show import show_soon
from exchange.rooms.enums import VOTING, PollKind, PollState
from exchange.rooms.errors import NoSuchChoice, PollMoved
from exchange.rooms.models import Ballot, Poll, Tally
from exchange.rooms.polls import Counts, choices_of, fits, vote_of
from exchange.rooms.queries import content_of_poll, counts_of, place_of_tally, room_for
from exchange.rooms.rules import PollFacts, may_vote
from exchange.vault.content import vault


@action(unaudited_because="the ballot says who has voted; an entry would say when")
def vote(*, actor: Actor, room_id: UUID, poll_id: UUID, number: int, chosen: Sequence[int]) -> None:
    """Vote in the room where one stands; `number` is the vote one saw (1, or 2 after the talk).

    `chosen` are places in the options, from 0. A vote cannot be changed: nothing says which is
    whose. Raises `NotFound`, `Refused`, `NoSuchChoice`, or `PollMoved` where another vote runs by
    now.
    """
    access = room_for(actor, room_id)
    poll = lock(Poll, poll_id)  # votes of one poll come one by one, and none after its reveal
    if poll is None or poll.part_id != access.part_id or poll.room_id not in (None, room_id):
        raise NotFound
    state = PollState(poll.state)
    facts = PollFacts(state in VOTING, _has_voted(actor, poll, vote_of(state)))
    require(may_vote(access.facts, facts))
    if number != vote_of(state):
        raise PollMoved(state=state.value)
    _count(poll, room_id, number, chosen)
    add(Ballot(poll_id=poll_id, vote=number, room_id=room_id, person_id=actor.person))
    told = {"poll": poll_id.hex, "vote": number}
    publish("voted", told, to=person_channel(access.part_id, actor.person))
    show_soon(access.part_id, [room_id])


def _has_voted(actor: Actor, poll: Poll, number: int) -> bool:
    statement = select(Ballot.seq).where(
        Ballot.poll_id == poll.id, Ballot.vote == number, Ballot.person_id == actor.person
    )
    return session().scalar(statement) is not None


def _count(poll: Poll, room_id: UUID, number: int, chosen: Sequence[int]) -> None:
    kind, options = PollKind(poll.kind), content_of_poll(poll).options
    if not fits(kind, options, chosen):
        raise NoSuchChoice
    statement = select(Tally).where(
        Tally.poll_id == poll.id, Tally.room_id == room_id, Tally.vote == number
    )
    found = session().scalars(statement.execution_options(populate_existing=True)).one_or_none()
    tally = found or Tally(id=uuid4(), poll_id=poll.id, room_id=room_id, vote=number)
    before = counts_of(found) if found else Counts.none(choices_of(kind, options))
    tally.sealed = vault().seal(before.with_vote(chosen).packed(), place_of_tally(tally))
    session().add(tally)
