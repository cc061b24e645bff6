"""A room as those in it see it, and where a person belongs."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from exchange.rooms.messages.payload import Payload, hex_of, iso_of
from exchange.rooms.messages.polls import PollView
from exchange.rooms.messages.sheet import AskingView, StepView


@dataclass(frozen=True)
class Rights:
    """What a person may do where they stand."""

    say: bool
    write_notes: bool
    facilitate: bool

    def payload(self) -> Payload:
        return {"say": self.say, "write_notes": self.write_notes, "facilitate": self.facilitate}


@dataclass(frozen=True)
class Place:
    """Where a person belongs now; `room_id` None: nowhere, the doors are closed."""

    version: int
    room_id: UUID | None
    role: str
    reason: str
    can: Rights
    help: bool  # this person has asked for a facilitator
    voted: bool = False  # this person has voted in the vote that is open
    muted: bool = False  # a facilitator has paused this person's chat
    aside: bool = False  # this person takes a short break
    back: bool = False  # rooms are open, and this person can be brought to theirs
    room_closed: bool = False  # theirs, and that is why this person is here
    answered: bool = False  # what is asked before the next step

    def payload(self) -> Payload:
        return {
            "version": self.version,
            "room": hex_of(self.room_id),
            "role": str(self.role),
            "reason": str(self.reason),
            "can": self.can.payload(),
            "help": self.help,
            "voted": self.voted,
            "muted": self.muted,
            "aside": self.aside,
            "back": self.back,
            "room_closed": self.room_closed,
            "answered": self.answered,
        }


@dataclass(frozen=True)
class PersonView:
    """Somebody as those beside them see them."""

    id: UUID
    name: str
    organisation: str | None
    role: str
    present: bool
    visiting: bool
    aside: bool
    presents: bool = False  # a case, in this room

    def payload(self) -> Payload:
        return {
            "id": self.id.hex,
            "name": self.name,
            "organisation": self.organisation,
            "role": str(self.role),
            "present": self.present,
            "visiting": self.visiting,
            "aside": self.aside,
            "presents": self.presents,
        }


@dataclass(frozen=True)
class RoundView:
    """The round under way."""

    number: int
    state: str
    seating: str
    moves_locked: bool
    closes_at: datetime | None

    def payload(self) -> Payload:
        return {
            "number": self.number,
            "state": str(self.state),
            "seating": str(self.seating),
            "moves_locked": self.moves_locked,
            "closes_at": iso_of(self.closes_at),
        }


@dataclass(frozen=True)
class CaseView:
    """The case that the room works on. Without words: its presenter tells it, or withdrew it."""

    presenter: str
    here: bool  # the presenter is in the room
    withdrawn: bool
    words: Payload | None  # title, topic, situation, question

    def payload(self) -> Payload:
        return {
            "presenter": self.presenter,
            "here": self.here,
            "withdrawn": self.withdrawn,
            "words": self.words,
        }


@dataclass(frozen=True)
class ChoiceView:
    """A room that people may choose: how many have, never who."""

    id: UUID
    kind: str
    name: str
    prompt: str
    people: int
    capacity: int | None

    def payload(self) -> Payload:
        return {
            "id": self.id.hex,
            "kind": str(self.kind),
            "name": self.name,
            "prompt": self.prompt,
            "people": self.people,
            "capacity": self.capacity,
        }


@dataclass(frozen=True)
class RoomView:
    """A room as those in it see it: whole, so that the newest version alone counts."""

    id: UUID
    version: int
    kind: str
    name: str
    prompt: str
    people: tuple[PersonView, ...]
    hands: tuple[UUID, ...]
    last: int
    notes_last: int
    notes_locked: bool
    notes_paused: bool  # in every room, by the step that runs
    chat_locked: bool
    private_locked: bool
    private_paused: bool  # by the step that runs
    hands_locked: bool
    votes_locked: bool
    voices: str  # whose the step leaves; empty: everybody's
    case: CaseView | None
    poll: PollView | None
    round: RoundView | None
    choices: tuple[ChoiceView, ...] | None  # None: people do not choose their rooms
    step: StepView | None
    asking: AskingView | None  # before a step to come
    timer_ends_at: datetime | None
    timer_left: int | None  # seconds, while the clock is paused
    closes_at: datetime | None  # of this room alone
    now: datetime

    def payload(self) -> Payload:
        return {
            "id": self.id.hex,
            "version": self.version,
            "kind": str(self.kind),
            "name": self.name,
            "prompt": self.prompt,
            "people": [person.payload() for person in self.people],
            "hands": [person_id.hex for person_id in self.hands],
            "help": None,  # who asks for help is for facilitators alone
            "last": self.last,
            "notes": {
                "last": self.notes_last,
                "locked": self.notes_locked,
                "paused": self.notes_paused,
            },
            "chat_locked": self.chat_locked,
            "private_locked": self.private_locked,
            "private_paused": self.private_paused,
            "hands_locked": self.hands_locked,
            "votes_locked": self.votes_locked,
            "voices": self.voices,
            "case": self.case.payload() if self.case else None,
            "poll": self.poll.payload() if self.poll else None,
            "round": self.round.payload() if self.round else None,
            "choices": _choices(self.choices),
            "step": self.step.payload() if self.step else None,
            "asking": self.asking.payload() if self.asking else None,
            "timer_ends_at": iso_of(self.timer_ends_at),
            "timer_left": self.timer_left,
            "closes_at": iso_of(self.closes_at),
            "now": self.now.isoformat(),
        }


def _choices(choices: tuple[ChoiceView, ...] | None) -> list[Payload] | None:
    return None if choices is None else [choice.payload() for choice in choices]


@dataclass(frozen=True)
class Latest:
    """The newest numbers of a room: a browser that is behind asks for what it lacks."""

    room_id: UUID
    version: int
    messages: int
    notes: int
    points: int

    def payload(self) -> Payload:
        return {
            "room": self.room_id.hex,
            "version": self.version,
            "messages": self.messages,
            "notes": self.notes,
            "points": self.points,
        }
