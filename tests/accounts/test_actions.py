"""Accounts are opened and closed by staff alone; closing one ends everything it opened."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.accounts import rules
from exchange.accounts.actions import (
    actor_present,
    create_person,
    create_token,
    deactivate_person,
    end_session,
    forget_past_sign_ins,
    reactivate_person,
    revoke_sessions,
)
from exchange.accounts.errors import EmailTaken, NameMissing, NotAnEmail
from exchange.accounts.models import AccountSession, ApiToken, Person
from exchange.accounts.queries import actor_of_session, actor_of_token
from exchange.core import clock
from exchange.core.actor import ANONYMOUS, Actor, ActorKind, system
from exchange.core.decision import Refused
from exchange.core.errors import NotFound
from exchange.web.application import Exchange
from tests.support.world import World


def signed_in(world: World, person: Person) -> Actor:
    begun = world.account_session(person)
    return Actor(ActorKind.PERSON, person.id, begun.id, person.name, person.is_staff)


def test_staff_open_accounts_and_others_do_not(scope: Session, world: World) -> None:
    staff, officer = world.actor(world.staff()), world.actor(world.person())
    made = create_person(actor=staff, email=" Anna@Council.Example ", name=" Anna  Officer ")
    assert (made.email, made.name, made.is_staff) == ("anna@council.example", "Anna Officer", False)
    for actor in (officer, ANONYMOUS):
        with pytest.raises(Refused):
            create_person(actor=actor, email="bo@council.example", name="Bo")


@pytest.mark.parametrize(
    ("email", "name", "error"),
    [
        ("taken@council.example", "Bo", EmailTaken),
        ("no address", "Bo", NotAnEmail),
        ("b" * 260 + "@council.example", "Bo", NotAnEmail),
        ("bo@council.example", "  ", NameMissing),
        ("bo@council.example", "x" * 121, NameMissing),
    ],
)
def test_a_wrong_account_is_not_opened(
    scope: Session, world: World, email: str, name: str, error: type[Exception]
) -> None:
    world.person(email="taken@council.example")
    with pytest.raises(error):
        create_person(actor=system("test"), email=email, name=name)


def test_closing_an_account_ends_sessions_and_tokens_for_good(
    scope: Session, world: World, heard: list[Any]
) -> None:
    staff, person = signed_in(world, world.staff()), world.person()
    actor = signed_in(world, person)
    _, secret = create_token(actor=actor, name="Intranet", days=30)
    assert actor.session_id is not None
    assert actor_of_session(actor.session_id) == actor
    assert actor_of_token(secret).person_id == person.id
    deactivate_person(actor=staff, person_id=person.id)
    assert {"person_id": person.id.hex} in heard
    assert actor_of_session(actor.session_id) == actor_of_token(secret) == ANONYMOUS
    reactivate_person(actor=staff, person_id=person.id)
    assert actor_of_session(actor.session_id) == actor_of_token(secret) == ANONYMOUS


def test_only_staff_close_accounts_and_never_their_own(scope: Session, world: World) -> None:
    staff, officer = signed_in(world, world.staff()), signed_in(world, world.person())
    for actor, target in (
        (officer, staff.person),
        (staff, staff.person),
        (officer, officer.person),
    ):
        with pytest.raises(Refused):
            deactivate_person(actor=actor, person_id=target)


def test_anothers_sessions_are_not_there(scope: Session, world: World) -> None:
    mine, other = signed_in(world, world.person()), signed_in(world, world.person())
    assert other.session_id is not None
    with pytest.raises(NotFound):
        end_session(actor=mine, session_id=other.session_id)
    with pytest.raises(NotFound):
        revoke_sessions(actor=mine, person_id=other.person)


@pytest.mark.parametrize(
    "over",
    [
        {"revoked_at": clock.now()},
        {"expires_at": clock.now() - timedelta(seconds=1)},
        {"seen_at": clock.now() - rules.SESSION_IDLE - timedelta(minutes=1)},
    ],
)
def test_a_session_that_is_over_is_nobody(
    scope: Session, world: World, over: dict[str, Any]
) -> None:
    assert actor_of_session(world.account_session(world.person(), **over).id) == ANONYMOUS


def test_who_asks_is_one_statement(
    app: Exchange, scope: Session, world: World, statements: Any
) -> None:
    person = world.person()
    begun = world.account_session(person)
    with statements() as seen:
        assert actor_present(begun.id).person_id == person.id
    assert len(seen) == 1
    with statements() as seen:
        actor_of_token("exchange_unknown")
    assert len(seen) == 1


def test_being_there_is_noted_every_five_minutes(
    app: Exchange, scope: Session, world: World, statements: Any
) -> None:
    before = clock.now() - rules.SEEN_EVERY - timedelta(seconds=1)
    begun = world.account_session(world.person(), seen_at=before)
    named = begun.id
    actor_present(named)
    with statements() as seen:
        actor_present(named)
    assert len(seen) == 1
    assert scope.scalars(select(AccountSession.seen_at)).one() > before


def test_a_person_has_a_bounded_number_of_tokens(scope: Session, world: World) -> None:
    actor = signed_in(world, world.person())
    for _ in range(rules.TOKENS_MOST):
        create_token(actor=actor, name="Intranet", days=30)
    with pytest.raises(Refused):
        create_token(actor=actor, name="One more", days=30)


def test_past_sign_ins_are_forgotten_and_present_ones_stay(scope: Session, world: World) -> None:
    person, past = world.person(), clock.now() - rules.SESSION_KEPT - timedelta(days=1)
    world.account_session(person, revoked_at=past)
    world.account_session(person, expires_at=past)
    kept = world.account_session(person)
    _, _ = create_token(actor=signed_in(world, person), name="Intranet", days=30)
    forget_past_sign_ins(actor=system("clock"))
    assert kept.id in set(scope.scalars(select(AccountSession.id)))
    assert len(scope.scalars(select(AccountSession)).all()) == 2
    assert len(scope.scalars(select(ApiToken)).all()) == 1
