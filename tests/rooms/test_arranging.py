"""The facilitators' lists: what they mean, who sees them, what the audit says, when they go."""

from collections.abc import Callable
from datetime import timedelta
from itertools import combinations
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select

from exchange.accounts.models import Person
from exchange.audit.models import AuditEntry
from exchange.core.actor import system
from exchange.core.db import scope_of, session
from exchange.core.errors import ExchangeError, Invalid, NotFound
from exchange.rooms import actions
from exchange.rooms.arranging import Line, conditions_of, contradicts, labelled
from exchange.rooms.enums import ArrangementKind, Seating
from exchange.rooms.errors import Contradiction
from exchange.rooms.models import Arranged, Arrangement
from exchange.rooms.queries import (
    arrangements,
    console_view,
    met_before,
    mixed_plan,
    moves_proposed,
)
from tests.rooms.conftest import Exchange1, Inside
from tests.rooms.sheets import breakout

ANN, BEN, CAT, DAN = (UUID(int=number) for number in range(1, 5))
ROOMS = [UUID(int=number) for number in range(91, 94)]
APART, TOGETHER, MANAGER, HOST = ArrangementKind
SignIn = Callable[[FlaskClient, Person], FlaskClient]


class TestLines:
    def test_lines_become_conditions(self) -> None:
        lines = [
            Line(APART, (ANN, BEN, CAT)),
            Line(TOGETHER, (CAT, DAN)),
            Line(MANAGER, (DAN, ANN, BEN)),
            Line(HOST, (ANN,), 2),
            Line(HOST, (BEN,), 4),  # of a room that there is not
        ]
        found = conditions_of(lines, ROOMS)
        pairs = {frozenset(pair) for pair in combinations((ANN, BEN, CAT), 2)}
        assert set(found.apart) == pairs | {frozenset((DAN, ANN)), frozenset((DAN, BEN))}
        assert list(found.together) == [frozenset((CAT, DAN))]
        assert found.pinned == {ANN: ROOMS[1]}

    @pytest.mark.parametrize(
        ("line", "fits"),
        [
            (Line(APART, (ANN, BEN)), True),
            (Line(APART, (ANN,)), False),
            (Line(APART, (ANN, ANN)), False),
            (Line(APART, (ANN, BEN), 1), False),
            (Line(MANAGER, tuple(UUID(int=n) for n in range(13))), False),
            (Line(HOST, (ANN,), 1), True),
            (Line(HOST, (ANN,)), False),
            (Line(HOST, (ANN, BEN), 1), False),
        ],
    )
    def test_a_line_says_something_or_does_not_fit(self, line: Line, fits: bool) -> None:
        assert line.fits is fits

    @pytest.mark.parametrize(
        ("line", "others", "clash"),
        [
            (Line(APART, (ANN, BEN)), [Line(TOGETHER, (BEN, ANN))], True),
            (Line(TOGETHER, (ANN, CAT)), [Line(MANAGER, (CAT, ANN))], True),
            (
                Line(TOGETHER, (ANN, BEN)),
                [Line(TOGETHER, (BEN, CAT)), Line(APART, (ANN, CAT))],
                True,  # by way of Ben
            ),
            (Line(APART, (ANN, BEN)), [Line(TOGETHER, (BEN, CAT))], False),
            (Line(HOST, (ANN,), 2), [Line(HOST, (ANN,), 1)], True),
            (Line(HOST, (ANN,), 2), [Line(HOST, (BEN,), 2)], False),
        ],
    )
    def test_contradictions_are_seen(self, line: Line, others: list[Line], clash: bool) -> None:
        assert contradicts(line, others) is clash

    def test_roles_and_kinds_of_council_are_what_is_spread(self) -> None:
        guest = labelled(ANN, None, job_title=" Head of  Policy", kind="District")
        assert guest.labels == {"role:head of policy", "kind:district"}
        assert labelled(ANN, None, job_title="", kind="").labels == frozenset()


class Four:
    """Four people with places, and lines among them."""

    def __init__(self, inside: Inside) -> None:
        self.inside = inside
        self.people = [inside.exchange.person(name) for name in ("Ann", "Ben", "Cat", "Dan")]
        self.ann, self.ben, self.cat, self.dan = (person.id for person in self.people)

    def add(self, kind: ArrangementKind, *people: UUID, room: int | None = None) -> Arrangement:
        made: Arrangement = self.inside.run(actions.arrange, line=Line(kind, people, room))
        return made


@pytest.fixture
def four(inside: Inside) -> Four:
    return Four(inside)


