"""Polls of a part, opened for whoever builds views of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Select, select

from exchange.core.actor import Actor
from exchange.core.bulk import among
from exchange.core.db import session
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.core.prepared import built_once
from exchange.events.rules import manages_events
from exchange.rooms.enums import VOTING, PollKind, PollState
from exchange.rooms.messages import DilemmaContent, PollContent
from exchange.rooms.models import Ballot, Dilemma, Poll, Tally
from exchange.rooms.polls import Counts, choices_of, revealed_votes, vote_of
from exchange.rooms.queries.access import part_to_run
from exchange.rooms.queries.case_dilemmas import of_cases
from exchange.vault.content import vault
from exchange.vault.envelope import Content, Place


@dataclass(frozen=True)
class Asked:
    """A poll in the clear: what it asks, who has voted in the vote that runs, what was revealed."""

    poll: Poll
    content: PollContent
    voters: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)  # by room, while it runs
    counts: Mapping[tuple[UUID, int], Counts] = field(default_factory=dict)  # by room and vote

    @property
    def state(self) -> PollState:
        return PollState(self.poll.state)

    @property
    def kind(self) -> PollKind:
        return PollKind(self.poll.kind)

    @property
    def vote(self) -> int:
        return vote_of(self.state)

    def is_in(self, room_id: UUID) -> bool:
        """Whether the poll is put to this room."""
        return self.poll.room_id in (None, room_id)

    def has_voted(self, person_id: UUID) -> bool:
        return any(person_id in people for people in self.voters.values())

    def counted(self, room_id: UUID, vote: int) -> Counts:
        """What a revealed vote of the room came to."""
        none = Counts.none(choices_of(self.kind, self.content.options))
        return self.counts.get((room_id, vote), none)


@dataclass(frozen=True)
class Polls:
    """The polls of a part: the one under way, and those kept ready, oldest first."""

    under_way: Asked | None = None
    prepared: tuple[Asked, ...] = ()


def polls_of(part_id: UUID) -> Polls:
    """The part's polls: one statement, and two more while one is under way."""
    return polls_in([part_id]).get(part_id, Polls())


def polls_in(part_ids: Collection[UUID]) -> dict[UUID, Polls]:
    """The polls of the parts that have any: one statement, and two for each that is under way."""
    found: defaultdict[UUID, list[Poll]] = defaultdict(list)
    for poll in session().scalars(_unclosed(), {"parts": list(part_ids)}) if part_ids else ():
        found[poll.part_id].append(poll)
    return {part_id: _polls(polls) for part_id, polls in found.items()}


def _polls(found: Iterable[Poll]) -> Polls:
    running = [_asked(poll) for poll in found if poll.state != PollState.PREPARED]
    prepared = tuple(Asked(p, content_of_poll(p)) for p in found if p.state == PollState.PREPARED)
    return Polls(running[0] if running else None, prepared)


@built_once  # asked with every picture of a part
def _unclosed() -> Select[Poll]:
    statement = select(Poll).where(
        among(Poll.part_id, "parts"), Poll.state != PollState.CLOSED.value
    )
    return statement.order_by(Poll.seq).execution_options(populate_existing=True)


def _asked(poll: Poll) -> Asked:
    state = PollState(poll.state)
    voters = _voters(poll, vote_of(state)) if state in VOTING else {}
    return Asked(poll, content_of_poll(poll), voters, _counts(poll, revealed_votes(state)))


def _voters(poll: Poll, vote: int) -> dict[UUID, frozenset[UUID]]:
    statement = select(Ballot.room_id, Ballot.person_id).where(
        Ballot.poll_id == poll.id, Ballot.vote == vote
    )
    found: dict[UUID, set[UUID]] = {}
    for room_id, person_id in session().execute(statement):
        found.setdefault(room_id, set()).add(person_id)
    return {room_id: frozenset(people) for room_id, people in found.items()}


def _counts(poll: Poll, votes: Iterable[int]) -> dict[tuple[UUID, int], Counts]:
    """The results that may be shown: those of a vote that runs are not even read."""
    numbers = list(votes)
    if not numbers:
        return {}
    statement = select(Tally).where(Tally.poll_id == poll.id, Tally.vote.in_(numbers))
    rows = session().scalars(statement.execution_options(populate_existing=True))
    return {(tally.room_id, tally.vote): counts_of(tally) for tally in rows}


def counts_of(tally: Tally) -> Counts:
    """The counts in the clear."""
    return Counts.unpacked(vault().open(tally.sealed, place_of_tally(tally)))


def place_of_tally(tally: Tally) -> Place:
    """What a tally's seal is bound to."""
    return Place("tally", tally.room_id, tally.id, Content.VOTES)


def place_of_poll(poll: Poll) -> Place:
    """What a poll's seal is bound to."""
    return Place("poll", poll.sealed_in, poll.id, Content.VOTES)


def content_of_poll(poll: Poll) -> PollContent:
    """What the poll asks, in the clear."""
    return PollContent.unpacked(vault().open(poll.sealed, place_of_poll(poll)))


def dilemmas(*, retired: bool = False) -> list[Dilemma]:
    """The network's dilemmas by title; those that are retired only if asked for.

    What was made of a case is shown to nobody any more once its presenter took it back.
    """
    gone = of_cases(approved=False)
    statement = select(Dilemma).where(Dilemma.id.not_in(gone)).order_by(Dilemma.title, Dilemma.seq)
    if not retired:
        statement = statement.where(Dilemma.retired_at.is_(None))
    return list(session().scalars(statement))


def dilemmas_to_ask(actor: Actor, part_id: UUID) -> list[DilemmaContent]:
    """What a facilitator of the part can choose from. Raises `NotFound`, `Refused`."""
    part_to_run(actor, part_id)
    return [content_of_dilemma(each) for each in dilemmas()]


def dilemma_to_keep(actor: Actor, dilemma_id: UUID) -> Dilemma:
    """A dilemma, for staff who keep the library. Raises `NotFound`, also for one taken back."""
    require(manages_events(actor), NotFound)
    gone = of_cases(approved=False)
    dilemma = session().scalar(
        select(Dilemma).where(Dilemma.id == dilemma_id, Dilemma.id.not_in(gone))
    )
    if dilemma is None:
        raise NotFound
    return dilemma


def content_of_dilemma(dilemma: Dilemma) -> DilemmaContent:
    """What the dilemma consists of."""
    return DilemmaContent(
        slug=dilemma.slug,
        title=dilemma.title,
        language=dilemma.language,
        situation=dilemma.situation,
        question=dilemma.question,
        options=tuple(dilemma.options),
    )
