"""Lines of a room's chat."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from exchange.rooms.messages.payload import Payload, hex_of


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
            "person": hex_of(self.person_id),
            "name": self.name,
            "at": self.at.isoformat(),
            "text": self.text,
            **({"notice": self.notice} if self.notice else {}),
        }


@dataclass(frozen=True)
class Replay:
    """A stretch of a chat, oldest first; `more` if there is newer."""

    messages: tuple[ChatMessage, ...]
    last: int
    more: bool

    def payload(self) -> Payload:
        return {
            "messages": [message.payload() for message in self.messages],
            "last": self.last,
            "more": self.more,
        }
