"""A crowd at the doors is judged one by one and let in together."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from exchange.audit.models import AuditEntry
from exchange.audit.queries import check_chain
from exchange.audit.tags import Tag
from exchange.core.db import session
from exchange.core.decision import Refused
from exchange.core.errors import ExchangeError, NotFound
from exchange.registration.enums import RegistrationState
from exchange.rooms import actions
from exchange.rooms.actions.entering import Admitted, Arrival, _enter_all
from exchange.rooms.actions.presence import PRESENCE
from exchange.rooms.enums import Role, Seating
from exchange.rooms.models import Connection
from exchange.web.application import Exchange
from tests.rooms.conftest import PROCESS, Inside
from tests.rooms.test_queries import counted


def arrival(inside: Inside, person, sid: str = "") -> Arrival:
    return Arrival(inside.actor(person), inside.part_id, sid or uuid4().hex, PROCESS)


def outcomes(*arrivals: Arrival) -> list[Role | type[ExchangeError]]:
    found = _enter_all(actor=PRESENCE, arrivals=arrivals)
    return [each.role if isinstance(each, Admitted) else type(each) for each in found]


def test_who_may_not_come_in_costs_the_others_nothing(inside: Inside) -> None:
    exchange = inside.exchange
    ann, waiting = exchange.person("Ann"), exchange.world.person("Waiting")
    exchange.world.registration(waiting, exchange.event, state=RegistrationState.WAITLISTED)
    nowhere = Arrival(inside.actor(ann), uuid4(), uuid4().hex, PROCESS)
    found = outcomes(
        arrival(inside, ann),
        arrival(inside, waiting),
        nowhere,
        arrival(inside, exchange.facilitator),
    )
    assert found == [Role.PARTICIPANT, Refused, NotFound, Role.FACILITATOR]
    present = {each.name for each in inside.picture().people.values() if each.present}
    assert present == {"Ann", "Fay Facilitator"}


def test_two_tabs_of_one_person_are_two_intervals_and_one_entrance(inside: Inside) -> None:
    ann = inside.exchange.person("Ann")
    first = arrival(inside, ann)
    assert outcomes(first, arrival(inside, ann)) == [Role.PARTICIPANT] * 2
    assert outcomes(first) == [Role.PARTICIPANT]
    intervals = session().scalars(select(Connection).where(Connection.person_id == ann.id)).all()
    entered = session().scalars(select(AuditEntry).where(AuditEntry.tag == Tag.ENTERED)).all()
    assert (len(intervals), len(entered)) == (2, 1)


def test_nobody_leaves_for_another_nor_out_of_another_part(inside: Inside) -> None:
    ann, bo = (inside.exchange.person(name) for name in ("Ann", "Bo"))
    own = {"actor": inside.actor(ann), "part_id": inside.part_id, "sid": "phone"}
    actions.enter(**own, process_id=PROCESS)
    for wrong in ({"actor": inside.actor(bo)}, {"part_id": uuid4()}, {"sid": "laptop"}):
        actions.leave(**own | wrong)
        assert inside.picture().people[ann.id].present
    actions.leave(**own)
    assert ann.id not in inside.picture().people


def test_when_rooms_are_open_newcomers_of_one_moment_are_each_seated_once(inside: Inside) -> None:
    inside.enter(inside.exchange.person("Ann"))
    inside.run(actions.open_round, rooms=2, seating=Seating.RANDOM)
    ben, cy = inside.exchange.person("Ben"), inside.exchange.person("Cy")
    outcomes(arrival(inside, ben), arrival(inside, ben), arrival(inside, cy))
    rooms = [len(inside.picture().in_room(room.id)) for room in inside.picture().breakouts]
    assert sorted(rooms) == [1, 2]


def test_a_crowd_costs_the_statements_of_one(app: Exchange, inside: Inside) -> None:
    people = [inside.exchange.person(f"Officer {n}") for n in range(4)]
    with counted(app) as one:
        outcomes(arrival(inside, people[0]))
    with counted(app) as three:
        outcomes(*(arrival(inside, person) for person in people[1:]))
    assert len(three) == len(one)


def test_their_entries_are_chained_in_their_order(inside: Inside) -> None:
    people = [inside.exchange.person(f"Officer {n}") for n in range(12)]
    outcomes(*(arrival(inside, person) for person in people))
    statement = select(AuditEntry.actor_id).where(AuditEntry.tag == Tag.ENTERED)
    entered = list(session().scalars(statement.order_by(AuditEntry.seq)))
    assert entered == [person.id for person in people]
    assert check_chain().is_whole


@pytest.mark.parametrize("crowd", [1, 3])
def test_a_part_that_nobody_opened_lets_only_facilitators_wait(inside: Inside, crowd: int) -> None:
    inside.run(actions.close_part)
    people = [inside.exchange.person(f"Officer {n}") for n in range(crowd)]
    assert outcomes(*(arrival(inside, person) for person in people)) == [Refused] * crowd
    assert not inside.picture().people
