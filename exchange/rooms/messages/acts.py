"""What facilitators see of each other's acts: who did what when, never words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from exchange.rooms.messages.payload import Payload


@dataclass(frozen=True)
class ActRoom:
    """The room that an act was about, by its name of now."""

    name: str
    kind: str


@dataclass(frozen=True)
class ActView:
    """One act of one facilitator; what is None plays no part in it."""

    at: datetime
    person_id: UUID
    who: str
    tag: str
    whom: str | None = None
    room: ActRoom | None = None
    step: str | None = None
    number: int | None = None

    def payload(self) -> Payload:
        return {
            "at": self.at.isoformat(),
            "person": self.person_id.hex,
            "who": self.who,
            "act": self.tag,
            "whom": self.whom,
            "room": {"name": self.room.name, "kind": str(self.room.kind)} if self.room else None,
            "step": self.step,
            "number": self.number,
        }
