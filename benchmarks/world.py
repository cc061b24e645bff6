"""The people of a benchmark: exchanges that are live, with everybody seated in rooms of eight."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from exchange.accounts.models import Person
from exchange.app import create_app
from exchange.core import clock
from exchange.core.db import add, scope_of, transaction
from exchange.membership.models import Organisation
from exchange.realtime.live import live_token
from exchange.rooms.enums import RoomKind, RoundState, SeatedHow
from exchange.rooms.models import Room, Round, Seat
from exchange.settings import Settings
from exchange.vault.content import vault
from exchange.web.actor import SESSION_KEY
from exchange.web.application import Exchange
from tests.support.world import World

SEATS = 8  # in each room
ROOMS = 3  # in each exchange
COUNCILS = 40


@dataclass(frozen=True)
class Member:
    """One person, where they belong, and what their browser would hold."""

    person: str
    name: str
    part: str
    room: str
    cookie: str
    token: str


def live_rooms(settings: Settings, *, exchanges: int) -> list[Member]:
    """Fill a migrated database with live exchanges of 24 people in rooms, all signed in.

    Each is an officer of an active council, registered, has acknowledged the protocol, and is
    seated in a breakout room, which their browser enters directly.
    """
    app = create_app(settings)
    with scope_of(app.database), transaction():
        world = World(app.database)
        world.network()
        councils = [world.organisation(domain=f"c{n}.example") for n in range(COUNCILS)]
        members = [m for _ in range(exchanges) for m in _exchange(app, world, councils)]
    app.database.dispose()
    return members


def _exchange(app: Exchange, world: World, councils: list[Organisation]) -> Iterator[Member]:
    event = world.live_event(capacity=ROOMS * SEATS)
    version = world.protocol(event)
    part_id = world.live_part(event).part_id
    opened = {"state": RoundState.OPEN.value, "opened_at": clock.now()}
    stay = add(Round(part_id=part_id, number=1, **opened))
    for position in range(ROOMS):
        room = _breakout(part_id, stay, position)
        for seat in range(SEATS):
            council = councils[(position * SEATS + seat) % COUNCILS]
            person = world.person(organisation=council)
            world.registration(person, event, organisation=council)
            world.acknowledgement(person, version)
            _seat(stay, room, person)
            yield _member(app, world, person, room)


def _breakout(part_id: UUID, stay: Round, position: int) -> Room:
    kind = RoomKind.BREAKOUT.value
    name = f"Room {position + 1}"
    room = add(Room(part_id=part_id, round_id=stay.id, kind=kind, position=position, name=name))
    vault().make_keys(room.id)
    return room


def _seat(stay: Round, room: Room, person: Person) -> None:
    how = SeatedHow.RANDOM.value
    seat = Seat(round_id=stay.id, room_id=room.id, person_id=person.id, how=how)
    seat.began_at = clock.now()
    add(seat)


def _member(app: Exchange, world: World, person: Person, room: Room) -> Member:
    session = world.account_session(person)
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    signed = signer.dumps({SESSION_KEY: session.id.hex})
    return Member(
        person=person.id.hex,
        name=person.name,
        part=room.part_id.hex,
        room=room.id.hex,
        cookie=f"{app.config['SESSION_COOKIE_NAME']}={signed}",
        token=live_token(app, session.id),
    )


def newcomers(settings: Settings, *, people: int, places: int) -> tuple[str, list[str]]:
    """Fill a migrated database with officers who may register for one event; their ids."""
    app = create_app(settings)
    with scope_of(app.database), transaction():
        world = World(app.database)
        world.network()
        councils = [world.organisation(domain=f"c{n}.example") for n in range(COUNCILS)]
        event = world.event(capacity=places)
        officers = [world.person(organisation=councils[n % COUNCILS]) for n in range(people)]
        found = event.id.hex, [officer.id.hex for officer in officers]
    app.database.dispose()
    return found
