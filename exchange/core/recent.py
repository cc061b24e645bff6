"""Answers remembered for a second, for what is passed on and never stored."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

AGE = 1.0  # seconds


class Recent(Generic[K, V]):
    """Answers no older than a second, all forgotten whenever what they rest on may have changed.

    An answer that was being asked for at such a moment is given, and not remembered: it may be
    one of before. Whoever stores something never relies on what is remembered here.
    """

    def __init__(self) -> None:
        self._kept: dict[K, tuple[float, V]] = {}
        self._changes = 0

    def answer(self, key: K, ask: Callable[[], V]) -> V:
        """The answer for `key`, by `ask` where none of the last second is known."""
        kept, now = self._kept.get(key), time.monotonic()
        if kept is not None and now < kept[0]:
            return kept[1]
        changes, value = self._changes, ask()
        if changes == self._changes:
            self._kept[key] = (now + AGE, value)
        return value

    def clear(self) -> None:
        """Forget everything."""
        self._changes += 1
        self._kept.clear()

    def forget(self, concerns: Callable[[K], bool]) -> None:
        """Forget the keys that `concerns` names."""
        self._changes += 1
        for key in [key for key in self._kept if concerns(key)]:
            del self._kept[key]
