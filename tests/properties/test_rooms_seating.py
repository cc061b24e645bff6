"""Seating, presence and chat against a model, by random acts of people and a facilitator."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import Mock
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from exchange.accounts.models import Person
from exchange.core.db import scope_of
from exchange.core.engine import Database
from exchange.core.errors import NotFound
from exchange.realtime import publish
from exchange.rooms import actions
from exchange.rooms.enums import RoomKind, Seating
from exchange.rooms.queries import console_view, picture_of, replay, room_for, room_view
from exchange.vault import content as vault
from tests.rooms.conftest import PROCESS, Exchange1
from tests.support.world import World

PEOPLE = 4
who = st.integers(0, PEOPLE - 1)


class Part(RuleBasedStateMachine):
    """The model: who is connected, where each belongs, what was said where."""

    template: Path

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        path = Path(self.folder.name) / "exchange.db"
        shutil.copy(self.template, path)
        vault.configure((("test", b"k" * 32),))
        self.database = Database(f"sqlite:///{path}")
        world = World(self.database)
        self.exchange = Exchange1(world).opened()
        self.people: list[Person] = [self.exchange.person(f"P{n}") for n in range(PEOPLE)]
        self.actors = [world.actor(person) for person in self.people]
        self.facilitator = world.actor(self.exchange.facilitator)
        self.sids: dict[int, str] = {}
        self.seats: dict[int, UUID] = {}
        self.rooms: list[UUID] = []
        self.log: dict[UUID, list[str]] = {}
        with scope_of(self.database):
            plenary = picture_of(self.exchange.part_id).plenary
            assert plenary is not None
            self.plenary = plenary.id

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.dispose()
            self.folder.cleanup()

    def run(self, act: Any, **given: Any) -> Any:
        with scope_of(self.database):
            return act(actor=self.facilitator, part_id=self.exchange.part_id, **given)

    def learn_seats(self) -> None:
        """Chance decides who sits where; that everybody sits, and where they may, is checked."""
        with scope_of(self.database):
            picture = picture_of(self.exchange.part_id)
        for n in self.sids:
            room_id = picture.people[self.people[n].id].room_id
            assert room_id in self.rooms
            assert room_id is not None
            self.seats[n] = room_id

    @rule(n=who)
    def enter(self, n: int) -> None:
        sid = self.sids.setdefault(n, uuid4().hex)
        with scope_of(self.database):
            actions.enter(
                actor=self.actors[n],
                part_id=self.exchange.part_id,
                sid=sid,
                process_id=PROCESS,
            )
        if self.rooms and n not in self.seats:
            with scope_of(self.database):
                room_id = picture_of(self.exchange.part_id).people[self.people[n].id].room_id
            assert room_id in self.rooms
            assert room_id is not None
            self.seats[n] = room_id

    @rule(n=who)
    def drop(self, n: int) -> None:
        sid = self.sids.pop(n, None)
        if sid is not None:
            with scope_of(self.database):
                actions.leave(actor=self.actors[n], part_id=self.exchange.part_id, sid=sid)

    @precondition(lambda self: not self.rooms)
    @rule(rooms=st.integers(1, 3))
    def open_round(self, rooms: int) -> None:
        self.run(actions.open_round, rooms=rooms, seating=Seating.RANDOM)
        with scope_of(self.database):
            picture = picture_of(self.exchange.part_id)
        self.rooms = [r.id for r in picture.rooms if r.kind == RoomKind.BREAKOUT]
        self.learn_seats()

    @precondition(lambda self: self.rooms)
    @rule()
    def close_round(self) -> None:
        self.run(actions.close_round, seconds=0)
        self.rooms, self.seats = [], {}

    @precondition(lambda self: self.rooms)
    @rule(n=who, to=st.integers(0, 3))
    def move(self, n: int, to: int) -> None:
        if n not in self.sids and n not in self.seats:
            return
        room_id = self.rooms[to] if to < len(self.rooms) else None
        self.run(actions.seat, person_ids=[self.people[n].id], room_id=room_id)
        self.seats[n] = room_id or self.plenary

    @rule(n=who, key=st.integers(1, 3))
    def say(self, n: int, key: int) -> None:
        room_id, text = self.place(n), f"{n} says {key}"
        with scope_of(self.database):
            if n not in self.sids:
                with pytest.raises(NotFound):
                    room_for(self.actors[n], room_id)
                return
            actions.say(actor=self.actors[n], room_id=room_id, text=text, key=UUID(int=key))
        said = self.log.setdefault(room_id, [])
        if text not in said:
            said.append(text)

    def place(self, n: int) -> UUID:
        return self.seats.get(n, self.plenary)

    @invariant()
    def every_view_is_the_model(self) -> None:
        if not hasattr(self, "plenary"):
            return
        with scope_of(self.database):
            picture = picture_of(self.exchange.part_id)
            for room in picture.rooms:
                view = room_view(picture, room)
                shown = {p.id: p.present for p in view.people}
                assert shown == self.expected(room.id)
                assert view.last == len(self.log.get(room.id, []))
            shown_rooms = {room.id for room in console_view(picture).rooms}
            assert shown_rooms == {self.plenary, *self.rooms}

    def expected(self, room_id: UUID) -> dict[UUID, bool]:
        return {
            self.people[n].id: n in self.sids
            for n in range(PEOPLE)
            if self.place(n) == room_id and (n in self.sids or n in self.seats)
        }

    @invariant()
    def everybody_reads_their_own_room_and_no_other(self) -> None:
        if not hasattr(self, "plenary"):
            return
        with scope_of(self.database):
            for n in self.sids:
                mine = self.place(n)
                heard = replay(self.actors[n], mine, 0).messages
                assert [m.text for m in heard] == self.log.get(mine, [])
                assert [m.number for m in heard] == list(range(1, len(heard) + 1))
                for other in {self.plenary, *self.rooms} - {mine}:
                    with pytest.raises(NotFound):
                        room_for(self.actors[n], other)


def test_every_view_equals_the_model(migrated_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "socketio", Mock())  # nobody listens; the database is what counts
    Part.template = migrated_file
    run_state_machine_as_test(
        Part,
        settings=settings(
            max_examples=8,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
