"""What the tests of accounts share: a worker on call, and the links that it has sent."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from exchange.core.db import scope_of, session
from exchange.mail.letter import render
from exchange.outbox.models import OutboxMessage
from exchange.web.application import Exchange
from exchange.worker import work_once


@pytest.fixture
def work(app: Exchange) -> Callable[[], None]:
    """Do everything that is due."""

    def do() -> None:
        while work_once(app):
            pass

    return do


@pytest.fixture
def letters(app: Exchange, work: Callable[[], None]) -> Callable[[], list[str]]:
    """Do everything that is due, then give the texts of all letters so far."""

    def read() -> list[str]:
        work()
        with app.app_context(), scope_of(app.database):
            statement = select(OutboxMessage).where(OutboxMessage.kind == "mail")
            rows = session().scalars(statement.order_by(OutboxMessage.seq)).all()
            return [render(row.payload).text for row in rows]

    return read


@pytest.fixture
def ask_link(letters: Callable[[], list[str]]) -> Callable[..., str]:
    """Ask for a link on a client; the path of the link that was sent."""

    def ask(client: FlaskClient, email: str, then: str = "") -> str:
        answer = client.post("/sign-in", data={"email": email, "next": then})
        assert answer.headers["Location"] == "/sign-in/sent"
        return re.findall(r"/sign-in/link/\S+", letters()[-1])[0]

    return ask


@pytest.fixture
def statements(app: Exchange) -> Callable[[], AbstractContextManager[list[str]]]:
    """Collect the SQL statements that run while the context is open."""

    @contextmanager
    def collect() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_: Any, __: Any, statement: str, *___: Any) -> None:
            if not statement.startswith("BEGIN"):
                seen.append(statement)

        event.listen(app.database.engine, "before_cursor_execute", note)
        yield seen
        event.remove(app.database.engine, "before_cursor_execute", note)

    return collect