class TestLists:
    def test_lines_are_kept_for_people_with_a_place_and_without_contradiction(
        self, four: Four, inside: Inside
    ) -> None:
        four.add(TOGETHER, four.ann, four.ben)
        for error, line in {
            Contradiction: Line(APART, (four.ben, four.ann)),
            NotFound: Line(APART, (four.ben, uuid4())),
            Invalid: Line(APART, (four.ben,)),
        }.items():
            with pytest.raises(error):
                inside.run(actions.arrange, line=line)
        assert len(arrangements(inside.exchange.event.id)) == 1

    def test_staff_and_participants_find_no_lists(self, four: Four, inside: Inside) -> None:
        line = four.add(APART, four.ann, four.ben)
        world = inside.exchange.world
        for person in (world.staff(), four.people[0]):
            actor = inside.actor(person)
            line_of_two = Line(APART, (four.cat, four.dan))
            with pytest.raises(NotFound):
                actions.arrange(actor=actor, part_id=inside.part_id, line=line_of_two)
            with pytest.raises(NotFound):
                actions.remove_arrangement(
                    actor=actor, part_id=inside.part_id, arrangement_id=line.id
                )

    def test_the_audit_says_of_which_kind_and_never_for_whom(
        self, four: Four, inside: Inside
    ) -> None:
        line = four.add(MANAGER, four.ann, four.ben)
        inside.run(actions.remove_arrangement, arrangement_id=line.id)
        entries = session().scalars(
            select(AuditEntry).where(AuditEntry.tag.like("seating.%")).order_by(AuditEntry.seq)
        )
        told = [str(vars(entry)) for entry in entries]
        assert len(told) == 2
        for word in ("Ann", "Ben", four.ann, four.ann.hex, four.ben, four.ben.hex):
            assert not any(str(word) in each for each in told)

    def test_they_are_forgotten_a_week_after_the_event(self, four: Four, inside: Inside) -> None:
        four.add(APART, four.ann, four.ben)
        ends = inside.picture().part.ends_at
        for later, left in ((timedelta(days=6), 1), (timedelta(days=8), 0)):
            with time_machine.travel(ends + later, tick=True):
                actions.forget_arrangements(actor=system("sweep"))
            assert session().scalar(select(func.count()).select_from(Arrangement)) == left
        assert session().scalar(select(func.count()).select_from(Arranged)) == 0


class TestSeatings:
    @pytest.mark.parametrize("seating", [Seating.RANDOM, Seating.MIXED])
    def test_every_seating_keeps_them(self, four: Four, inside: Inside, seating: Seating) -> None:
        four.add(MANAGER, four.ann, four.ben)
        four.add(TOGETHER, four.ben, four.cat)
        four.add(HOST, four.ann, room=2)
        inside.enter(*four.people)
        inside.run(actions.open_round, rooms=2, seating=seating)
        for _ in range(2):
            ann, ben, cat, _dan = map(inside.room_of, four.people)
            assert ben == cat != ann == inside.picture().breakouts[1].id
            inside.run(actions.shuffle)

    def test_whoever_comes_late_is_kept_apart_too(self, four: Four, inside: Inside) -> None:
        four.add(APART, four.ann, four.dan)
        four.add(TOGETHER, four.ben, four.cat)
        four.add(HOST, four.ann, room=1)
        four.add(HOST, four.ben, room=2)
        inside.enter(*four.people[:3])
        inside.run(actions.open_round, rooms=2, seating=Seating.RANDOM)
        inside.enter(four.people[3])
        second = inside.picture().breakouts[1].id
        assert inside.room_of(four.people[3]) == second  # though the first is smaller

    def test_the_console_says_what_a_mixed_round_has_reached(
        self, four: Four, inside: Inside
    ) -> None:
        inside.enter(*four.people)
        for repeated in (0, 0, 0, 2):  # three rounds of pairs, and no fourth
            inside.run(actions.open_round, rooms=2, seating=Seating.MIXED)
            reached = console_view(inside.picture()).payload()["reached"]
            assert reached["repeated"] == repeated == reached["repeated_bound"]
            assert not set(map(str, reached.values())) & {four.ann.hex, str(four.ann)}
            inside.run(actions.close_round, seconds=0)
        assert reached["new_least"] == 3

    def test_meetings_at_earlier_events_count_if_the_step_says_so(
        self, four: Four, inside: Inside
    ) -> None:
        inside.enter(*four.people)
        inside.run(actions.open_round, rooms=2, seating=Seating.MIXED)
        met = met_before([p.id for p in four.people], uuid4())  # as another event would see it
        assert sorted(met.values()) == [0.5, 0.5]
        assert met_before([p.id for p in four.people], inside.part_id) == {}


