"""The lists of an event's facilitators, and people as a seating needs to know them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from exchange.accounts.models import Person
from exchange.core.actor import Actor
from exchange.core.db import find, session
from exchange.core.errors import NotFound
from exchange.events.models import Facilitation, Part
from exchange.events.queries import is_facilitator
from exchange.membership.models import Organisation
from exchange.registration.models import Registration
from exchange.rooms.arranging import Line, labelled
from exchange.rooms.enums import ArrangementKind, RoomKind
from exchange.rooms.mixing import Guest, Pair, met_in
from exchange.rooms.models import Arrangement, Room, Seat
from exchange.rooms.rules import ADMITTED

EARLIER = 0.5  # of a meeting: at an earlier event it counts for half of one today


def part_to_arrange(actor: Actor, part_id: UUID) -> Part:
    """The part, for facilitators of its event alone: network staff see no lists.

    Raises `NotFound` for everybody else.
    """
    part = find(Part, part_id)
    if part is None or not is_facilitator(actor.person_id, part.event_id):
        raise NotFound
    return part


def arrangements(event_id: UUID) -> Sequence[Arrangement]:
    """The lines of the event's lists, oldest first, in two statements."""
    statement = select(Arrangement).where(Arrangement.event_id == event_id)
    return session().scalars(statement.order_by(Arrangement.seq)).all()


def line_of(arrangement: Arrangement) -> Line:
    """The line as the rules of seating read it."""
    people = tuple(each.person_id for each in arrangement.people)
    return Line(ArrangementKind(arrangement.kind), people, arrangement.room)


@dataclass(frozen=True)
class Registered:
    """Somebody with a place at the event."""

    id: UUID
    name: str
    organisation_id: UUID | None
    organisation: str | None


def registered(event_id: UUID) -> list[Registered]:
    """Everybody with a place who does not facilitate, by name."""
    facilitates = select(Facilitation.person_id).where(
        Facilitation.event_id == event_id, Facilitation.ended_at.is_(None)
    )
    statement = (
        select(Person.id, Person.name, Organisation.id, Organisation.name)
        .join(Registration, Registration.person_id == Person.id)
        .outerjoin(Organisation, Organisation.id == Registration.organisation_id)
        .where(
            Registration.event_id == event_id,
            Registration.state.in_(ADMITTED),
            Person.id.not_in(facilitates),
        )
        .order_by(Person.name, Person.seq)
    )
    return [Registered(*row) for row in session().execute(statement)]


def guests_of(people: Mapping[UUID, UUID | None]) -> list[Guest]:
    """People to be seated, given with their organisations: two statements for any number."""
    councils = {organisation for organisation in people.values() if organisation}
    titles: dict[UUID, str] = dict(
        session().execute(select(Person.id, Person.job_title).where(Person.id.in_(people))).all()
    )
    kinds: dict[UUID | None, str] = dict(
        session()
        .execute(select(Organisation.id, Organisation.kind).where(Organisation.id.in_(councils)))
        .all()
    )
    return [
        labelled(id, council, job_title=titles.get(id, ""), kind=kinds.get(council, ""))
        for id, council in people.items()
    ]


def met_before(person_ids: Collection[UUID], part_id: UUID) -> dict[Pair, float]:
    """Who of these sat in one room in other parts, of this and of earlier events.

    Somebody who was moved counts where they sat last.
    """
    statement = (
        select(Seat.round_id, Seat.person_id, Seat.room_id)
        .join(Room, Room.id == Seat.room_id)
        .where(
            Seat.person_id.in_(person_ids),
            Room.part_id != part_id,
            Room.kind == RoomKind.BREAKOUT.value,
        )
        .order_by(Seat.seq)
    )
    rounds: defaultdict[UUID, dict[UUID, UUID]] = defaultdict(dict)
    for round_id, person_id, room_id in session().execute(statement):
        rounds[round_id][person_id] = room_id
    return met_in(rounds.values(), EARLIER)
