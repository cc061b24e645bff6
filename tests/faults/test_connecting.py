"""Who may open a live line at all: a signed-in session, our page's token, our origin."""

from collections.abc import Callable
from uuid import uuid4

import pytest
import socketio
from socketio.exceptions import ConnectionError as Refused
from sqlalchemy import select

from exchange.accounts.models import AccountSession
from exchange.core import clock
from exchange.core.db import scope_of, session, transaction
from exchange.realtime.live import live_token
from tests.faults.conftest import NAMESPACE, PATIENCE, Member, Site
from tests.support.server import Server

pytestmark = pytest.mark.faults


FOREIGN = ("https://evil.example", "null", "http://127.0.0.1:1")
TRANSPORTS = ("websocket", "polling")


def connects(
    server: Server,
    *,
    cookie: str | None,
    token: object,
    origin: str | None = None,
    transport: str = "websocket",
    then: Callable[[socketio.Client], None] = lambda _: None,
) -> bool:
    """Whether a browser with this cookie, token and origin gets a live line; does `then` on it."""
    origin = origin or server.base_url
    client = socketio.Client(reconnection=False, websocket_extra_options={"origin": origin})
    headers = {} if cookie is None else {"Cookie": f"exchange={cookie}"}
    if transport == "polling":
        headers["Origin"] = origin
    try:
        client.connect(
            server.base_url,
            headers=headers,
            auth={"token": token},
            transports=[transport],
            namespaces=[NAMESPACE],
            wait_timeout=PATIENCE,
        )
        then(client)
    except Refused:
        return False
    finally:
        client.disconnect()
    return True


def test_our_page_connects_and_a_foreign_one_does_not(sqlite_site: Site, server: Server):
    anna = sqlite_site.member("Anna")
    own = {"cookie": anna.cookie, "token": anna.token}

    def enter(client: socketio.Client) -> None:
        answer = client.call("enter", {"part": anna.part}, namespace=NAMESPACE, timeout=PATIENCE)
        assert answer["ok"], answer

    for transport in TRANSPORTS:
        assert connects(server, **own, transport=transport, then=enter)
        for origin in FOREIGN:
            assert not connects(server, **own, transport=transport, origin=origin)


FORGED: dict[str, Callable[[Member, Member], tuple[str | None, object]]] = {
    "no session": lambda anna, bo: (None, anna.token),
    "no token": lambda anna, bo: (anna.cookie, None),
    "another session's token": lambda anna, bo: (anna.cookie, bo.token),
    "a token of no session": lambda anna, bo: (anna.cookie, live_token(anna.site.app, uuid4())),
    "a token that is no text": lambda anna, bo: (anna.cookie, {"token": anna.token}),
    "a forged cookie": lambda anna, bo: (anna.cookie[:-4] + "AAAA", anna.token),
}


def test_only_a_session_that_stands_connects_and_only_with_its_token(
    sqlite_site: Site, server: Server
):
    anna, bo = sqlite_site.member("Anna"), sqlite_site.member("Bo")
    for what, forge in FORGED.items():
        cookie, token = forge(anna, bo)
        assert not connects(server, cookie=cookie, token=token), what
    assert connects(server, cookie=bo.cookie, token=bo.token)
    with scope_of(sqlite_site.app.database), transaction():
        for each in session().scalars(select(AccountSession)):
            each.revoked_at = clock.now()
    assert not connects(server, cookie=bo.cookie, token=bo.token)
