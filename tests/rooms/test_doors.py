"""Being let in one by one, being shut out of an event, short breaks, and the way back to a room."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from exchange.accounts.models import Person
from exchange.audit.models import AuditEntry
from exchange.core import clock
from exchange.core.db import transaction
from exchange.core.decision import Refused
from exchange.core.errors import NotFound
from exchange.events.models import Event, Part
from exchange.registration.actions import choose_shown
from exchange.registration.enums import Shown
from exchange.rooms import actions
from exchange.rooms.enums import BanReason, Moved, Seating
from exchange.rooms.errors import AllComeIn, DoorsOpen, FacilitatorsStay, NotHere, NoWayBack
from exchange.rooms.models import Admission, LivePart, LobbyStay
from exchange.rooms.queries import entry_facts, lobby_for, picture_of, place_view
from exchange.rooms.queries.views import console_view, room_view
from exchange.rooms.rules import may_enter
from tests.rooms.conftest import PROCESS, Exchange1, Inside


def wait(inside: Inside, person: Person, sid: str | None = None) -> str:
    """Have the person wait in the lobby; returns why."""
    why = actions.wait(
        actor=inside.actor(person),
        part_id=inside.part_id,
        sid=sid or uuid4().hex,
        process_id=PROCESS,
    )
    return why.code


def waiting(inside: Inside) -> list[str]:
    return [each.name for each in console_view(inside.picture()).doors.waiting]


def may(inside: Inside, person: Person) -> str:
    return may_enter(entry_facts(person.id, inside.part_id, clock.now())).code


@pytest.fixture
def one_by_one(inside: Inside) -> Inside:
    """An open part whose facilitator is inside and lets people in one by one."""
    inside.enter(inside.exchange.facilitator)
    inside.run(actions.admit_each, wanted=True)
    return inside


class TestTheLobby:
    def test_facilitators_see_who_waits_in_the_order_of_coming(self, one_by_one: Inside) -> None:
        zoe, ann = (one_by_one.exchange.person(name) for name in ("Zoe", "Ann"))
        assert wait(one_by_one, zoe, "first") == "not_admitted"
        wait(one_by_one, ann)
        wait(one_by_one, zoe, "second")  # another tab
        assert waiting(one_by_one) == ["Zoe", "Ann"]
        for sid in ("first", "second"):
            actions.leave_lobby(actor=one_by_one.actor(zoe), part_id=one_by_one.part_id, sid=sid)
        assert waiting(one_by_one) == ["Ann"]
        wait(one_by_one, zoe)
        assert waiting(one_by_one) == ["Zoe", "Ann"]

    def test_a_process_that_dies_leaves_no_ghost_in_it(self, one_by_one: Inside) -> None:
        actions.beat(actor=one_by_one.facilitator, process_id=PROCESS, sids=())
        wait(one_by_one, one_by_one.exchange.person("Ann"), "lost")
        actions.beat(actor=one_by_one.facilitator, process_id=PROCESS, sids=())
        assert waiting(one_by_one) == []
        wait(one_by_one, one_by_one.exchange.person("Ben"))
        actions.end_process(actor=one_by_one.facilitator, process_id=PROCESS)
        assert waiting(one_by_one) == []

    def test_whoever_may_come_in_does_not_wait(self, inside: Inside) -> None:
        with pytest.raises(DoorsOpen):
            wait(inside, inside.exchange.person("Ann"))

    def test_outsiders_do_not_wait_and_learn_nothing_of_it(
        self, one_by_one: Inside, scope: Session
    ) -> None:
        world = one_by_one.exchange.world
        with pytest.raises(Refused) as refused:
            wait(one_by_one, world.person("Olga", organisation=world.organisation()))
        assert refused.value.reason == "not_registered"
        assert not scope.scalars(select(LobbyStay)).all()

    def test_the_lobby_shows_people_as_far_as_each_allows(self, inside: Inside) -> None:
        exchange = inside.exchange
        council = exchange.world.organisation("Northmere")
        people = [exchange.person(name, council) for name in ("Ann", "Ben", "Cy")]
        for person, shown in zip(people[1:], (Shown.NAME, Shown.NOTHING), strict=True):
            choose_shown(actor=inside.actor(person), event_id=exchange.event.id, shown=shown)
        lobby = lobby_for(inside.part_id, people[1].id)
        seen = [(each.name, each.organisation) for each in lobby.coming]
        assert seen == [(None, "Northmere"), ("Ben", "Northmere")]
        assert (lobby.others, lobby.facilitators, lobby.shown) == (1, ("Fay Facilitator",), "name")
        with pytest.raises(NotFound):
            choose_shown(actor=inside.facilitator, event_id=exchange.event.id, shown=Shown.NAME)


class TestAdmission:
    def test_the_doors_take_the_events_wish(self, unopened: Exchange1, scope: Session) -> None:
        with transaction():
            scope.execute(update(Event).values(admits_each=True))
        inside = Inside(unopened)
        ann = unopened.person("Ann")
        assert wait(inside, ann) == "not_opened"
        inside.run(actions.open_part)
        assert may(inside, ann) == "not_admitted"
        assert inside.run(actions.admit, person_id=ann.id) == 1
        assert may(inside, ann) == "allowed"

    def test_one_or_all_and_back_to_the_lobby(self, one_by_one: Inside) -> None:
        ann, ben, cy = (one_by_one.exchange.person(name) for name in ("Ann", "Ben", "Cy"))
        for person in (ann, ben, cy):
            wait(one_by_one, person)
        assert one_by_one.run(actions.admit, person_id=ann.id) == 1
        assert one_by_one.run(actions.admit, person_id=ann.id) == 0
        assert [may(one_by_one, person) for person in (ann, ben)] == ["allowed", "not_admitted"]
        assert waiting(one_by_one) == ["Ben", "Cy"]
        assert one_by_one.run(actions.admit, person_id=None) == 2
        one_by_one.run(actions.send_to_lobby, person_id=ann.id)
        assert [may(one_by_one, person) for person in (ann, ben)] == ["not_admitted", "allowed"]

    def test_other_facilitators_see_what_was_done_at_the_doors(self, one_by_one: Inside) -> None:
        ann, ben = (one_by_one.exchange.person(name) for name in ("Ann", "Ben"))
        for person in (ann, ben):
            wait(one_by_one, person)
        one_by_one.run(actions.admit, person_id=ann.id)
        one_by_one.run(actions.admit, person_id=None)
        one_by_one.run(actions.send_to_lobby, person_id=ann.id)
        one_by_one.run(actions.ban, person_id=ben.id, reason=BanReason.CONDUCT)
        one_by_one.run(actions.lift_ban, person_id=ben.id)
        told = [(act.tag, act.whom) for act in picture_of(one_by_one.part_id).acts]
        assert told == [
            ("event.ban_lifted", "Ben"),
            ("event.banned", "Ben"),
            ("part.sent_to_lobby", "Ann"),
            ("part.admitted", None),
            ("part.admitted", "Ann"),
        ]

    def test_whoever_is_inside_stays_when_it_begins(self, inside: Inside) -> None:
        ann, ben = (inside.exchange.person(name) for name in ("Ann", "Ben"))
        inside.enter(ann)
        inside.run(actions.admit_each, wanted=True)
        assert [may(inside, person) for person in (ann, ben)] == ["allowed", "not_admitted"]
        inside.run(actions.admit_each, wanted=False)
        assert may(inside, ben) == "allowed"

    def test_it_ends_with_removal_and_comes_back_with_readmission(
        self, one_by_one: Inside, scope: Session
    ) -> None:
        ann = one_by_one.exchange.person("Ann")
        wait(one_by_one, ann)
        one_by_one.run(actions.admit, person_id=ann.id)
        one_by_one.enter(ann)
        one_by_one.run(actions.remove, person_id=ann.id)
        standing = select(Admission).where(Admission.ended_at.is_(None))
        assert [each.person_id for each in scope.scalars(standing)] == [
            one_by_one.exchange.facilitator.id
        ]
        one_by_one.run(actions.readmit, person_id=ann.id)
        assert may(one_by_one, ann) == "allowed"

    def test_who_cannot_be_let_in_or_sent_back(self, inside: Inside) -> None:
        ann = inside.exchange.person("Ann")
        with pytest.raises(AllComeIn):
            inside.run(actions.send_to_lobby, person_id=ann.id)
        inside.enter(inside.exchange.facilitator)
        inside.run(actions.admit_each, wanted=True)
        with pytest.raises(NotHere):
            inside.run(actions.admit, person_id=ann.id)
        with pytest.raises(FacilitatorsStay):
            inside.run(actions.send_to_lobby, person_id=inside.exchange.facilitator.id)


class TestBan:
    def test_it_holds_for_every_part_until_it_is_lifted(
        self, inside: Inside, scope: Session
    ) -> None:
        ann, start = inside.exchange.person("Ann"), clock.now() + timedelta(minutes=1)
        other = inside.exchange.world.add(
            Part(
                event_id=inside.exchange.event.id,
                number=2,
                starts_at=start,
                ends_at=start + timedelta(hours=1),
            )
        )
        inside.run(actions.ban, person_id=ann.id, reason=BanReason.RECORDING)
        codes = [
            may_enter(entry_facts(ann.id, id, start)).code for id in (inside.part_id, other.id)
        ]
        assert codes == ["banned", "banned"]
        [banned] = console_view(inside.picture()).doors.banned
        assert (banned.name, banned.reason) == ("Ann", "recording")
        inside.run(actions.lift_ban, person_id=ann.id)
        assert may(inside, ann) == "allowed"
        assert inside.picture().doors.banned == ()
        banning = select(AuditEntry.tag).where(AuditEntry.tag.like("event.ban%"))
        assert list(scope.scalars(banning.order_by(AuditEntry.seq))) == [
            "event.banned",
            "event.ban_lifted",
        ]

    def test_facilitators_and_strangers_cannot_be_shut_out(self, inside: Inside) -> None:
        stranger = inside.exchange.world.person("Stranger")
        for person, error in ((inside.exchange.facilitator, FacilitatorsStay), (stranger, NotHere)):
            with pytest.raises(error):
                inside.run(actions.ban, person_id=person.id, reason=BanReason.CONDUCT)

    def test_another_event_is_not_concerned(self, inside: Inside) -> None:
        ann, other = inside.exchange.person("Ann"), Exchange1(inside.exchange.world, network=False)
        inside.exchange.world.registration(ann, other.event)
        inside.run(actions.ban, person_id=ann.id, reason=BanReason.CONDUCT)
        assert may_enter(entry_facts(ann.id, other.part_id, clock.now())).code == "not_opened"


class TestSteppingAside:
    def test_is_seen_by_all_and_counted_nowhere(self, inside: Inside) -> None:
        ann, ben = (inside.exchange.person(name) for name in ("Ann", "Ben"))
        inside.enter(ann, ben)
        actions.raise_hand(actor=inside.actor(ann), room_id=inside.plenary, raised=True)
        aside(inside, ann)
        picture = inside.picture()
        view = room_view(picture, picture.rooms[0])
        assert {each.name: each.aside for each in view.people} == {"Ann": True, "Ben": False}
        assert view.hands == ()
        assert place_view(picture, ann.id, Moved.ENTERED).aside
        with pytest.raises(Refused) as refused:
            actions.raise_hand(actor=inside.actor(ann), room_id=inside.plenary, raised=True)
        assert refused.value.reason == "aside"

    def test_nobody_is_seated_during_a_break_and_everybody_after_it(self, inside: Inside) -> None:
        ann, ben = (inside.exchange.person(name) for name in ("Ann", "Ben"))
        inside.enter(ann, ben)
        aside(inside, ann)
        inside.run(actions.open_round, rooms=1, seating=Seating.RANDOM)
        inside.enter(ann)  # by another device, without ending the break
        assert inside.room_of(ann) == inside.plenary
        aside(inside, ann, back=True)
        assert inside.room_of(ann) == inside.room_of(ben) != inside.plenary

    def test_a_seat_is_kept_over_it(self, inside: Inside) -> None:
        ann = inside.exchange.person("Ann")
        inside.enter(ann)
        inside.run(actions.open_round, rooms=2, seating=Seating.RANDOM)
        seat = inside.room_of(ann)
        aside(inside, ann)
        aside(inside, ann)
        assert inside.room_of(ann) == seat
        aside(inside, ann, back=True)
        assert inside.room_of(ann) == seat

    def test_whoever_is_not_inside_cannot(self, inside: Inside) -> None:
        ann = inside.exchange.person("Ann")
        with pytest.raises(NotFound):
            aside(inside, ann)
        phone = {"actor": inside.actor(ann), "part_id": inside.part_id, "sid": "phone"}
        actions.enter(**phone, process_id=PROCESS)
        inside.run(actions.open_round, rooms=1, seating=Seating.RANDOM)
        actions.leave(**phone)
        with pytest.raises(NotFound):  # a seat is kept, and nobody sits in it
            aside(inside, ann)
        inside.enter(inside.exchange.facilitator)
        with pytest.raises(Refused):
            aside(inside, inside.exchange.facilitator)


class TestTheWayBack:
    def test_from_the_plenary_to_ones_own_room(self, inside: Inside) -> None:
        ann = inside.exchange.person("Ann")
        inside.enter(ann)
        inside.run(actions.open_round, rooms=3, seating=Seating.RANDOM)
        own = inside.room_of(ann)
        assert not place_view(inside.picture(), ann.id, Moved.ENTERED).back
        with pytest.raises(NoWayBack):
            back(inside, ann)
        inside.run(actions.seat, person_ids=[ann.id], room_id=None)
        assert place_view(inside.picture(), ann.id, Moved.ENTERED).back
        assert back(inside, ann) == own == inside.room_of(ann)

    def test_somebody_without_a_seat_gets_one_unless_seated_by_hand(self, inside: Inside) -> None:
        fay, ann = inside.exchange.facilitator, inside.exchange.person("Ann")
        inside.enter(fay, ann)
        inside.run(actions.open_round, rooms=1, seating=Seating.BY_HAND)
        assert not place_view(inside.picture(), ann.id, Moved.ENTERED).back
        with pytest.raises(NoWayBack):
            back(inside, ann)
        with pytest.raises(NoWayBack):
            back(inside, fay)

    def test_coming_back_later_by_another_device_leads_to_ones_own_room(
        self, inside: Inside
    ) -> None:
        ann = inside.exchange.person("Ann")
        actor = inside.actor(ann)
        actions.enter(actor=actor, part_id=inside.part_id, sid="phone", process_id=PROCESS)
        inside.run(actions.open_round, rooms=3, seating=Seating.RANDOM)
        own = inside.room_of(ann)
        actions.leave(actor=actor, part_id=inside.part_id, sid="phone")
        actions.enter(actor=actor, part_id=inside.part_id, sid="desk", process_id=UUID(int=2))
        assert inside.room_of(ann) == own

    def test_whoever_was_away_when_their_room_closed_is_told_so_until_they_are_in_another(
        self, inside: Inside
    ) -> None:
        ann = inside.exchange.person("Ann")
        phone = {"actor": inside.actor(ann), "part_id": inside.part_id, "sid": "phone"}
        actions.enter(**phone, process_id=PROCESS)
        inside.run(actions.open_round, rooms=2, seating=Seating.RANDOM)
        actions.leave(**phone)
        inside.run(actions.close_room, room_id=inside.room_of(ann), seconds=0)
        inside.enter(ann)
        place = place_view(inside.picture(), ann.id, Moved.ENTERED)
        assert (place.room_id, place.room_closed, place.back) == (inside.plenary, True, True)
        back(inside, ann)
        assert not place_view(inside.picture(), ann.id, Moved.ENTERED).room_closed

    def test_whoever_is_not_inside_has_none(self, inside: Inside) -> None:
        with pytest.raises(NotFound):
            back(inside, inside.exchange.person("Ann"))


def test_the_end_for_all_ends_everything(inside: Inside, scope: Session) -> None:
    ann, ben = (inside.exchange.person(name) for name in ("Ann", "Ben"))
    inside.enter(inside.exchange.facilitator, ann)
    inside.run(actions.admit_each, wanted=True)
    wait(inside, ben)
    aside(inside, ann)
    inside.run(actions.set_timer, seconds=60)
    inside.run(actions.close_part)
    assert may(inside, ben) == may(inside, ann) == "closed"
    live = scope.scalars(select(LivePart)).one()
    assert (live.timer_ends_at, live.next_step_id) == (None, None)
    inside.run(actions.open_part)
    inside.enter(ann)
    assert not place_view(inside.picture(), ann.id, Moved.ENTERED).aside
    assert may(inside, ben) == "not_admitted"


def aside(inside: Inside, person: Person, *, back: bool = False) -> None:
    actions.step_aside(actor=inside.actor(person), part_id=inside.part_id, aside=not back)


def back(inside: Inside, person: Person) -> UUID:
    return actions.bring_back(actor=inside.actor(person), part_id=inside.part_id)
