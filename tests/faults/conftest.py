"""A live exchange in a database, a server on it, and people with python-socketio clients."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import socketio
from flask.sessions import SecureCookieSessionInterface
from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from sqlalchemy import select

from exchange.accounts.models import Person
from exchange.app import create_app
from exchange.core.db import scope_of, session
from exchange.membership.models import Affiliation
from exchange.realtime.live import live_token
from exchange.settings import read_settings
from tests.rooms.conftest import Exchange1
from tests.support.postgres import Postgres
from tests.support.server import Server
from tests.support.world import World

NAMESPACE = "/live"
PATIENCE = 10


class Editor:
    """A copy of the notes, as a browser keeps it."""

    def __init__(self) -> None:
        self.doc: Doc[XmlFragment] = Doc()
        self.fragment = self.doc.get("notes", type=XmlFragment)

    def write(self, text: str) -> bytes:
        before = self.doc.get_state()
        self.fragment.children.append(XmlElement("paragraph", {}, [XmlText(text)]))
        return self.doc.get_update(before)


class Site:
    """An installation: its settings, its live exchange, and how people sign in to it."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = {"EXCHANGE_MODE": "demonstration", "EXCHANGE_LOG_LEVEL": "WARNING", **env}
        self.app = create_app(read_settings({**self.env, "EXCHANGE_REDIS_URL": ""}))
        self.world = World(self.app.database)
        self.exchange = Exchange1(self.world).opened()

    def meet_anew(self, *, opened: bool = True) -> None:
        """Have those who come from now on meet in another exchange."""
        self.exchange = Exchange1(self.world, network=False)
        if opened:
            self.exchange.opened()

    def member(self, name: str) -> "Member":
        return Member(self, self.exchange.person(name))

    def facilitator(self) -> "Member":
        return Member(self, self.exchange.facilitator)

    def council_of(self, person: Person) -> UUID:
        with scope_of(self.app.database):
            statement = select(Affiliation.organisation_id)
            return session().scalars(statement.where(Affiliation.person_id == person.id)).one()


class Member:
    """A person with one socket, who may connect to any of the servers."""

    def __init__(self, site: Site, person: Person) -> None:
        self.site, self.person = site, person
        self.part = site.exchange.part_id.hex
        account = site.world.account_session(person)
        signer = SecureCookieSessionInterface().get_signing_serializer(site.app)
        self.cookie = signer.dumps({"account_session": account.id.hex})
        self.token = live_token(site.app, account.id)
        self.heard: list[tuple[str, Any]] = []
        self.gone = threading.Event()
        self.one_at_a_time = threading.Lock()
        self.new_line()

    def another_tab(self) -> "Member":
        return Member(self.site, self.person)

    def new_line(self) -> None:
        self.client = socketio.Client(reconnection=False)
        _hear_in_order(self.client.eio)
        self.client.on("*", self._hear, namespace=NAMESPACE)
        self.client.on("disconnect", lambda *_: self.gone.set(), namespace=NAMESPACE)

    def _hear(self, event: str, payload: Any) -> None:
        self.heard.append((event, payload))

    def dial(self, server: Server) -> None:
        """Open the line, without entering."""
        self.gone.clear()
        # The client forgets to close its socket when the server ends before it has greeted.
        line = socket.create_connection(("127.0.0.1", server.port), PATIENCE)
        self.client.eio.websocket_extra_options = {"socket": line}
        try:
            self.client.connect(
                server.base_url,
                headers={"Cookie": f"exchange={self.cookie}"},
                auth={"token": self.token},
                transports=["websocket"],
                namespaces=[NAMESPACE],
                wait_timeout=PATIENCE,
            )
        except Exception:
            line.close()
            raise
        # It waits as long for a ping as a browser does; by itself it gives up 5 s after one is due.
        self.client.eio.ping_timeout += self.client.eio.ping_interval

    def connect(self, server: Server) -> "Member":
        self.dial(server)
        answer = self.ask("enter", part=self.part)
        assert answer["ok"], answer
        self.room = answer["place"]["room"]
        self.heard.append(("console", answer["console"]))
        return self

    def console(self) -> list[dict[str, Any]]:
        """The rooms as the newest console shows them, once there are breakout rooms."""
        assert self.waits_for("console", lambda told: told and len(told["rooms"]) > 1)
        return [told for name, told in self.heard if name == "console"][-1]["rooms"]

    def ask(self, event: str, **data: Any) -> dict[str, Any]:
        """Send and wait for the acknowledgement; raises when the line is gone."""
        with self.one_at_a_time:  # the client would mix the parts of two binary messages
            answer: dict[str, Any] = self.client.call(
                event, data, namespace=NAMESPACE, timeout=PATIENCE
            )
        return answer

    def say(self, text: str, key: UUID | None = None) -> dict[str, Any]:
        return self.ask("say", room=self.room, text=text, key=(key or uuid4()).hex)

    def note(self, update: bytes) -> dict[str, Any]:
        return self.ask("notes.update", room=self.room, schema=1, update=update)

    def chat(self) -> list[str]:
        """Everything said in the room, in order."""
        texts: list[str] = []
        while True:
            answer = self.ask("replay", room=self.room, since=len(texts))
            texts += [message["text"] for message in answer["messages"]]
            if not answer["more"]:
                return texts

    def notes(self) -> str:
        """The notes, put together anew from the server's log."""
        editor, since = Editor(), 0
        while True:
            answer = self.ask("notes.join", room=self.room, schema=1, since=since)
            rows = memoryview(answer["rows"])
            while rows:
                since = int.from_bytes(rows[:8])
                end = 12 + int.from_bytes(rows[8:12])
                editor.doc.apply_update(bytes(rows[12:end]))
                rows = rows[end:]
            if not answer["more"]:
                return str(editor.fragment)

    def waits_for(self, event: str, matches: Callable[[Any], bool] = lambda _: True) -> bool:
        """Whether such a message comes, or has come."""
        deadline = threading.Event()
        for _ in range(PATIENCE * 20):
            if any(name == event and matches(payload) for name, payload in list(self.heard)):
                return True
            deadline.wait(0.05)
        return False

    def break_line(self) -> None:
        """Have the line break without a word of goodbye."""
        websocket = self.client.eio.ws
        with contextlib.suppress(OSError):
            websocket.sock.shutdown(socket.SHUT_RDWR)
        assert self.gone.wait(PATIENCE)
        websocket.close()

    def close(self) -> None:
        """Go as a closed tab does. The client's own goodbye would wait three seconds each time."""
        if self.client.connected:
            self.break_line()


