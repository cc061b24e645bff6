"""Many people want the last place at the same moment, on real connections to PostgreSQL.

Each race is run twice: as it is, and with the lock on the event's row taken out. The second one
must oversell; only then does the first prove anything.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from exchange.core import clock
from exchange.core.db import find, scope_of, session
from exchange.core.engine import Database
from exchange.core.errors import ExchangeError
from exchange.events.models import Event
from exchange.registration import actions
from exchange.registration.actions import offering, registering
from exchange.registration.enums import HOLDS_PLACE, RegistrationState
from exchange.registration.models import Registration
from exchange.settings import Settings, read_settings
from tests.support.world import World

pytestmark = [pytest.mark.faults, pytest.mark.postgres]

PEOPLE = 12
PATIENCE = 30  # seconds; a race that hangs fails instead


@pytest.fixture
def settings(postgres_server, migrated_postgres, tmp_path) -> Iterator[Settings]:
    """On PostgreSQL alone: SQLite has one writer, and so no such race."""
    url = postgres_server.new_database(migrated_postgres)
    yield read_settings(
        {
            "EXCHANGE_MODE": "demonstration",
            "EXCHANGE_DATA_DIR": str(tmp_path),
            "EXCHANGE_DATABASE_URL": url,
        }
    )
    postgres_server.drop_database(url)


@pytest.fixture
def council(world: World):
    world.network()
    return world.organisation()


@pytest.fixture
def officers(world: World, council):
    return [world.actor(world.person(organisation=council)) for _ in range(PEOPLE)]


@pytest.fixture
def without_lock(monkeypatch):
    """The control: rows are looked at and not held, and everybody looks before anybody writes."""
    together = threading.Barrier(PEOPLE)

    def look(model, id):
        row = find(model, id)
        if model is Event:
            together.wait(PATIENCE)
        return row

    monkeypatch.setattr(registering, "lock", look)


@pytest.fixture
def unheld(monkeypatch):
    """The control of what becomes of an offer: nothing is held, and all look before any goes on."""

    def begin(people: int) -> None:
        together = threading.Barrier(people)

        def look(model, id):
            row = find(model, id)
            if model is Registration:
                together.wait(PATIENCE)
            return row

        monkeypatch.setattr(offering, "lock", look)

    return begin


def at_once(database: Database, *acts: Callable[[], object]) -> list[ExchangeError]:
    """Do all of `acts` at the same moment, each on a connection of its own; what was refused."""
    start, refused, broken = threading.Barrier(len(acts)), [], []

    def run(act: Callable[[], object]) -> None:
        with scope_of(database):
            session().connection()  # connected before the start, so that the race is close
            start.wait(PATIENCE)
            try:
                act()
            except ExchangeError as error:
                refused.append(error)
            except Exception as error:  # noqa: BLE001  # a thread's failure belongs to the test
                broken.append(error)

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not broken, broken
    assert not any(thread.is_alive() for thread in threads)
    return refused


def counted(database: Database, event: Event) -> Counter[str]:
    with scope_of(database):
        rows = select(Registration.state).where(Registration.event_id == event.id)
        return Counter(session().scalars(rows))


def held(states: Counter[str]) -> int:
    return sum(states[state.value] for state in HOLDS_PLACE)


def registering_of(officers, event):
    return [
        lambda officer=officer: actions.register(actor=officer, event_id=event.id)
        for officer in officers
    ]


def test_one_of_many_gets_the_last_place_and_the_rest_wait(app, world, officers):
    event = world.event(capacity=1)
    assert at_once(app.database, *registering_of(officers, event)) == []
    assert counted(app.database, event) == {"confirmed": 1, "waitlisted": PEOPLE - 1}


def test_without_the_lock_the_last_place_is_sold_more_than_once(app, world, officers, without_lock):
    event = world.event(capacity=1)
    at_once(app.database, *registering_of(officers, event))
    assert counted(app.database, event)["confirmed"] > 1


def test_one_person_in_many_windows_is_registered_once(app, world, officers):
    event = world.event(capacity=5)
    again = registering_of([officers[0]] * PEOPLE, event)
    assert len(at_once(app.database, *again)) == PEOPLE - 1
    assert counted(app.database, event) == {"confirmed": 1}


def test_the_share_of_an_organisation_holds_in_a_rush(app, world, officers):
    event = world.event(capacity=PEOPLE, capacity_per_organisation=3)
    assert len(at_once(app.database, *registering_of(officers, event))) == PEOPLE - 3
    assert counted(app.database, event) == {"confirmed": 3}


def test_a_place_given_up_in_a_rush_goes_to_the_line_and_to_one_person(app, world, officers):
    event = world.event(capacity=2)
    with scope_of(app.database):
        places = [actions.register(actor=a, event_id=event.id).id for a in officers[:2]]
        for waiting in officers[2:4]:
            actions.register(actor=waiting, event_id=event.id)
    cancelling = [
        lambda actor=actor, id=id: actions.cancel_registration(actor=actor, registration_id=id)
        for actor, id in zip(officers[:2], places, strict=True)
    ]
    refused = at_once(app.database, *cancelling, *registering_of(officers[4:], event))
    states = counted(app.database, event)
    assert refused == []
    assert states == {"cancelled": 2, "offered": 2, "waitlisted": PEOPLE - 4}
    with scope_of(app.database):
        offered = select(Registration.person_id).where(Registration.state == "offered")
        assert set(session().scalars(offered)) == {a.person_id for a in officers[2:4]}


def test_a_place_is_offered_to_one_person_however_many_sweeps_run(app, world, officers):
    event = world.event(capacity=1)
    ended = clock.now() - timedelta(seconds=1)
    world.registration(
        world.person(), event, state=RegistrationState.OFFERED, offer_expires_at=ended
    )
    with scope_of(app.database):
        for officer in officers[:3]:
            actions.register(actor=officer, event_id=event.id)
    clock_itself = world.system()
    sweeps = [lambda: actions.expire_offers(actor=clock_itself)] * 4
    fills = [lambda: actions.fill_places(actor=clock_itself, event_id=event.id)] * 4
    assert at_once(app.database, *sweeps, *fills) == []
    assert counted(app.database, event) == {"expired": 1, "offered": 1, "waitlisted": 2}


def test_accepting_and_declining_at_once_leaves_one_clear_answer(app, world, officers):
    event = world.event(capacity=1)
    with scope_of(app.database):
        first = actions.register(actor=officers[0], event_id=event.id).id
        second = actions.register(actor=officers[1], event_id=event.id).id
        actions.cancel_registration(actor=officers[0], registration_id=first)
    accept = [lambda: actions.accept_offer(actor=officers[1], registration_id=second)] * 3
    decline = [lambda: actions.cancel_registration(actor=officers[1], registration_id=second)] * 3
    at_once(app.database, *accept, *decline)
    states = counted(app.database, event)
    assert states == {"cancelled": 2}
    assert held(states) == 0


def two_places_and_a_line(database, officers, event):
    """Two officers with a place and two who wait; how the first two give theirs up."""
    with scope_of(database):
        made = [actions.register(actor=officer, event_id=event.id).id for officer in officers[:4]]
    return [
        lambda actor=actor, id=id: actions.cancel_registration(actor=actor, registration_id=id)
        for actor, id in zip(officers[:2], made[:2], strict=True)
    ]


def test_two_places_given_up_at_once_are_offered_to_two(app, world, officers):
    event = world.event(capacity=2)
    cancelling = two_places_and_a_line(app.database, officers, event)
    assert at_once(app.database, *cancelling) == []
    assert counted(app.database, event) == {"cancelled": 2, "offered": 2}


def test_without_the_lock_both_places_are_offered_to_the_same_person(app, world, officers, unheld):
    event = world.event(capacity=2)
    cancelling = two_places_and_a_line(app.database, officers, event)
    unheld(2)
    assert at_once(app.database, *cancelling) == []
    assert counted(app.database, event) == {"cancelled": 2, "offered": 1, "waitlisted": 1}


def accepting(database, officers, event):
    """An offer to the second officer, and the act of accepting it in four windows at once."""
    with scope_of(database):
        first = actions.register(actor=officers[0], event_id=event.id).id
        second = actions.register(actor=officers[1], event_id=event.id).id
        actions.cancel_registration(actor=officers[0], registration_id=first)
    return [lambda: actions.accept_offer(actor=officers[1], registration_id=second)] * 4


def test_an_offer_is_accepted_once_in_however_many_windows(app, world, officers):
    event = world.event(capacity=1)
    windows = accepting(app.database, officers, event)
    assert len(at_once(app.database, *windows)) == len(windows) - 1
    assert counted(app.database, event) == {"cancelled": 1, "confirmed": 1}


def test_without_the_lock_an_offer_is_accepted_again_and_again(app, world, officers, unheld):
    windows = accepting(app.database, officers, world.event(capacity=1))
    unheld(len(windows))
    assert at_once(app.database, *windows) == []
