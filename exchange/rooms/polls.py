"""Polls: how one moves on, how votes are counted, what of a count may be shown. Pure.

`docs/decisions/0009-ballots.md` says why votes are counts and never rows.
"""

import struct
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from exchange.rooms.enums import UNDER_WAY, PollKind, PollState, StepKind
from exchange.rooms.messages import ResultView

FEWEST_SHOWN = 3  # votes, below which a result is not shown by option (product rule 4)
MOST_OPTIONS = 8
SCALE_POINTS = 5
MOST_PREPARED = 20
LONGEST_QUESTION = 500  # characters
LONGEST_OPTION = 120
LONGEST_BACKGROUND = 4000


class Verb(StrEnum):
    """What a facilitator does with a poll."""

    OPEN = "open"
    REVEAL = "reveal"
    VOTE_AGAIN = "vote_again"
    CLOSE = "close"


TABLE: Mapping[tuple[PollState, Verb], PollState] = {
    (PollState.PREPARED, Verb.OPEN): PollState.VOTING,
    (PollState.VOTING, Verb.REVEAL): PollState.REVEALED,
    (PollState.REVEALED, Verb.VOTE_AGAIN): PollState.VOTING_AGAIN,
    (PollState.VOTING_AGAIN, Verb.REVEAL): PollState.REVEALED_AGAIN,
    (PollState.PREPARED, Verb.CLOSE): PollState.CLOSED,
    **{(state, Verb.CLOSE): PollState.CLOSED for state in UNDER_WAY},
}


def vote_of(state: PollState) -> int:
    """The number of the vote that runs or was shown last: 1, or 2 after the talk."""
    return 2 if state in (PollState.VOTING_AGAIN, PollState.REVEALED_AGAIN) else 1


def revealed_votes(state: PollState) -> tuple[int, ...]:
    """The numbers of the votes whose results may be shown."""
    shown = {
        PollState.REVEALED: (1,),
        PollState.VOTING_AGAIN: (1,),
        PollState.REVEALED_AGAIN: (1, 2),
    }
    return shown.get(state, ())


def follow(kind: StepKind, votes: bool, state: PollState | None) -> tuple[Verb, ...]:
    """What a step that begins does with the poll under way (None: there is none).

    Poll and dilemma steps ask: they open what is prepared, or, if they take votes, have the people
    vote again. Steps of other kinds that take no votes reveal what was being voted on.
    """
    asks = kind in (StepKind.POLL, StepKind.DILEMMA)
    if asks and state is None:
        return (Verb.OPEN,)
    if asks and votes and state is PollState.REVEALED:
        return (Verb.VOTE_AGAIN,)
    if asks and state is PollState.REVEALED_AGAIN:
        return (Verb.CLOSE, Verb.OPEN)
    if not (asks or votes) and state in (PollState.VOTING, PollState.VOTING_AGAIN):
        return (Verb.REVEAL,)
    return ()


def choices_of(kind: PollKind, options: Collection[str]) -> int:
    """How many things there are to choose from; a scale's options name its ends alone."""
    return SCALE_POINTS if kind is PollKind.SCALE else len(options)


def fits(kind: PollKind, options: Collection[str], chosen: Collection[int]) -> bool:
    """Whether `chosen`, places from 0, is a vote: one choice, or for several, one or more."""
    known = range(choices_of(kind, options))
    if not chosen or len(set(chosen)) < len(chosen) or not all(c in known for c in chosen):
        return False
    return kind is PollKind.SEVERAL or len(chosen) == 1


@dataclass(frozen=True)
class Counts:
    """How many have voted in a room, and how often each choice was made."""

    voters: int
    of: tuple[int, ...]

    @classmethod
    def none(cls, choices: int) -> "Counts":
        return cls(0, (0,) * choices)

    def with_vote(self, chosen: Iterable[int]) -> "Counts":
        counted = set(chosen)
        return Counts(self.voters + 1, tuple(n + (i in counted) for i, n in enumerate(self.of)))

    def without_small(self) -> "Counts":
        """The same; but of fewer than three votes nothing but their number."""
        return self if self.voters >= FEWEST_SHOWN else Counts(self.voters, (0,) * len(self.of))

    def packed(self) -> bytes:
        """As it is sealed: of one length for any counts, so that the length tells nothing."""
        return struct.pack(f">{len(self.of) + 1}I", self.voters, *self.of)

    @classmethod
    def unpacked(cls, plain: bytes) -> "Counts":
        voters, *of = struct.unpack(f">{len(plain) // 4}I", plain)
        return cls(voters, tuple(of))


def result(kind: PollKind, vote: int, counts: Counts) -> ResultView:
    """What may be shown of a room's vote, and who speaks first."""
    if counts.voters < FEWEST_SHOWN:
        return ResultView(vote, counts.voters, None, ())
    return ResultView(vote, counts.voters, counts.of, minority(kind, counts))


def minority(kind: PollKind, counts: Counts) -> tuple[int, ...]:
    """The options of a single choice that somebody chose, but fewest; none where all are as many.

    Several choices and scales have no minority: nobody stands on one side there.
    """
    chosen = {n for n in counts.of if n}
    if kind is not PollKind.SINGLE or len(chosen) < 2:
        return ()
    return tuple(i for i, n in enumerate(counts.of) if n == min(chosen))


def shift(results: Collection[ResultView]) -> tuple[int, ...] | None:
    """By choice, how many more or fewer made it in the second vote; None if one is not shown."""
    shown = [each.counts for each in results if each.counts is not None]
    if len(shown) < 2:
        return None
    before, after = shown
    return tuple(b - a for a, b in zip(before, after, strict=True))
