"""Where people stand is remembered, and never longer than it is true."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from exchange.accounts.actions import deactivate_person, end_session
from exchange.accounts.models import AccountSession, Person
from exchange.confidentiality.actions import require_protocol
from exchange.core import clock
from exchange.core.actor import Actor
from exchange.core.db import session, transaction
from exchange.core.errors import ExchangeError, NotFound, NotSignedIn
from exchange.events.actions import release_facilitator, withdraw_event
from exchange.membership.actions import end_affiliation, suspend
from exchange.membership.models import Affiliation, Organisation
from exchange.realtime import control
from exchange.registration.actions import cancel_registration
from exchange.registration.models import Registration
from exchange.rooms import actions
from exchange.rooms.enums import Seating
from exchange.rooms.queries import KnownPlaces
from exchange.web.application import Exchange
from tests.rooms.conftest import Browser, Exchange1, Inside
from tests.rooms.test_queries import counted
from tests.support.world import World


class Room:
    """Ann sits in a breakout room, and that is remembered."""

    def __init__(self, inside: Inside, world: World) -> None:
        self.inside, self.world = inside, world
        self.event = inside.exchange.event
        self.council: Organisation = world.organisation("Northshire")
        self.ann: Person = inside.exchange.person("Ann", self.council)
        self.staff: Actor = world.actor(world.staff())
        account = world.account_session(self.ann)
        self.actor = replace(world.actor(self.ann), session_id=account.id)
        inside.enter(self.ann)
        inside.run(actions.open_round, rooms=2, seating=Seating.RANDOM)
        room_id = inside.room_of(self.ann)
        assert room_id is not None
        self.id = room_id
        self.known = KnownPlaces()
        assert self.stands

    @property
    def stands(self) -> bool:
        return not isinstance(self.known.of([(self.actor, self.id)])[0], ExchangeError)


def the_one(model: Any, person: Person) -> Any:
    return session().scalars(select(model).where(model.person_id == person.id)).one()


@pytest.fixture
def room(inside: Inside, world: World, monkeypatch: pytest.MonkeyPatch) -> Room:
    found = Room(inside, world)
    monkeypatch.setattr(control, "_listeners", {})  # what is announced from now on reaches nobody
    return found


def sign_out(room: Room) -> None:
    assert room.actor.session_id is not None
    end_session(actor=room.actor, session_id=room.actor.session_id)


def close_account(room: Room) -> None:
    deactivate_person(actor=room.staff, person_id=room.ann.id)


def suspend_council(room: Room) -> None:
    suspend(actor=room.staff, organisation_id=room.council.id, reason="Unpaid")


def leave_council(room: Room) -> None:
    row = the_one(Affiliation, room.ann)
    yesterday = clock.now().date() - timedelta(days=1)
    end_affiliation(actor=room.staff, affiliation_id=row.id, ends_on=yesterday)


def cancel(room: Room) -> None:
    row = the_one(Registration, room.ann)
    cancel_registration(actor=room.actor, registration_id=row.id)


def withdraw(room: Room) -> None:
    withdraw_event(actor=room.staff, event_id=room.event.id)


def ask_for_a_protocol(room: Room) -> None:
    version = room.world.protocol()
    require_protocol(actor=room.staff, event_id=room.event.id, protocol_id=version.protocol_id)


def remove(room: Room) -> None:
    room.inside.run(actions.remove, person_id=room.ann.id)


def move(room: Room) -> None:
    other = next(each for each in room.inside.picture().breakouts if each.id != room.id)
    room.inside.run(actions.seat, person_ids=[room.ann.id], room_id=other.id)


def close_the_rooms(room: Room) -> None:
    room.inside.run(actions.close_round, seconds=0)


def close_the_part(room: Room) -> None:
    room.inside.run(actions.close_part)


ENDS = (
    sign_out,
    close_account,
    suspend_council,
    leave_council,
    cancel,
    withdraw,
    ask_for_a_protocol,
    remove,
    move,
    close_the_rooms,
    close_the_part,
)


@pytest.mark.parametrize("act", ENDS, ids=lambda act: act.__name__)
def test_nothing_is_remembered_past_the_act_that_ended_it_even_if_nobody_was_told(
    room: Room, act: Callable[[Room], None]
) -> None:
    act(room)
    assert not room.stands


def test_a_lock_of_the_chat_is_seen_at_once(room: Room) -> None:
    room.inside.run(actions.lock_chat, locked=True)
    [facts] = room.known.of([(room.actor, room.id)])
    assert not isinstance(facts, ExchangeError)
    assert facts.chat_locked


def test_a_facilitators_place_goes_with_the_role(inside: Inside, world: World) -> None:
    room = inside.exchange
    inside.enter(room.facilitator)
    known, asked = KnownPlaces(), [(inside.facilitator, inside.plenary)]
    assert not isinstance(known.of(asked)[0], ExchangeError)
    release_facilitator(
        actor=world.actor(world.staff()), event_id=room.event.id, person_id=room.facilitator.id
    )
    assert isinstance(known.of(asked)[0], NotFound)


def test_who_is_known_costs_one_statement(app: Exchange, room: Room) -> None:
    with counted(app) as statements:
        assert room.stands
    assert len(statements) == 1


def test_a_session_that_ends_by_the_clock_is_known_no_longer(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = clock.now() + timedelta(seconds=9)
    with transaction():
        the_one(AccountSession, room.ann).expires_at = end
    room.known = KnownPlaces()
    assert room.stands
    monkeypatch.setattr(clock, "now", lambda: end - timedelta(microseconds=1))
    assert room.stands
    monkeypatch.setattr(clock, "now", lambda: end)
    assert isinstance(room.known.of([(room.actor, room.id)])[0], NotSignedIn)


def test_a_refusal_is_never_remembered(room: Room) -> None:
    ben = room.inside.exchange.person("Ben")
    asked = [(room.world.actor(ben), room.id), (room.actor, room.id)]
    assert [isinstance(each, ExchangeError) for each in room.known.of(asked)] == [True, False]
    room.inside.enter(ben)
    room.inside.run(actions.seat, person_ids=[ben.id], room_id=room.id)
    assert [isinstance(each, ExchangeError) for each in room.known.of(asked)] == [False, False]


def test_who_leaves_by_themselves_is_forgotten_at_once(
    exchange: Exchange1, browser: Callable[[Person], Browser]
) -> None:
    ann = browser(exchange.person("Ann"))
    here = ann.enter()["place"]["room"]
    assert ann.ask("notes.awareness", room=here, update=b"caret")["ok"]
    assert ann.ask("leave", part=ann.part)["ok"]
    assert not ann.ask("notes.awareness", room=here, update=b"caret")["ok"]
