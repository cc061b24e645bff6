"""The sockets of this process. A socket carries a person's and a session's id, never rights."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from exchange.realtime.budgets import Budget


@dataclass
class Connected:
    """One live socket: who signed in on it, which part it stands in, and its budgets."""

    sid: str
    person_id: UUID
    session_id: UUID
    language: str
    part_id: UUID | None = None
    waits_at: UUID | None = None  # the part whose lobby it is in
    waits_for: str = ""  # the reason it was told last
    channels: set[str] = field(default_factory=set)
    budgets: dict[str, Budget] = field(default_factory=dict)


class Connections:
    """This process's table of sockets, by sid, by person and by part."""

    def __init__(self) -> None:
        self._by_sid: dict[str, Connected] = {}
        self._by_person: defaultdict[UUID, set[str]] = defaultdict(set)

    def add(self, connected: Connected) -> None:
        self._by_sid[connected.sid] = connected
        self._by_person[connected.person_id].add(connected.sid)

    def drop(self, sid: str) -> Connected | None:
        connected = self._by_sid.pop(sid, None)
        if connected is not None:
            sids = self._by_person[connected.person_id]
            sids.discard(sid)
            if not sids:
                del self._by_person[connected.person_id]
        return connected

    def get(self, sid: str) -> Connected | None:
        return self._by_sid.get(sid)

    def of_person(self, person_id: UUID) -> list[Connected]:
        return [self._by_sid[sid] for sid in self._by_person.get(person_id, ())]

    def everyone(self) -> Iterable[Connected]:
        return list(self._by_sid.values())

    def __len__(self) -> int:
        return len(self._by_sid)
