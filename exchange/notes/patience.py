"""How often one person may send what the child cannot judge: each may cost everybody a new child.

Whoever edits by our page never does. Counted by person, not by socket or room, in this process.
"""

import time
from collections import deque
from uuid import UUID

MOST = 5
WITHIN = 60.0  # seconds

_strikes: dict[UUID, deque[float]] = {}


def strike(person: UUID) -> None:
    """Count one that was bad, or that the child did not survive."""
    now = time.monotonic()
    for idle in [each for each, times in _strikes.items() if times[-1] < now - WITHIN]:
        del _strikes[idle]
    _strikes.setdefault(person, deque(maxlen=MOST)).append(now)


def wait_of(person: UUID) -> float:
    """Seconds for which nothing of theirs is looked at; 0.0 as a rule."""
    times = _strikes.get(person)
    if times is None or len(times) < MOST:
        return 0.0
    return max(0.0, times[0] + WITHIN - time.monotonic())
