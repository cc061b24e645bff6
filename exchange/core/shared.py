"""Many small requests, served together by one of their callers, in their order.

Chat and notes come as floods of tiny writes, and a crowd at the doors asks the same hundreds of
times at once. What is written is written in one transaction: nothing is answered or passed on
before its data is saved. What is read is read once for all who wait, and never kept.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from uuid import UUID

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from exchange.core.db import on_commit, release, transaction, transactions_overlap
from exchange.core.errors import ExchangeError, Unavailable

Request = TypeVar("Request")
Result = TypeVar("Result")

BATCH = 64  # requests in one transaction: a few hundredths of a second
CROWD = 256  # people who come or go: what is asked for one room of theirs serves all in it
SIDE_BY_SIDE = 4  # transactions of one kind that this process has under way at once
DATABASE_FAILED = (OperationalError, InterfaceError, PoolTimeout, Unavailable)


@dataclass(eq=False)
class _Item(Generic[Request, Result]):
    request: Request
    settled: threading.Event = field(default_factory=threading.Event)
    results: list[Result] = field(default_factory=list)  # its one result, once there is one
    error: BaseException | None = None
    leads: bool = False

    def take(self, outcome: Result | ExchangeError) -> None:
        if isinstance(outcome, ExchangeError):
            self.error = outcome
        else:
            self.results = [outcome]

    @property
    def is_settled(self) -> bool:
        return self.error is not None or bool(self.results)

    def outcome(self) -> Result:
        if self.error is not None:
            raise self.error
        return self.results[0]


Serve = Callable[[Sequence[Request]], Sequence[Result | ExchangeError]]
Check = Callable[[Sequence[Request]], Sequence[ExchangeError | None]]


class Batched(Generic[Request, Result]):
    """One kind of request in this process.

    `serve` gets the requests of a batch in the order in which they came, inside a transaction in
    the scope of whoever leads, and returns an outcome for each: its result, or the refusal that is
    to be raised to its caller. It writes nothing for a refused one. If it raises, nothing was
    kept, and each request is tried by itself; `Apart` asks for that.

    `about` names what a request locks. Requests about the same wait in one queue, in their order;
    where the database lets transactions run side by side, those about other things need not wait
    for them.

    `check` comes before the transaction, for what waits for something else than the database. It
    names a refusal, or None, for each request, as if those before it were stored already.

    `most` requests are served in one transaction.
    """

    def __init__(
        self,
        serve: "Serve[Request, Result]",
        *,
        about: Callable[[Request], UUID],
        check: "Check[Request] | None" = None,
        most: int = BATCH,
    ) -> None:
        self._about = about
        self._queues = [_Queue(serve, check, most) for _ in range(SIDE_BY_SIDE)]

    def ask(self, request: Request) -> Result:
        """Have `request` served; blocks (cooperatively) until what came of it is committed.

        Raises its refusal, or what serving or committing raised; then nothing of it was kept.
        """
        turn = self._about(request).int % SIDE_BY_SIDE if transactions_overlap() else 0
        return self._queues[turn].ask(request)


class _Queue(Generic[Request, Result]):
    """Requests that are served in their order; whoever comes first leads the others."""

    def __init__(
        self, serve: "Serve[Request, Result]", check: "Check[Request] | None", most: int
    ) -> None:
        self._serve = serve
        self._check = check
        self._most = most
        self._guard = threading.Lock()
        self._waiting: deque[_Item[Request, Result]] = deque()
        self._led = False

    def ask(self, request: Request) -> Result:
        """Have `request` served; blocks (cooperatively). Raises its refusal, or what failed."""
        item: _Item[Request, Result] = _Item(request)
        with self._guard:
            self._waiting.append(item)
            leads, self._led = not self._led, True
        if not leads:
            release()
            item.settled.wait()
            leads = item.leads
        if leads:
            self._lead(item)
        return item.outcome()

    def _lead(self, own: _Item[Request, Result]) -> None:
        time.sleep(0)  # whoever is ready at this moment joins the batch
        with self._guard:
            batch = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
        try:
            self._commit(batch)
        except BaseException as error:
            for item in batch:
                item.error = item.error if item.is_settled else error
            raise
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

    def _commit(self, batch: Sequence[_Item[Request, Result]]) -> None:
        try:
            self._commit_fit(self._fit(batch))
        except Exception as error:
            left = [item for item in batch if not item.is_settled]
            if not left:
                raise  # it is saved, and a hook failed: what was told stays true
            if len(batch) == 1 or isinstance(error, DATABASE_FAILED):
                for item in left:
                    item.error = error
                return
            for item in left:
                self._commit([item])

    def _fit(self, batch: Sequence[_Item[Request, Result]]) -> Sequence[_Item[Request, Result]]:
        """Those of the batch that the check does not refuse; the others are answered."""
        if self._check is None:
            return batch
        refusals = self._check([item.request for item in batch])
        refused = [(item, no) for item, no in zip(batch, refusals, strict=True) if no]
        for item, refusal in refused:
            item.take(refusal)
        return [item for item in batch if not item.is_settled]

    def _commit_fit(self, batch: Sequence[_Item[Request, Result]]) -> None:
        outcomes: list[Result | ExchangeError] = []
        if batch:
            with transaction():
                on_commit(lambda: _settle(batch, outcomes))
                outcomes += self._serve([item.request for item in batch])


class Joined(_Queue[Request, Result]):
    """Readers of one kind in this process: `serve` reads for all who wait, in no transaction.

    A reading begins after everybody who gets its outcome has asked, so that nobody is given what
    was true before. Whoever waits holds no connection, so that a crowd cannot use them all up. An
    outcome that is shared must not need the session by which it was read. Not for use inside a
    transaction.
    """

    def __init__(self, serve: "Serve[Request, Result]") -> None:
        super().__init__(serve, None, CROWD)

    def _commit_fit(self, batch: Sequence[_Item[Request, Result]]) -> None:
        if batch:
            _settle(batch, self._serve([item.request for item in batch]))


class Apart(Exception):
    """These requests have to be served one by one."""


def _settle(
    batch: Sequence[_Item[Request, Result]], outcomes: Sequence[Result | ExchangeError]
) -> None:
    for item, outcome in zip(batch, outcomes, strict=True):
        item.take(outcome)