class TestPlan:
    def test_it_is_made_for_those_registered_and_then_for_those_present(
        self, four: Four, inside: Inside
    ) -> None:
        part = inside.picture().part
        assert mixed_plan(part) is None
        content = breakout("Meet", Seating.MIXED, None, per_room=2)
        for _ in range(3):
            inside.run(actions.add_step, content=content)
        plan = mixed_plan(part)
        assert plan is not None
        assert plan.reached is not None
        assert (plan.people, plan.present, plan.rounds) == (4, False, 3)
        assert (plan.reached.new_least, plan.reached.repeated) == (3, 0)
        inside.enter(four.people[0])
        plan = mixed_plan(part)
        assert plan is not None
        assert (plan.people, plan.present, plan.reached) == (1, True, None)


class TestRebalancing:
    def test_whoever_sits_alone_is_moved_after_it_was_shown(
        self, four: Four, inside: Inside
    ) -> None:
        inside.enter(*four.people)
        inside.run(actions.open_round, rooms=2, seating=Seating.BY_HAND)
        first, second = (room.id for room in inside.picture().breakouts)
        for person, room in ((four.ann, first), (four.ben, second), (four.cat, second)):
            inside.run(actions.seat, person_ids=[person], room_id=room)
        moves = moves_proposed(inside.facilitator, inside.part_id)
        assert moves == {four.ann: second}
        assert inside.room_of(four.people[0]) == first  # nothing has happened yet
        inside.run(actions.rebalance, moves=moves)
        assert inside.room_of(four.people[0]) == second

    def test_all_are_moved_or_nobody_is(self, four: Four, inside: Inside) -> None:
        inside.enter(*four.people[:2])
        inside.run(actions.open_round, rooms=2, seating=Seating.BY_HAND)
        room = inside.picture().breakouts[0].id
        bad: list[dict[UUID, UUID]] = [
            {four.ann: room, four.dan: room},  # Dan is not here
            {four.ann: room, four.ben: uuid4()},
            {four.ann: room, four.ben: inside.plenary},
        ]
        for moves in bad:
            with pytest.raises(ExchangeError):
                inside.run(actions.rebalance, moves=moves)
            assert inside.room_of(four.people[0]) == inside.plenary


class TestPages:
    def test_a_line_is_added_shown_and_removed(
        self, client: FlaskClient, exchange: Exchange1, sign_in: SignIn
    ) -> None:
        ann, ben = exchange.person("Ann"), exchange.person("Ben")
        sign_in(client, exchange.facilitator)
        path = f"/live/{exchange.part_id.hex}/sheet/lists"
        assert "No conditions yet" in client.get(path).text
        form: dict[str, Any] = {"kind": "manager", "first": ann.id.hex, "others": [ben.id.hex]}
        assert client.post(path, data=form).status_code == 303
        assert "Ann manages Ben" in client.get(path).text
        with scope_of(exchange.world.database):
            line = session().scalars(select(Arrangement)).one()
        assert client.post(f"{path}/{line.id}/remove").status_code == 303
        assert "No conditions yet" in client.get(path).text

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"kind": "enemies"}, "Not a valid choice"),
            ({"others": []}, "at least one other"),
            ({"kind": "host"}, "one person"),
            ({"kind": "host", "others": []}, "number of a room"),
            ({"room": 2}, "number of a room"),
            ({"first": "nobody"}, "Not a valid choice"),
        ],
    )
    def test_a_mistake_is_named(
        self,
        client: FlaskClient,
        exchange: Exchange1,
        sign_in: SignIn,
        wrong: dict[str, Any],
        said: str,
    ) -> None:
        ann, ben = exchange.person("Ann"), exchange.person("Ben")
        sign_in(client, exchange.facilitator)
        form: dict[str, Any] = {"kind": "apart", "first": ann.id.hex, "others": [ben.id.hex]}
        path = f"/live/{exchange.part_id.hex}/sheet/lists"
        answer = client.post(path, data={**form, **wrong})
        assert answer.status_code == 200
        assert said in answer.text

    def test_the_plan_is_a_page_of_numbers(
        self, client: FlaskClient, exchange: Exchange1, sign_in: SignIn
    ) -> None:
        for name in ("Ann", "Ben", "Cat", "Dan"):
            exchange.person(name)
        world = exchange.world
        with scope_of(world.database):
            actor = world.actor(exchange.facilitator)
            content = breakout("Meet", Seating.MIXED, None, per_room=2)
            actions.add_step(actor=actor, part_id=exchange.part_id, content=content)
        sign_in(client, exchange.facilitator)
        page = client.get(f"/live/{exchange.part_id.hex}/sheet/plan").text
        assert "Everyone meets one new person; no pair meets twice" in page
        assert "Ann" not in page
