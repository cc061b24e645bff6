"""Facts and pictures: right for each fact, and in a fixed number of statements."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from exchange.confidentiality.models import ProtocolVersion
from exchange.core import clock, recent
from exchange.core.errors import NotFound
from exchange.membership.enums import Standing
from exchange.realtime import control
from exchange.registration.enums import RegistrationState
from exchange.rooms import actions
from exchange.rooms.enums import BanReason, Seating
from exchange.rooms.models import Removal
from exchange.rooms.queries import (
    VERDICTS,
    RecentVerdicts,
    entry_facts,
    entry_facts_of,
    picture_of,
    pictures_of,
    room_for,
    room_to_read,
)
from exchange.rooms.rules import may_enter
from exchange.web.application import Exchange
from tests.rooms.conftest import Exchange1, Inside


@contextmanager
def counted(app: Exchange) -> Iterator[list[str]]:
    """The statements that run meanwhile."""
    statements: list[str] = []

    def note(_c: Any, _cur: Any, statement: str, *_: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            statements.append(statement)

    event.listen(app.database.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(app.database.engine, "before_cursor_execute", note)


class TestEntryFacts:
    def test_two_statements_for_one_and_for_three(
        self, app: Exchange, exchange: Exchange1, scope: Session
    ) -> None:
        people = [exchange.person(name).id for name in ("Ann", "Ben", "Cy")]
        with counted(app) as statements:
            entry_facts(people[0], exchange.part_id, clock.now())
        assert len(statements) == 2
        with counted(app) as statements:
            facts = entry_facts_of(people, exchange.part_id, clock.now())
        assert len(statements) == 2
        assert len(facts) == 3

    @pytest.mark.parametrize("kind", [kind for kind in Standing if kind is not Standing.NONE])
    def test_the_best_standing_counts(
        self, exchange: Exchange1, scope: Session, kind: Standing
    ) -> None:
        world = exchange.world
        person = exchange.person("Ann", world.organisation(standing=kind.value))
        facts = entry_facts(person.id, exchange.part_id, clock.now())
        assert facts.standing.kind is kind
        assert bool(may_enter(facts)) == (kind in (Standing.ACTIVE, Standing.GRACE))

    def test_each_version_in_force_is_missed_until_acknowledged(
        self, exchange: Exchange1, scope: Session
    ) -> None:
        world = exchange.world
        person = exchange.person("Ann")
        first = world.protocol(exchange.event)

        def missing() -> int:
            return entry_facts(person.id, exchange.part_id, clock.now()).unacknowledged

        assert missing() == 1
        world.acknowledgement(person, first)
        assert missing() == 0
        world.add(
            ProtocolVersion(
                protocol_id=first.protocol_id,
                ordinal=2,
                number="2.0",
                published_at=clock.now(),
                published_by="Staff",
                sections=[],
            )
        )
        assert missing() == 1

    def test_role_registration_and_removal_are_read(
        self, exchange: Exchange1, scope: Session
    ) -> None:
        world, at = exchange.world, clock.now()
        waiting = world.person(organisation=world.organisation())
        world.registration(waiting, exchange.event, state=RegistrationState.WAITLISTED)
        removed = exchange.person("Mal")
        world.add(
            Removal(
                part_id=exchange.part_id,
                person_id=removed.id,
                removed_at=at,
                removed_by=exchange.facilitator.id,
            )
        )
        ids = [waiting.id, removed.id, exchange.facilitator.id]
        facts = entry_facts_of(ids, exchange.part_id, at)
        assert [may_enter(facts[id]).code for id in ids] == ["waitlisted", "removed", "allowed"]
        assert facts[ids[2]].facilitates

    def test_network_staff_have_no_way_in(self, exchange: Exchange1, scope: Session) -> None:
        staff = exchange.world.staff()
        facts = entry_facts(staff.id, exchange.part_id, clock.now())
        assert may_enter(facts).code == "not_registered"

    def test_an_unknown_person_or_part_is_not_found(
        self, exchange: Exchange1, scope: Session
    ) -> None:
        for ids in ((exchange.part_id, exchange.part_id), (exchange.facilitator.id,) * 2):
            with pytest.raises(NotFound):
                entry_facts(*ids, clock.now())


class TestPictures:
    def test_as_many_statements_for_three_rooms_as_for_one(
        self, app: Exchange, inside: Inside
    ) -> None:
        inside.enter(inside.exchange.person("Ann"))
        with counted(app) as one:
            picture_of(inside.part_id)
        inside.enter(inside.exchange.person("Ben"), inside.exchange.person("Cy"))
        inside.run(actions.open_round, rooms=3, seating=Seating.RANDOM)
        with counted(app) as three:
            picture = picture_of(inside.part_id)
        assert len(one) == len(three) == 11  # last: notes' heads, sheet, polls, doors and acts
        assert len(picture.rooms) == 4

    def test_of_several_parts_each_is_as_it_is_alone_for_no_more_statements(
        self, app: Exchange, inside: Inside
    ) -> None:
        other = Inside(Exchange1(inside.exchange.world, network=False).opened())
        ann, ben, cy = (inside.exchange.person(name) for name in ("Ann", "Ben", "Cy"))
        inside.enter(ann, ben, cy)
        inside.run(actions.open_round, rooms=2, seating=Seating.RANDOM)
        inside.run(actions.ban, person_id=cy.id, reason=BanReason.CONDUCT)
        other.exchange.world.registration(ann, other.exchange.event)
        other.enter(ann, other.exchange.person("Dee"))
        actions.raise_hand(actor=inside.actor(ann), room_id=other.plenary, raised=True)
        parts = (inside.part_id, other.part_id)
        alone = [vars(picture_of(part_id)) for part_id in parts]
        with counted(app) as statements:
            found = pictures_of({*parts, uuid4()})
        assert len(statements) == 11
        together = [vars(found.pop(part_id)) for part_id in parts]
        assert found == {}
        assert [each | {"at": None} for each in together] == [each | {"at": None} for each in alone]
        first, second = (each["people"][ann.id] for each in together)
        assert (first.own_room, second.own_room) == (inside.room_of(ann), None)
        assert [len(each["doors"].banned) for each in together] == [1, 0]
        assert [len(each["hands"]) for each in together] == [0, 1]

    def test_an_organisation_is_that_of_the_day(self, inside: Inside) -> None:
        council = inside.exchange.world.organisation("Northshire")
        ann = inside.exchange.person("Ann", council)
        inside.enter(ann)
        assert inside.picture().people[ann.id].organisation == "Northshire"


class TestRoomFor:
    def test_three_statements(self, app: Exchange, inside: Inside) -> None:
        ann = inside.exchange.person("Ann")
        inside.enter(ann)
        plenary = inside.plenary
        with counted(app) as statements:
            room_for(inside.actor(ann), plenary)
        assert len(statements) == 3

    def test_entitled_but_not_entered_is_outside(self, inside: Inside) -> None:
        with pytest.raises(NotFound):
            room_for(inside.actor(inside.exchange.person("Ann")), inside.plenary)

    def test_a_closed_room_is_read_by_those_who_were_there(self, inside: Inside) -> None:
        ann = inside.exchange.person("Ann")
        inside.enter(ann)
        inside.run(actions.open_round, rooms=1, seating=Seating.RANDOM)
        ben = inside.exchange.person("Ben")
        room_id = inside.room_of(ann)
        assert room_id is not None
        assert room_to_read(inside.actor(ann), room_id).facts.is_here
        inside.run(actions.close_round, seconds=0)
        inside.enter(ben)
        assert not room_to_read(inside.actor(ann), room_id).facts.is_here
        for stranger in (ben, inside.exchange.world.person()):
            with pytest.raises(NotFound):
                room_to_read(inside.actor(stranger), room_id)
        inside.run(actions.close_part)
        assert room_to_read(inside.actor(ann), room_id)

    def test_verdicts_are_kept_a_second_and_forgotten_at_once(
        self, app: Exchange, inside: Inside
    ) -> None:
        ann, verdicts = inside.exchange.person("Ann"), RecentVerdicts()
        actor, plenary = inside.actor(ann), inside.plenary
        assert not verdicts.allows(actor, plenary)
        inside.enter(ann)
        with counted(app) as statements:
            assert not verdicts.allows(actor, plenary)
        assert statements == []
        verdicts.forget([ann.id])
        assert verdicts.allows(actor, plenary)
        verdicts.clear()
        with counted(app) as statements:
            assert verdicts.allows(actor, plenary)
        assert statements

    def test_one_look_a_second_serves_everybody_who_is_known(
        self, app: Exchange, inside: Inside, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        people = [inside.exchange.person(name) for name in ("Ann", "Ben")]
        for person in people:
            inside.enter(person)
        actors, plenary = [inside.actor(person) for person in people], inside.plenary
        assert all(VERDICTS.allows(each, plenary) for each in actors)
        later = time.monotonic() + 1.0
        monkeypatch.setattr(recent.time, "monotonic", lambda: later)
        with counted(app) as statements:
            assert all(VERDICTS.allows(each, plenary) for each in actors)
        assert len(statements) == 1

    def test_an_act_of_which_nobody_was_told_counts_within_a_second(
        self, inside: Inside, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ann, plenary = inside.exchange.person("Ann"), inside.plenary
        inside.enter(ann)
        actor = inside.actor(ann)
        assert VERDICTS.allows(actor, plenary)
        monkeypatch.setattr(control, "_listeners", {})
        inside.run(actions.remove, person_id=ann.id)
        later = time.monotonic() + 1.0
        monkeypatch.setattr(recent.time, "monotonic", lambda: later)
        assert not VERDICTS.allows(actor, plenary)


def test_facilitation_counts_from_its_beginning(exchange: Exchange1, scope: Session) -> None:
    before = clock.now() - timedelta(days=1)
    facts = entry_facts(exchange.facilitator.id, exchange.part_id, before)
    assert not facts.facilitates
