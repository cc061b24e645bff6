"""Where people belong, and whose view has grown stale. Pure; the second is kept per process."""

import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Whereabouts:
    """What the database says of one person in one part; rooms that have closed are left out."""

    visits: UUID | None = None  # a facilitator's visit
    seated: UUID | None = None  # a seat of the round under way
    plenary: UUID | None = None  # None: the part is not open

    @property
    def room_id(self) -> UUID | None:
        """The one room this person belongs in now, if the part is open."""
        if self.plenary is None:
            return None
        return self.visits or self.seated or self.plenary


class Stale:
    """Rooms whose presence has changed since their view was last sent, by part.

    When a hundred people enter a plenary, each of them changes what all others see: sending a
    view for each would be ten thousand messages. So an entrance only marks its room here; one task
    of the process takes the marks, at most every 200 ms, and sends one view that is read afresh.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._rooms: defaultdict[UUID, set[UUID]] = defaultdict(set)
        self.any = threading.Event()

    def mark(self, part_id: UUID, room_ids: Iterable[UUID]) -> None:
        """Note that the presence in these rooms (or, with none, only the console) has changed."""
        with self._guard:
            self._rooms[part_id].update(room_ids)
            self.any.set()

    def take(self) -> dict[UUID, set[UUID]]:
        """What was marked, by part; forgets it."""
        with self._guard:
            taken = dict(self._rooms)
            self._rooms.clear()
            self.any.clear()
            return taken


STALE = Stale()
