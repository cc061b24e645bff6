"""Who was in one room with whom, from seats and presence. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Span:
    """From when until when (UTC)."""

    began_at: datetime
    ended_at: datetime

    def meets(self, other: "Span") -> bool:
        """Whether both hold at some moment."""
        return max(self.began_at, other.began_at) < min(self.ended_at, other.ended_at)

    def within(self, other: "Span") -> "Span":
        """What both have in common; of no length where that is nothing."""
        began = max(self.began_at, other.began_at)
        return Span(began, max(began, min(self.ended_at, other.ended_at)))


def present(seats: Iterable[Span], connections: Iterable[Span]) -> list[Span]:
    """When somebody was in a room: they had their seat there, and were in the part."""
    spans = list(connections)
    return [seat.within(span) for seat in seats for span in spans if seat.meets(span)]


def companions(person_id: UUID, rooms: Iterable[Mapping[UUID, Iterable[Span]]]) -> frozenset[UUID]:
    """Those who were in a room at a moment when the person was; each room as who was there when."""
    found: set[UUID] = set()
    for room in rooms:
        own = list(room.get(person_id, ()))
        found.update(
            other
            for other, spans in room.items()
            if other != person_id and any(mine.meets(span) for span in spans for mine in own)
        )
    return frozenset(found)
