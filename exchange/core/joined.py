"""Readers that want the same at one moment share one reading."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from exchange.core.db import release

K = TypeVar("K")
V = TypeVar("V")


@dataclass(eq=False)
class _Group(Generic[V]):
    done: threading.Event = field(default_factory=threading.Event)
    values: list[V] = field(default_factory=list)  # its one value, once there is one


class Joined(Generic[K, V]):
    """What `read` gives, read once for all who wait for it.

    A reading begins after everybody who gets its value has asked: nobody is given what was true
    before they asked. Unlike `Recent`, nothing is kept. The value is shared by several scopes, so
    it must not need the session by which it was read.
    """

    def __init__(self, read: Callable[[K], V]) -> None:
        self._read = read
        self._gathering: dict[K, _Group[V]] = {}

    def ask(self, key: K) -> V:
        """The value for `key` as of now. Raises whatever reading raises."""
        group = self._gathering.get(key)
        if group is None:
            return self._lead(key)
        release()  # whoever waits holds no connection
        group.done.wait()
        return group.values[0] if group.values else self._read(key)

    def _lead(self, key: K) -> V:
        group = self._gathering[key] = _Group()
        time.sleep(0)  # whoever is ready at this moment joins
        del self._gathering[key]  # who comes from now on needs a later reading
        try:
            value = self._read(key)
            group.values.append(value)
            return value
        finally:
            group.done.set()
