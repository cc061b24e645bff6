"""Where people belong, and whose view has grown stale. Pure; the second is kept per process."""

import threading
from collections import defaultdict
from dataclasses import dataclass, field
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


@dataclass
class Changed:
    """What of a part is to be shown anew: rooms, and whichever rooms show these people by then."""

    rooms: set[UUID] = field(default_factory=set)
    people: set[UUID] = field(default_factory=set)


class Stale:
    """Rooms and people whose presence has changed since it was last shown, by part.

    When a hundred people enter a plenary, each of them changes what all others see: sending a
    view for each would be ten thousand messages. So an entrance only marks who came; one task
    of the process takes the marks, at most every 200 ms, and sends views that are read afresh.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._changed: defaultdict[UUID, Changed] = defaultdict(Changed)
        self.any = threading.Event()

    def mark(self, part_id: UUID, changed: Changed) -> None:
        """Note what has changed in the part; if it is nothing, then the console's view alone."""
        with self._guard:
            known = self._changed[part_id]
            known.rooms |= changed.rooms
            known.people |= changed.people
            self.any.set()

    def take(self) -> dict[UUID, Changed]:
        """What was marked, by part; forgets it."""
        with self._guard:
            taken = dict(self._changed)
            self._changed.clear()
            self.any.clear()
            return taken


STALE = Stale()
