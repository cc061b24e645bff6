"""The part as its facilitators see it, and what a browser needs on entering."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from exchange.rooms.messages.acts import ActView
from exchange.rooms.messages.chat import Replay
from exchange.rooms.messages.lobby import DoorsView
from exchange.rooms.messages.payload import Payload, iso_of
from exchange.rooms.messages.polls import ConsolePoll
from exchange.rooms.messages.room import PersonView, Place, RoomView, RoundView
from exchange.rooms.messages.sheet import AskingView, SheetView


@dataclass(frozen=True)
class HelpView:
    """Somebody who asks for a facilitator, since when."""

    person_id: UUID
    at: datetime

    def payload(self) -> Payload:
        return {"person": self.person_id.hex, "at": self.at.isoformat()}


@dataclass(frozen=True)
class HandView:
    """A raised hand, since when and where."""

    person_id: UUID
    room_id: UUID
    at: datetime

    def payload(self) -> Payload:
        return {
            "person": self.person_id.hex,
            "room": self.room_id.hex,
            "at": self.at.isoformat(),
        }


@dataclass(frozen=True)
class ConsoleRoom:
    """A room as facilitators see it from outside: people and signs, never words."""

    id: UUID
    name: str
    kind: str
    prompt: str
    closes_at: datetime | None  # of this room alone
    people: tuple[PersonView, ...]
    hands: int
    help: tuple[HelpView, ...]
    notes_last: int
    notes_moved_at: datetime | None
    notes_locked: bool
    messages_last: int
    presenter: str = ""  # of the case that the room works on; no word of it
    presenter_here: bool = False

    def payload(self) -> Payload:
        return {
            "id": self.id.hex,
            "name": self.name,
            "kind": str(self.kind),
            "prompt": self.prompt,
            "closes_at": iso_of(self.closes_at),
            "people": [person.payload() for person in self.people],
            "hands": self.hands,
            "help": [call.payload() for call in self.help],
            "notes_last": self.notes_last,
            "notes_moved_at": iso_of(self.notes_moved_at),
            "notes_locked": self.notes_locked,
            "messages_last": self.messages_last,
            "presenter": self.presenter,
            "presenter_here": self.presenter_here,
        }


@dataclass(frozen=True)
class ConsoleView:
    """The part as its facilitators see it."""

    version: int
    part_id: UUID
    title: str
    state: str
    round: RoundView | None
    asking: AskingView | None
    reached: Payload | None  # of a mixed round: counts, in the words of mixing.Reached
    sheet: SheetView
    rooms: tuple[ConsoleRoom, ...]
    hands: tuple[HandView, ...]  # of all rooms, in the order in which they went up
    unseated: tuple[PersonView, ...]
    removed: tuple[tuple[UUID, str], ...]
    doors: DoorsView
    timer_ends_at: datetime | None
    timer_left: int | None  # seconds, while the clock is paused
    chat_locked: bool
    private_locked: bool
    muted: tuple[UUID, ...]
    poll: ConsolePoll | None  # the one under way
    prepared: tuple[ConsolePoll, ...]
    acts: tuple[ActView, ...]  # of its facilitators, newest first
    now: datetime

    def payload(self) -> Payload:
        return {
            "version": self.version,
            "part": {"id": self.part_id.hex, "title": self.title, "state": str(self.state)},
            "round": self.round.payload() if self.round else None,
            "asking": self.asking.payload() if self.asking else None,
            "reached": self.reached,
            "sheet": self.sheet.payload(),
            "rooms": [room.payload() for room in self.rooms],
            "hands": [hand.payload() for hand in self.hands],
            "unseated": [person.payload() for person in self.unseated],
            "removed": [{"id": id.hex, "name": name} for id, name in self.removed],
            "doors": self.doors.payload(),
            "timer_ends_at": iso_of(self.timer_ends_at),
            "timer_left": self.timer_left,
            "chat_locked": self.chat_locked,
            "private_locked": self.private_locked,
            "muted": [person_id.hex for person_id in self.muted],
            "poll": self.poll.payload() if self.poll else None,
            "prepared": [poll.payload() for poll in self.prepared],
            "acts": [act.payload() for act in self.acts],
            "now": self.now.isoformat(),
        }


@dataclass(frozen=True)
class Pulse:
    """Whether a room is moving, as facilitators are told in between: counts, never words."""

    room_id: UUID
    messages: int
    notes: int
    notes_moved_at: datetime | None

    def payload(self) -> Payload:
        return {
            "id": self.room_id.hex,
            "messages_last": self.messages,
            "notes_last": self.notes,
            "notes_moved_at": iso_of(self.notes_moved_at),
        }


@dataclass(frozen=True)
class Entered:
    """Everything that a browser needs on entering; `chat` is what it lacks of its room's."""

    place: Place
    room: RoomView | None
    console: ConsoleView | None
    now: datetime
    chat: Replay | None = None

    def payload(self) -> Payload:
        return {
            "place": self.place.payload(),
            "room": self.room.payload() if self.room else None,
            "console": self.console.payload() if self.console else None,
            "chat": self.chat.payload() if self.chat else None,
            "now": self.now.isoformat(),
        }
