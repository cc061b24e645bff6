"""Rows that this process committed and the child has not been told of yet."""

import threading
from collections import OrderedDict
from uuid import UUID

MAX_ROWS = 100

Rows = list[tuple[int, bytes]]


class Recent:
    """Per room, the newest rows in an unbroken run; bounded in rooms and in rows."""

    def __init__(self, max_rooms: int) -> None:
        self._max_rooms = max_rooms
        self._rows: OrderedDict[UUID, Rows] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, room: UUID, seq: int, update: bytes) -> None:
        """Note a committed row. A hole starts a new run: the log tells what is before it."""
        with self._lock:
            rows = self._rows.setdefault(room, [])
            self._rows.move_to_end(room)
            if rows and rows[-1][0] != seq - 1:
                rows.clear()
            rows.append((seq, update))
            del rows[:-MAX_ROWS]
            while len(self._rows) > self._max_rooms:
                self._rows.popitem(last=False)

    def rows(self, room: UUID) -> tuple[int, Rows]:
        """The number in front of the run (0 without one), and the run."""
        with self._lock:
            rows = list(self._rows.get(room, ()))
            return (rows[0][0] - 1, rows) if rows else (0, [])

    def seen(self, room: UUID, through: int) -> None:
        """The child has the rows up to `through`."""
        with self._lock:
            left = [row for row in self._rows.get(room, ()) if row[0] > through]
            if left:
                self._rows[room] = left
            else:
                self._rows.pop(room, None)

    def forget(self, room: UUID) -> None:
        with self._lock:
            self._rows.pop(room, None)
