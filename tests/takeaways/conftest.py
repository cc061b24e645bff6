"""A room that has closed, with notes, and three people who were in it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from exchange.accounts.models import Person
from exchange.core import clock
from exchange.core.actor import Actor
from exchange.core.db import scope_of
from exchange.notes.actions import append_update
from exchange.notes.queries import reader
from exchange.rooms import actions as rooms
from exchange.takeaways import actions
from exchange.takeaways.actions import Wording
from exchange.takeaways.lines import Line
from exchange.takeaways.queries import Proposed, proposed_in
from exchange.web.application import Exchange
from tests.notes.test_actions import Editor
from tests.rooms.conftest import Exchange1, Inside, exchange, quiet

__all__ = ["exchange", "quiet"]

LINES = ("We ask the scrutiny officer early", "Priya Raman paid twice", "A third line")


class Room1:
    """The plenary of an exchange that is over: Anna, Bob and Carl were there, Dora was not."""

    def __init__(self, exchange: Exchange1) -> None:
        self.exchange, self.world = exchange, exchange.world
        self.anna, self.bob, self.carl = (exchange.person(n) for n in ("Anna", "Bob", "Carl"))
        self.dora = exchange.person("Dora")
        self.priya = exchange.person("Priya Raman")  # named in the notes; was not there
        with scope_of(self.world.database):
            inside = Inside(exchange)
            inside.enter(self.anna, self.bob, self.carl)
            self.id: UUID = inside.plenary
            editor = Editor()
            for line in LINES:
                append_update(
                    actor=self.actor(self.anna),
                    room_id=self.id,
                    editor_schema=1,
                    update=editor.write(line),
                )
            inside.run(rooms.close_part)
        self.path = f"/live/{exchange.part_id.hex}/rooms/{self.id.hex}/takeaways"

    def actor(self, person: Person) -> Actor:
        return self.world.actor(person)

    @property
    def facilitator(self) -> Actor:
        return self.actor(self.exchange.facilitator)

    def propose(self, *texts: str, by: Person | None = None) -> list[Proposed]:
        """In an open scope; returns all that was proposed in the room."""
        wordings = [Wording(Line(text).key) for text in texts or LINES]
        actions.propose(actor=self.actor(by or self.anna), room_id=self.id, wordings=wordings)
        return proposed_in(self.id)

    def hold_back(self, line: Proposed, by: Person) -> None:
        actions.hold_back(actor=self.actor(by), room_id=self.id, takeaway_id=line.id, version=1)

    def ripen(self, *lines: Proposed) -> None:
        """The period of these lines ends now."""
        for line in lines:
            self.world.change(line.takeaway, releases_at=clock.now() - timedelta(seconds=1))


@pytest.fixture(autouse=True, scope="module")
def child() -> Iterator[None]:
    yield
    reader.close()


@pytest.fixture
def room(app: Exchange, exchange: Exchange1) -> Room1:
    return Room1(exchange)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Move the clock."""
    real = clock.now

    def move(by: timedelta) -> None:
        monkeypatch.setattr(clock, "now", lambda: real() + by)

    return move
