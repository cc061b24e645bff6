"""Who asks. Built for each request, message and job; `realtime.actors` keeps it for seconds."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from exchange.core.errors import NotSignedIn


class ActorKind(StrEnum):
    """Visitor, person, or the system by itself."""

    ANONYMOUS = "anonymous"
    PERSON = "person"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """A person as they stand now, a visitor, or the system itself (clock, import, command).

    `is_staff` says that network staff manage membership and events; it opens no room
    (product rule 3).
    """

    kind: ActorKind
    person_id: UUID | None = None
    session_id: UUID | None = None
    name: str = ""
    is_staff: bool = False

    @property
    def is_signed_in(self) -> bool:
        return self.kind is ActorKind.PERSON

    @property
    def person(self) -> UUID:
        """The person's id; raises `NotSignedIn` for a visitor or the system."""
        if self.person_id is None:
            raise NotSignedIn
        return self.person_id


ANONYMOUS = Actor(ActorKind.ANONYMOUS)


def system(name: str) -> Actor:
    """The system acting by itself; `name` says as what ("clock", "import", "command")."""
    return Actor(ActorKind.SYSTEM, name=name, is_staff=True)
