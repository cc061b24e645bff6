"""A poll as it is written, kept sealed, and shown: never with a name beside a choice."""

import json
from dataclasses import asdict, dataclass
from uuid import UUID

from exchange.rooms.messages.payload import Payload


@dataclass(frozen=True)
class PollContent:
    """What a poll asks: content of the room. A scale has two options, the names of its ends."""

    question: str
    options: tuple[str, ...]
    background: str = ""  # of a dilemma: the situation, read before the question

    def packed(self) -> bytes:
        """As it is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def unpacked(cls, plain: bytes) -> "PollContent":
        data = json.loads(plain)
        return cls(data["question"], tuple(data["options"]), data["background"])

    def payload(self) -> Payload:
        return {
            "background": self.background,
            "question": self.question,
            "options": list(self.options),
        }


@dataclass(frozen=True)
class DilemmaContent:
    """A dilemma of the network's library, as a file or a form writes it."""

    slug: str
    title: str
    language: str
    situation: str
    question: str
    options: tuple[str, ...]

    def packed(self) -> bytes:
        """As it is sealed until its presenter approves it."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def unpacked(cls, plain: bytes) -> "DilemmaContent":
        data = json.loads(plain)
        return cls(**{**data, "options": tuple(data["options"])})

    def payload(self) -> Payload:
        return {**asdict(self), "options": list(self.options)}


@dataclass(frozen=True)
class ResultView:
    """What one vote of a room came to; `counts` None: too few voted to show it by option."""

    vote: int
    voters: int
    counts: tuple[int, ...] | None
    minority: tuple[int, ...]  # options that few chose: whoever chose them speaks first

    def payload(self) -> Payload:
        return {
            "vote": self.vote,
            "voters": self.voters,
            "counts": None if self.counts is None else list(self.counts),
            "minority": list(self.minority),
        }


@dataclass(frozen=True)
class PollView:
    """A poll as those in a room see it: how many have voted, and what only once it is revealed."""

    id: UUID
    kind: str
    content: PollContent
    state: str
    vote: int
    voted: int
    people: int  # who could vote here
    results: tuple[ResultView, ...]
    shift: tuple[int, ...] | None  # by option, from the first vote to the second

    def payload(self) -> Payload:
        return {
            "id": self.id.hex,
            "kind": str(self.kind),
            **self.content.payload(),
            "state": str(self.state),
            "vote": self.vote,
            "voted": self.voted,
            "people": self.people,
            "results": [result.payload() for result in self.results],
            "shift": None if self.shift is None else list(self.shift),
        }


@dataclass(frozen=True)
class Turnout:
    """How many of a room's people have voted."""

    room_id: UUID
    voted: int
    people: int

    def payload(self) -> Payload:
        return {"room": self.room_id.hex, "voted": self.voted, "people": self.people}


@dataclass(frozen=True)
class ConsolePoll:
    """A poll as facilitators see it from outside the rooms: the turnout, never a result."""

    id: UUID
    kind: str
    content: PollContent
    state: str
    vote: int
    room_id: UUID | None  # None: in every room
    turnout: tuple[Turnout, ...]

    def payload(self) -> Payload:
        return {
            "id": self.id.hex,
            "kind": str(self.kind),
            **self.content.payload(),
            "state": str(self.state),
            "vote": self.vote,
            "room": self.room_id.hex if self.room_id else None,
            "turnout": [each.payload() for each in self.turnout],
        }
