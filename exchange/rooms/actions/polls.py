"""A poll as facilitators run it: prepared, opened, revealed, put again, closed."""

from collections.abc import Collection
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, lock, session
from exchange.core.errors import NotFound
from exchange.rooms.actions.acts import tell
from exchange.rooms.actions.show import hold, show
from exchange.rooms.enums import VOTING, PollKind, PollState, StepKind
from exchange.rooms.errors import PollMoved, PollsFull, PollUnderWay
from exchange.rooms.messages import PollContent
from exchange.rooms.models import Ballot, LivePart, Poll, SheetStep, Tally
from exchange.rooms.polls import MOST_PREPARED, TABLE, Verb, follow, vote_of
from exchange.rooms.queries import (
    Asked,
    Picture,
    counts_of,
    part_to_run,
    picture_of,
    place_of_poll,
    place_of_tally,
    polls_of,
)
from exchange.vault.content import vault

TAGS = {
    Verb.OPEN: Tag.POLL_OPENED,
    Verb.REVEAL: Tag.POLL_REVEALED,
    Verb.VOTE_AGAIN: Tag.POLL_PUT_AGAIN,
    Verb.CLOSE: Tag.POLL_CLOSED,
}


@action
def prepare_poll(
    *,
    actor: Actor,
    part_id: UUID,
    kind: PollKind,
    content: PollContent,
    room_id: UUID | None = None,
) -> Poll:
    """Keep a poll ready for one open room, or for every room (None); facilitators alone see it.

    Raises `PollsFull`, `NotFound` (part or room), `PartNotOpen`, `Refused`.
    """
    part_to_run(actor, part_id)
    live = hold(part_id)
    picture = picture_of(part_id)
    room = picture.plenary if room_id is None else picture.find_room(room_id)
    if room is None:
        raise NotFound
    if len(picture.polls.prepared) >= MOST_PREPARED:
        raise PollsFull
    poll = Poll(
        id=uuid4(), part_id=part_id, room_id=room_id, sealed_in=room.id, kind=kind.value, sealed=b""
    )
    poll.sealed = vault().seal(content.packed(), place_of_poll(poll))
    add(poll)
    record(actor, Tag.POLL_PREPARED, poll, part=part_id, kind=kind)
    show(live, rooms=())
    return poll


@action
def open_poll(*, actor: Actor, part_id: UUID, poll_id: UUID) -> Poll:
    """Put a prepared poll to its rooms, and let people vote whatever the step says.

    Raises `PollUnderWay`, `PollMoved`, `NotFound`, `PartNotOpen`, `Refused`.
    """
    return _run(actor, part_id, poll_id, Verb.OPEN)


@action
def reveal(*, actor: Actor, part_id: UUID, poll_id: UUID) -> Poll:
    """End the vote and show each room its result.

    The ballots are forgotten, and so is what fewer than three have voted in a room. Raises
    `PollMoved`, `NotFound`, `PartNotOpen`, `Refused`.
    """
    return _run(actor, part_id, poll_id, Verb.REVEAL)


@action
def vote_again(*, actor: Actor, part_id: UUID, poll_id: UUID) -> Poll:
    """Have everybody vote once more, after the talk; there is no third vote.

    Raises `PollMoved`, `NotFound`, `PartNotOpen`, `Refused`.
    """
    return _run(actor, part_id, poll_id, Verb.VOTE_AGAIN)


@action
def close_poll(*, actor: Actor, part_id: UUID, poll_id: UUID) -> Poll:
    """Take the poll away; a vote that was not revealed is forgotten uncounted.

    Raises `PollMoved`, `NotFound`, `PartNotOpen`, `Refused`.
    """
    return _run(actor, part_id, poll_id, Verb.CLOSE)


def _run(actor: Actor, part_id: UUID, poll_id: UUID, verb: Verb) -> Poll:
    part_to_run(actor, part_id)
    live = hold(part_id)
    poll = lock(Poll, poll_id)
    if poll is None or poll.part_id != part_id:
        raise NotFound
    _move(actor, poll, verb)
    tell(actor, live, TAGS[verb])
    if verb in (Verb.OPEN, Verb.VOTE_AGAIN):
        live.votes_locked = False
    show(live)
    return poll


def _move(actor: Actor, poll: Poll, verb: Verb) -> None:
    """Take the poll on by its table. The caller holds part and poll, and shows them."""
    state = PollState(poll.state)
    to = TABLE.get((state, verb))
    if to is None:
        raise PollMoved(state=state.value)
    if verb is Verb.OPEN and polls_of(poll.part_id).under_way is not None:
        raise PollUnderWay
    if verb is Verb.REVEAL:
        _forget_small(poll, vote_of(state))
    elif verb is Verb.CLOSE and state in VOTING:
        _forget_votes(poll, vote_of(state))
    if state in VOTING:
        _forget_ballots(poll)
    poll.state = to.value
    session().flush()
    record(actor, TAGS[verb], poll, vote=vote_of(to))


def _forget_ballots(poll: Poll) -> None:
    """Who has voted mattered as long as somebody could vote twice."""
    session().execute(delete(Ballot).where(Ballot.poll_id == poll.id))


def _forget_votes(poll: Poll, vote: int) -> None:
    session().execute(delete(Tally).where(Tally.poll_id == poll.id, Tally.vote == vote))


def _forget_small(poll: Poll, vote: int) -> None:
    statement = select(Tally).where(Tally.poll_id == poll.id, Tally.vote == vote)
    for tally in session().scalars(statement.execution_options(populate_existing=True)):
        kept = counts_of(tally).without_small()
        tally.sealed = vault().seal(kept.packed(), place_of_tally(tally))


def follow_step(actor: Actor, live: LivePart, step: SheetStep) -> None:
    """Have the polls follow the step that begins. The caller holds the part, and shows it."""
    live.votes_locked = not step.votes
    under_way = polls_of(live.part_id).under_way
    for verb in follow(StepKind(step.kind), step.votes, under_way.state if under_way else None):
        asked = _next(live.part_id) if verb is Verb.OPEN else under_way
        if asked is not None:
            _move(actor, asked.poll, verb)


def _next(part_id: UUID) -> Asked | None:
    """The prepared poll whose turn it is."""
    return next(iter(polls_of(part_id).prepared), None)


def end_polls(
    actor: Actor, picture: Picture, closing: Collection[UUID], *, under_way: bool
) -> None:
    """Close what was asked of `closing` rooms alone, as these close; `under_way`: also what runs.

    The caller holds the part, of which `picture` was taken while the rooms were open.
    """
    polls = polls_of(picture.part.id)
    for each in (polls.under_way, *polls.prepared):
        if each is not None and (
            each.poll.room_id in closing or (under_way and each is polls.under_way)
        ):
            _move(actor, each.poll, Verb.CLOSE)
