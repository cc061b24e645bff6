"""Many small actions, one commit: none is answered or passed on before its own data is saved.

Chat and notes come as floods of tiny writes; a commit costs a disk flush each. Callers that wait
at the same moment are served by one of them, in order, inside one transaction. A refusal that
wrote nothing harms no neighbour; anything worse rolls the batch back, and each is then tried alone.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from exchange.core.db import Unit, session, transaction, unit
from exchange.core.errors import ExchangeError

T = TypeVar("T")

BATCH = 64


@dataclass
class _Item:
    work: Callable[[], Any]
    settled: threading.Event = field(default_factory=threading.Event)
    result: Any = None
    error: BaseException | None = None
    leads: bool = False

    def outcome(self) -> Any:
        if self.error is not None:
            raise self.error
        return self.result


class SharedCommits:
    """One queue per process; `run` blocks its caller (cooperatively) until its work is saved."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[_Item] = deque()
        self._led = False

    def run(self, work: Callable[[], T]) -> T:
        """Do `work` inside a transaction that others may share; return its result once committed.

        `work` runs in the scope of whoever leads: it takes ids, never rows loaded elsewhere.
        Raises what `work` raised, or what the commit raised; then nothing of it was kept.
        """
        item = _Item(work)
        with self._guard:
            self._waiting.append(item)
            leads, self._led = not self._led, True
        if not leads:
            session().rollback()  # whoever waits holds no connection: the pool is for others
            item.settled.wait()
            leads = item.leads
        if leads:
            self._lead(item)
        return cast(T, item.outcome())

    def _lead(self, own: _Item) -> None:
        time.sleep(0)  # whoever is ready at this moment joins the batch
        with self._guard:
            batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
        try:
            _commit(batch)
        finally:
            self._hand_over()
            for item in batch:
                if item is not own:
                    item.settled.set()

    def _hand_over(self) -> None:
        with self._guard:
            self._led = bool(self._waiting)
            if self._waiting:
                successor = self._waiting[0]
                successor.leads = True
                successor.settled.set()


class _Spoiled(Exception):
    """One item failed after it had written; the batch has to be taken apart."""


def _commit(batch: list[_Item]) -> None:
    try:
        with transaction():
            for item in batch:
                _attempt(item)
    except BaseException as error:  # noqa: BLE001  # each caller gets it raised as its own
        if len(batch) == 1:
            batch[0].error = batch[0].error or error
            return
        for item in batch:
            item.error = item.result = None
            _commit([item])


def _attempt(item: _Item) -> None:
    current = unit()
    mark = _Mark.of(current)
    try:
        item.result = item.work()
        session().flush()
    except ExchangeError as error:
        item.error = error
        if not mark.untouched(current):
            raise _Spoiled from error
        mark.restore(current)


@dataclass(frozen=True)
class _Mark:
    """How far a transaction had come before an item, so that a harmless refusal leaves no trace."""

    writes: int
    records: int
    before_commit: int
    after_commit: int

    @classmethod
    def of(cls, current: Unit) -> "_Mark":
        return cls(
            current.writes, current.records, len(current.before_commit), len(current.after_commit)
        )

    def untouched(self, current: Unit) -> bool:
        pending = session().new or session().deleted or session().dirty
        return current.writes == self.writes and not pending

    def restore(self, current: Unit) -> None:
        current.doomed = False
        current.records = self.records
        del current.before_commit[self.before_commit :]
        del current.after_commit[self.after_commit :]
