"""Answers remembered for a moment, for what is passed on and never stored."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

MOST = 64  # keys asked about at once


@dataclass
class _Kept(Generic[V]):
    value: V
    until: float
    used: bool = False


class Recent(Generic[K, V]):
    """Answers no older than `age` seconds, forgotten whenever what they rest on may have changed.

    `ask` answers several keys at once: those that are wanted at the same moment, and others in use
    that will run out soon. What is being asked already is waited for, and not asked again. An
    answer that was under way at a moment of forgetting is given to who asked, and not remembered:
    it may be one of before, so that whoever waited for it asks again.
    """

    def __init__(self, age: float, ask: Callable[[Sequence[K]], Mapping[K, V]]) -> None:
        self._age = age
        self._ask = ask
        self._kept: dict[K, _Kept[V]] = {}
        self._wanted: dict[K, None] = {}
        self._under_way: dict[K, Future[None]] = {}
        self._changes = 0

    def answer(self, key: K) -> V:
        """The answer for `key`. Raises whatever asking raises."""
        while (kept := self._fresh(key)) is None:
            if (under_way := self._under_way.get(key)) is not None:
                under_way.result()
                continue
            self._wanted[key] = None
            time.sleep(0)  # whoever is ready at this moment wants something, too
            if self._fresh(key) is None and key not in self._under_way:
                return self._asked(self._together(key))[key]
        return kept.value

    def anew(self, keys: Collection[K]) -> Mapping[K, V]:
        """The answers for `keys` as they are now. Raises whatever asking raises."""
        return self._asked(list(keys))

    def renew(self) -> None:
        """Ask anew what is in use and will run out soon, before somebody has to wait for it.

        What nobody has asked for since it was answered is forgotten. Raises whatever asking raises.
        """
        due = self._due()
        for first in range(0, len(due), MOST):
            self._asked(due[first : first + MOST])

    def _asked(self, asked: Sequence[K]) -> Mapping[K, V]:
        changes, under_way = self._changes, Future[None]()
        self._under_way |= dict.fromkeys(asked, under_way)
        try:
            now, found = time.monotonic(), self._ask(asked)
            if changes == self._changes:
                self._kept |= {each: _Kept(value, now + self._age) for each, value in found.items()}
        except Exception as error:
            under_way.set_exception(error)
            raise
        finally:
            for each in asked:
                if self._under_way.get(each) is under_way:
                    del self._under_way[each]
            if not under_way.done():
                under_way.set_result(None)
        return found

    def _fresh(self, key: K) -> _Kept[V] | None:
        kept = self._kept.get(key)
        if kept is None or time.monotonic() >= kept.until:
            return None
        kept.used = True
        return kept

    def _together(self, key: K) -> list[K]:
        """The key, others that are wanted now, and those that will run out, as far as they fit."""
        wanted = [each for each in self._wanted if each not in self._under_way]
        asked = list(dict.fromkeys([key, *wanted, *self._due()]))[:MOST]
        for each in asked:
            self._wanted.pop(each, None)
        return asked

    def _due(self) -> list[K]:
        """What is in use and will run out soon; what has not been used is forgotten."""
        soon = time.monotonic() + self._age / 2
        due = [each for each, kept in self._kept.items() if kept.until < soon]
        unused = [each for each in due if not self._kept[each].used]
        for each in unused:
            del self._kept[each]
        return [each for each in due if each in self._kept and each not in self._under_way]

    def clear(self) -> None:
        """Forget every answer. What was in use is asked about again with the next."""
        self._changes += 1
        for kept in self._kept.values():
            kept.until = 0.0

    def forget(self, concerns: Callable[[K], bool]) -> None:
        """Forget the keys that `concerns` names."""
        self._changes += 1
        for key in [key for key in self._kept if concerns(key)]:
            del self._kept[key]
