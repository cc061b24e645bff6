"""What goes over the wire about rooms: typed, with `.payload()` as the browser reads it.

Ids are 32 hexadecimal digits, instants ISO 8601 in UTC; roles, kinds, states and reasons are values
of `enums`.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from exchange.rooms.messages.polls import ConsolePoll, Payload, PollView


def _hex(id: UUID | None) -> str | None:
    return id.hex if id else None


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


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

    def payload(self) -> Payload:
        return {
            "version": self.version,
            "room": _hex(self.room_id),
            "role": str(self.role),
            "reason": str(self.reason),
            "can": self.can.payload(),
            "help": self.help,
            "voted": self.voted,
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

    def payload(self) -> Payload:
        return {
            "id": self.id.hex,
            "name": self.name,
            "organisation": self.organisation,
            "role": str(self.role),
            "present": self.present,
            "visiting": self.visiting,
        }


@dataclass(frozen=True)
class StepContent:
    """What a step consists of, in the shape in which forms, files and methods write it."""

    kind: str
    title: str
    minutes: int
    prompt: str = ""
    material: str = ""
    headings: str = ""
    chat: bool = True
    hands: bool = True
    votes: bool = False
    notes: bool = True
    rooms: int | None = None
    per_room: int | None = None
    seating: str = ""


@dataclass(frozen=True)
class MethodContent:
    """A method as a file or a form writes it."""

    slug: str
    name: str
    language: str
    steps: tuple[StepContent, ...]
    people: str = ""
    about: str = ""


@dataclass(frozen=True)
class StepView:
    """The step that runs, as everybody in the part sees it."""

    id: UUID
    kind: str
    title: str
    prompt: str
    material: str
    headings: str
    began_at: datetime | None

    def payload(self) -> Payload:
        return {
            "id": self.id.hex,
            "kind": str(self.kind),
            "title": self.title,
            "prompt": self.prompt,
            "material": self.material,
            "headings": self.headings.splitlines(),
            "began_at": _iso(self.began_at),
        }


@dataclass(frozen=True)
class PlannedStep:
    """A step of the sheet, as the console lists it."""

    id: UUID
    kind: str
    title: str
    minutes: int

    def payload(self) -> Payload:
        return {
            "id": self.id.hex,
            "kind": str(self.kind),
            "title": self.title,
            "minutes": self.minutes,
        }


@dataclass(frozen=True)
class SheetView:
    """The run sheet and where it stands; `back` and `next` are where one press leads."""

    turn: int
    steps: tuple[PlannedStep, ...]
    current: UUID | None
    began_at: datetime | None
    waiting: UUID | None  # begins by itself once the rooms have closed
    back: UUID | None
    next: UUID | None

    def payload(self) -> Payload:
        return {
            "turn": self.turn,
            "steps": [step.payload() for step in self.steps],
            "current": _hex(self.current),
            "began_at": _iso(self.began_at),
            "waiting": _hex(self.waiting),
            "back": _hex(self.back),
            "next": _hex(self.next),
        }


@dataclass(frozen=True)
class RoundView:
    """The round under way."""

    number: int
    state: str
    closes_at: datetime | None

    def payload(self) -> Payload:
        return {
            "number": self.number,
            "state": str(self.state),
            "closes_at": _iso(self.closes_at),
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
    hands_locked: bool
    votes_locked: bool
    poll: PollView | None
    round: RoundView | None
    step: StepView | None
    timer_ends_at: datetime | None
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
            "hands_locked": self.hands_locked,
            "votes_locked": self.votes_locked,
            "poll": self.poll.payload() if self.poll else None,
            "round": self.round.payload() if self.round else None,
            "step": self.step.payload() if self.step else None,
            "timer_ends_at": _iso(self.timer_ends_at),
            "now": self.now.isoformat(),
        }


@dataclass(frozen=True)
class HelpView:
    """Somebody who asks for a facilitator, since when."""

    person_id: UUID
    at: datetime

    def payload(self) -> Payload:
        return {"person": self.person_id.hex, "at": self.at.isoformat()}


@dataclass(frozen=True)
class ConsoleRoom:
    """A room as facilitators see it from outside: people and signs, never words."""

    id: UUID
    name: str
    kind: str
    people: tuple[PersonView, ...]
    hands: int
    help: tuple[HelpView, ...]
    notes_last: int
    notes_locked: bool
    messages_last: int

    def payload(self) -> Payload:
        return {
            "id": self.id.hex,
            "name": self.name,
            "kind": str(self.kind),
            "people": [person.payload() for person in self.people],
            "hands": self.hands,
            "help": [call.payload() for call in self.help],
            "notes_last": self.notes_last,
            "notes_locked": self.notes_locked,
            "messages_last": self.messages_last,
        }


@dataclass(frozen=True)
class ConsoleView:
    """The part as its facilitators see it."""

    version: int
    part_id: UUID
    title: str
    state: str
    round: RoundView | None
    sheet: SheetView
    rooms: tuple[ConsoleRoom, ...]
    unseated: tuple[PersonView, ...]
    removed: tuple[tuple[UUID, str], ...]
    timer_ends_at: datetime | None
    chat_locked: bool
    poll: ConsolePoll | None  # the one under way
    prepared: tuple[ConsolePoll, ...]
    now: datetime

    def payload(self) -> Payload:
        return {
            "version": self.version,
            "part": {"id": self.part_id.hex, "title": self.title, "state": str(self.state)},
            "round": self.round.payload() if self.round else None,
            "sheet": self.sheet.payload(),
            "rooms": [room.payload() for room in self.rooms],
            "unseated": [person.payload() for person in self.unseated],
            "removed": [{"id": id.hex, "name": name} for id, name in self.removed],
            "timer_ends_at": _iso(self.timer_ends_at),
            "chat_locked": self.chat_locked,
            "poll": self.poll.payload() if self.poll else None,
            "prepared": [poll.payload() for poll in self.prepared],
            "now": self.now.isoformat(),
        }


@dataclass(frozen=True)
class Entered:
    """Everything that a browser needs on entering."""

    place: Place
    room: RoomView | None
    console: ConsoleView | None
    now: datetime

    def payload(self) -> Payload:
        return {
            "place": self.place.payload(),
            "room": self.room.payload() if self.room else None,
            "console": self.console.payload() if self.console else None,
            "now": self.now.isoformat(),
        }


@dataclass(frozen=True)
class ChatMessage:
    """One line of a room's chat. Its text is content: it goes to the room alone."""

    room_id: UUID
    number: int
    kind: str
    person_id: UUID | None
    name: str
    text: str
    at: datetime
    notice: str = ""  # the code of what the platform itself says; `text` is its English

    def payload(self) -> Payload:
        return {
            "room": self.room_id.hex,
            "number": self.number,
            "kind": str(self.kind),
            "person": _hex(self.person_id),
            "name": self.name,
            "at": self.at.isoformat(),
            "text": self.text,
            **({"notice": self.notice} if self.notice else {}),
        }


@dataclass(frozen=True)
class Latest:
    """The newest numbers of a room: a browser that is behind asks for what it lacks."""

    room_id: UUID
    version: int
    messages: int
    notes: int

    def payload(self) -> Payload:
        return {
            "room": self.room_id.hex,
            "version": self.version,
            "messages": self.messages,
            "notes": self.notes,
        }
