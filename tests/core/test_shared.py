"""Requests that share a commit: everybody gets their own outcome, and nobody waits for ever."""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from exchange.core.actor import system
from exchange.core.db import on_commit, scope_of, session
from exchange.core.engine import Database
from exchange.core.errors import Conflict, ExchangeError
from exchange.core.shared import Apart, Batched
from exchange.web.application import Exchange
from tests.core.test_db import make, titles

SAME = uuid4()
Outcomes = dict[str, str | type[Exception]]


def same(_: str) -> UUID:
    """All requests are about one thing."""
    return SAME


def store(names: Sequence[str]) -> list[str | ExchangeError]:
    """What is called bad is refused, and writes nothing."""
    return [
        Conflict() if name.startswith("bad") else make(actor=system("test"), title=name).title
        for name in names
    ]


def all_at_once(database: Database, shared: Batched[str, str], names: Sequence[str]) -> Outcomes:
    """Everybody asks at one moment, each in a scope of their own that has read already."""
    outcomes: Outcomes = {}
    ready = threading.Barrier(len(names))

    def ask(name: str) -> None:
        ready.wait(20)
        with scope_of(database):
            try:
                outcomes[name] = shared.ask(name)
            except Exception as error:  # noqa: BLE001  # whatever it is belongs to this caller
                outcomes[name] = type(error)

    threads = [threading.Thread(target=ask, args=(name,), daemon=True) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def stored(app: Exchange) -> list[str]:
    with scope_of(app.database):
        return sorted(titles())


def test_each_caller_gets_their_own_outcome(app: Exchange):
    names = [f"good-{n}" for n in range(12)] + [f"bad-{n}" for n in range(4)]
    outcomes = all_at_once(app.database, Batched(store, about=same), names)
    assert outcomes == {n: n if n.startswith("good") else Conflict for n in names}
    assert stored(app) == sorted(n for n in names if n.startswith("good"))


def test_more_may_wait_than_there_are_connections(app: Exchange):
    database = Database(app.settings.database_url, pool_size=1)

    def read_and_store(names: Sequence[str]) -> list[str | ExchangeError]:
        session().execute(select(1))
        return store(names)

    names = [f"good-{n:03}" for n in range(40)]
    try:
        assert all_at_once(database, Batched(read_and_store, about=same), names) == {
            n: n for n in names
        }
    finally:
        database.dispose()
    assert stored(app) == names


@pytest.mark.parametrize("failure", [Apart, RuntimeError, Conflict])
def test_where_a_batch_fails_each_is_tried_alone(app: Exchange, failure: type[Exception]):
    def spoil_what_is_not_alone(names: Sequence[str]) -> list[str | ExchangeError]:
        outcomes = store(names)
        if len(names) > 1 or names[0] == "spoilt":
            raise failure
        return outcomes

    names = ["after", "before", "spoilt"]
    outcomes = all_at_once(app.database, Batched(spoil_what_is_not_alone, about=same), names)
    assert outcomes == {"after": "after", "before": "before", "spoilt": failure}
    assert stored(app) == ["after", "before"]


def test_what_the_check_refuses_is_never_served(app: Exchange):
    served: list[str] = []

    def keep(names: Sequence[str]) -> list[str | ExchangeError]:
        served.extend(names)
        return store(names)

    def check(names: Sequence[str]) -> list[ExchangeError | None]:
        return [Conflict() if name == "unfit" else None for name in names]

    outcomes = all_at_once(app.database, Batched(keep, about=same, check=check), ["fit", "unfit"])
    assert outcomes == {"fit": "fit", "unfit": Conflict}
    assert served == ["fit"]


def test_what_is_saved_is_not_stored_again_when_telling_others_fails(app: Exchange):
    def store_and_fail_to_tell(names: Sequence[str]) -> list[str | ExchangeError]:
        on_commit(_fail)
        return store(names)

    outcomes = all_at_once(app.database, Batched(store_and_fail_to_tell, about=same), ["once"])
    assert outcomes == {"once": RuntimeError}
    assert stored(app) == ["once"]


def _fail() -> None:
    raise RuntimeError


def test_nobody_is_answered_before_the_commit(app: Exchange):
    seen: list[list[str]] = []

    def look(act: Callable[[Sequence[str]], list[str | ExchangeError]]) -> Batched[str, str]:
        def serve(names: Sequence[str]) -> list[str | ExchangeError]:
            on_commit(lambda: seen.append(stored(app)))
            return act(names)

        return Batched(serve, about=same)

    assert all_at_once(app.database, look(store), ["said"]) == {"said": "said"}
    assert seen == [["said"]]


def test_what_is_about_other_things_waits_only_where_the_database_makes_it_wait(app: Exchange):
    """SQLite has one writer, so that everything shares its commits; PostgreSQL has many."""
    entered, go_on = threading.Barrier(2), threading.Event()

    def meet(names: Sequence[str]) -> list[str | ExchangeError]:
        with suppress(threading.BrokenBarrierError):
            entered.wait(3)
            go_on.set()
        return store(names)

    shared = Batched(meet, about=lambda name: UUID(int=int(name)))
    assert all_at_once(app.database, shared, ["0", "1"]) == {"0": "0", "1": "1"}
    assert go_on.is_set() == (app.database.engine.dialect.name == "postgresql")
