"""What is written between two, and among facilitators."""

from dataclasses import dataclass
from uuid import UUID

from exchange.rooms.messages.chat import ChatMessage
from exchange.rooms.messages.payload import Payload, hex_of


@dataclass(frozen=True)
class Party:
    """One of the two who write to each other."""

    id: UUID
    name: str

    def payload(self) -> Payload:
        return {"id": self.id.hex, "name": self.name}


@dataclass(frozen=True)
class ConversationView:
    """A conversation of somebody: with whom (None: the facilitators' own), and how far it is."""

    other: Party | None
    last: int

    def payload(self) -> Payload:
        return {"with": self.other.payload() if self.other else None, "last": self.last}


@dataclass(frozen=True)
class ConversationHead:
    """How far a conversation is, for one of the two (None: for the facilitators)."""

    part_id: UUID
    person_id: UUID | None
    other_id: UUID | None
    last: int

    def payload(self) -> Payload:
        return {"with": hex_of(self.other_id), "last": self.last}


@dataclass(frozen=True)
class Told:
    """A new line of a conversation; its `room` is the conversation. To the two alone.

    `between` names both, so that each finds the other; empty for the facilitators' own.
    """

    message: ChatMessage
    between: tuple[Party, ...]

    def payload(self) -> Payload:
        people = [party.payload() for party in self.between]
        return {**self.message.payload(), "between": people}
