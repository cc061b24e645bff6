"""The lobby as those who wait in it see it, and the doors as facilitators see them."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from exchange.rooms.messages.payload import Payload


@dataclass(frozen=True)
class AgendaLine:
    """One line of the part's programme; `at` is the wall clock of the event's zone."""

    at: str
    minutes: int
    title: str

    def payload(self) -> Payload:
        return {"at": self.at, "minutes": self.minutes, "title": self.title}


@dataclass(frozen=True)
class Coming:
    """Somebody who has a place, as far as they allow; neither is set for a guest without a body."""

    name: str | None
    organisation: str | None

    def payload(self) -> Payload:
        return {"name": self.name, "organisation": self.organisation}


@dataclass(frozen=True)
class Pledge:
    """A protocol that everybody who waits here has acknowledged, and where it can be read."""

    title: str
    path: str

    def payload(self) -> Payload:
        return {"title": self.title, "path": self.path}


@dataclass(frozen=True)
class LobbyView:
    """What somebody who waits can read. All but `shown` is the same for everybody."""

    event_id: UUID
    starts_at: datetime
    ends_at: datetime
    doors_at: datetime
    agenda: tuple[AgendaLine, ...]
    facilitators: tuple[str, ...]
    coming: tuple[Coming, ...]
    others: int  # who come, and are not shown
    pledges: tuple[Pledge, ...]
    shown: str | None = None  # what others see of the reader; None: they have no place to show

    def seen_by(self, shown: str | None) -> "LobbyView":
        return replace(self, shown=shown)

    def payload(self) -> Payload:
        return {
            "starts_at": self.starts_at.isoformat(),
            "ends_at": self.ends_at.isoformat(),
            "doors_at": self.doors_at.isoformat(),
            "agenda": [line.payload() for line in self.agenda],
            "facilitators": list(self.facilitators),
            "coming": [somebody.payload() for somebody in self.coming],
            "others": self.others,
            "pledges": [pledge.payload() for pledge in self.pledges],
            "shown": self.shown,
        }


@dataclass(frozen=True)
class WaitingView:
    """Somebody in the lobby, as facilitators see them."""

    id: UUID
    name: str
    organisation: str | None
    since: datetime

    def payload(self) -> Payload:
        return {
            "id": self.id.hex,
            "name": self.name,
            "organisation": self.organisation,
            "since": self.since.isoformat(),
        }


@dataclass(frozen=True)
class BannedView:
    """Somebody who is shut out of the event, and why."""

    id: UUID
    name: str
    reason: str

    def payload(self) -> Payload:
        return {"id": self.id.hex, "name": self.name, "reason": self.reason}


@dataclass(frozen=True)
class DoorsView:
    """The doors of a part: whether each is let in by hand, who waits in order, who is shut out."""

    admits_each: bool
    waiting: tuple[WaitingView, ...]
    banned: tuple[BannedView, ...]

    def payload(self) -> Payload:
        return {
            "admits_each": self.admits_each,
            "waiting": [each.payload() for each in self.waiting],
            "banned": [each.payload() for each in self.banned],
        }
