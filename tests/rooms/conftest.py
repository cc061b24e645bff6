"""A live exchange with people in it: on the wire by a test client, or by actions alone."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask_socketio.test_client import SocketIOTestClient

from exchange.accounts.models import AccountSession, Person
from exchange.core.db import scope_of
from exchange.events.models import Event
from exchange.extensions import socketio
from exchange.membership.models import Organisation
from exchange.realtime.budgets import Budget
from exchange.realtime.live import connections, live_token
from exchange.rooms import actions
from exchange.rooms.presence import STALE
from exchange.rooms.queries import VERDICTS, Picture, picture_of
from exchange.web.application import Exchange
from tests.support.world import World

NAMESPACE = "/live"
PROCESS = UUID(int=1)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """No test meets the sockets, marks or verdicts of another."""
    yield
    for connected in connections.everyone():
        connections.drop(connected.sid)
    STALE.take()
    VERDICTS.clear()
    SocketIOTestClient.clients.clear()


class Exchange1:
    """One live exchange: its event, part, facilitator, and people as they are asked for."""

    def __init__(self, world: World, *, network: bool = True) -> None:
        self.world = world
        if network:
            world.network()
        self.event: Event = world.live_event()
        self.part_id = world.part(self.event).id
        self.facilitator = world.person("Fay Facilitator")
        world.facilitator(self.facilitator, self.event)

    def opened(self) -> "Exchange1":
        self.world.live_part(self.event)
        return self

    def person(self, name: str, organisation: Organisation | None = None) -> Person:
        """An officer of a member council (of their own, if none is given) with a place."""
        council = organisation or self.world.organisation()
        person = self.world.person(name, organisation=council)
        self.world.registration(person, self.event, organisation=council)
        return person


@pytest.fixture
def exchange(world: World) -> Exchange1:
    return Exchange1(world).opened()


@pytest.fixture
def unopened(world: World) -> Exchange1:
    return Exchange1(world)


class Inside:
    """Acting by actions alone, each in the scope that the test holds open."""

    def __init__(self, exchange: Exchange1) -> None:
        self.exchange = exchange
        self.part_id = exchange.part_id
        self.actor = exchange.world.actor
        self.facilitator = self.actor(exchange.facilitator)

    def enter(self, *people: Person) -> None:
        for person in people:
            actions.enter(
                actor=self.actor(person),
                part_id=self.part_id,
                sid=uuid4().hex,
                process_id=PROCESS,
            )

    def picture(self) -> Picture:
        return picture_of(self.part_id)

    def room_of(self, person: Person) -> UUID | None:
        somebody = self.picture().people.get(person.id)
        return somebody.room_id if somebody else None

    @property
    def plenary(self) -> UUID:
        room = self.picture().plenary
        assert room is not None
        return room.id

    def run(self, act: Callable[..., Any], **given: Any) -> Any:
        """One of the facilitator's acts on the part."""
        return act(actor=self.facilitator, part_id=self.part_id, **given)

    def run_as(self, person: Person, act: Callable[..., Any], **given: Any) -> Any:
        """The same, by another facilitator."""
        return act(actor=self.actor(person), part_id=self.part_id, **given)


@pytest.fixture
def inside(exchange: Exchange1, scope: object) -> Inside:
    return Inside(exchange)


class Browser:
    """A person's browser on the wire."""

    def __init__(self, app: Exchange, account: AccountSession, part_id: UUID, **auth: Any) -> None:
        self.part = part_id.hex
        page = app.test_client()
        with page.session_transaction() as cookie:
            cookie["account_session"] = account.id.hex
        with app.test_request_context():
            token = live_token(app, account.id)
        auth["token"] = token
        self.client = SocketIOTestClient(
            app, socketio, namespace=NAMESPACE, auth=auth, flask_test_client=page
        )

    def ask(self, event: str, **data: Any) -> dict[str, Any]:
        """Send a message; returns its acknowledgement."""
        return self.send(event, data)

    def send(self, event: str, data: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.client.emit(event, data, namespace=NAMESPACE, callback=True)
        return answer

    def enter(self) -> dict[str, Any]:
        answer = self.ask("enter", part=self.part)
        assert answer["ok"], answer
        return answer

    @property
    def connected(self) -> bool:
        return self.client.is_connected(NAMESPACE) and any(
            each.sid == self.sid for each in connections.everyone()
        )

    @property
    def sid(self) -> str:
        assert socketio.server is not None
        return str(socketio.server.manager.sid_from_eio_sid(self.client.eio_sid, NAMESPACE))

    def heard(self, event: str) -> list[Mapping[str, Any]]:
        """What was told of this kind since the last time anything was asked for."""
        return [each["args"][0] for each in self.everything() if each["name"] == event]

    def everything(self) -> list[dict[str, Any]]:
        told = [each for each in self.client.queue if each["namespace"] == NAMESPACE]
        self.client.queue = []
        for each in told:  # the test client unpacks events that are called "message"
            each["args"] = each["args"] if isinstance(each["args"], list) else [each["args"]]
        return told

    def close(self) -> None:
        self.client.disconnect(NAMESPACE)


@pytest.fixture
def browser(app: Exchange, exchange: Exchange1) -> Callable[[Person], Browser]:
    return lambda person: Browser(app, exchange.world.account_session(person), exchange.part_id)


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every socket send as often as it likes; how often it may is another test's matter."""
    monkeypatch.setattr(Budget, "spend", lambda _: 0.0)


@pytest.fixture
def flush(app: Exchange) -> Callable[[], None]:
    """Send what was marked, as the process's task does within 200 ms."""

    def do() -> None:
        with scope_of(app.database):
            actions.send_presence()

    return do
