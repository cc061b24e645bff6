"""How often one socket may send each kind of message."""

import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    """`burst` at once, refilled at `per_second`."""

    per_second: float
    burst: int


ORDINARY = Rate(per_second=5, burst=20)
TYPING = Rate(per_second=40, burst=120)  # notes and carets: many small ones while people write


class Budget:
    """A token bucket on the monotonic clock."""

    __slots__ = ("_filled_at", "_left", "_rate")

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._left = float(rate.burst)
        self._filled_at = time.monotonic()

    def spend(self) -> float:
        """Take one; returns 0.0, or the seconds to wait when there is none."""
        now = time.monotonic()
        gained = (now - self._filled_at) * self._rate.per_second
        self._left = min(self._rate.burst, self._left + gained)
        self._filled_at = now
        if self._left >= 1:
            self._left -= 1
            return 0.0
        return (1 - self._left) / self._rate.per_second