def _hear_in_order(line: Any) -> None:
    """The client would take each frame in a thread of its own, and mix the parts of messages."""
    trigger = line._trigger_event

    def in_order(event: str, *given: Any, run_async: bool = False, **options: Any) -> Any:
        return trigger(event, *given, run_async=run_async and event != "message", **options)

    line._trigger_event = in_order


@pytest.fixture
def sqlite_site(migrated_file: Path, tmp_path: Path) -> Site:
    (tmp_path / "exchange.db").write_bytes(migrated_file.read_bytes())
    return Site({"EXCHANGE_DATA_DIR": str(tmp_path)})


@pytest.fixture
def server(sqlite_site: Site, tmp_path: Path) -> Iterator[Server]:
    with Server(sqlite_site.env, log_path=tmp_path / "server.log") as running:
        yield running


@pytest.fixture
def postgres_site(
    postgres_server: Postgres, migrated_postgres: str, redis_url: str, tmp_path: Path
) -> Iterator[Site]:
    url = postgres_server.new_database(migrated_postgres)
    site = Site(
        {
            "EXCHANGE_DATA_DIR": str(tmp_path),
            "EXCHANGE_DATABASE_URL": url,
            "EXCHANGE_REDIS_URL": redis_url,
        }
    )
    yield site
    site.app.database.dispose()
    postgres_server.drop_database(url)


@pytest.fixture
def servers(postgres_site: Site, tmp_path: Path) -> Iterator[list[Server]]:
    env = {**postgres_site.env, "EXCHANGE_PROCESS": "web"}
    with (
        Server(env, log_path=tmp_path / "one.log") as one,
        Server(env, log_path=tmp_path / "two.log") as two,
    ):
        yield [one, two]


@dataclass
class Live:
    """A site and the processes that serve it."""

    site: Site
    servers: list[Server]

    def server(self, number: int) -> Server:
        """Where person `number` goes: people are spread over the processes."""
        return self.servers[number % len(self.servers)]


@pytest.fixture(params=["one process", pytest.param("two processes", marks=pytest.mark.postgres)])
def live(request: pytest.FixtureRequest) -> Live:
    """SQLite and one process; then PostgreSQL, Redis and two."""
    if request.param == "one process":
        site = request.getfixturevalue("sqlite_site")
        return Live(site, [request.getfixturevalue("server")])
    return Live(request.getfixturevalue("postgres_site"), request.getfixturevalue("servers"))
