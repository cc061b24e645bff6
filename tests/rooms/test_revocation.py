"""Doors that were passed close at once, for those concerned alone, and a receipt says when."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from exchange.accounts.actions import deactivate_person, end_session, revoke_sessions
from exchange.accounts.models import AccountSession, Person
from exchange.audit.models import AuditEntry
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.actor import Actor, ActorKind
from exchange.core.db import flush, scope_of, session, transaction
from exchange.events.models import Facilitation
from exchange.membership.models import Organisation, Suspension
from exchange.realtime.control import announce, hear
from exchange.realtime.live import connections
from exchange.registration.models import Registration
from exchange.rooms import actions, jobs
from exchange.rooms.models import AccessReceipt, Connection, Seat
from exchange.rooms.sockets import revocation
from exchange.web.application import Exchange
from tests.rooms.conftest import Browser, Exchange1
from tests.rooms.test_queries import counted

Open = Callable[[Person], Browser]


class Meeting:
    """Two officers of a council and one of another, each in a browser, and the facilitator."""

    def __init__(self, app: Exchange, exchange: Exchange1, browser: Open) -> None:
        self.app, self.exchange = app, exchange
        self.council: Organisation = exchange.world.organisation("Northshire")
        self.people = {
            "Ann": exchange.person("Ann", self.council),
            "Ben": exchange.person("Ben", self.council),
            "Cy": exchange.person("Cy"),
        }
        self.browsers = {name: browser(person) for name, person in self.people.items()}
        self.fay = browser(exchange.facilitator)
        for each in (*self.browsers.values(), self.fay):
            each.enter()

    def connected(self) -> set[str]:
        return {name for name, each in self.browsers.items() if each.connected}

    def change(self, change: Callable[[], Any], **told: str) -> None:
        """Commit a change of facts, and announce it as its action does."""
        with scope_of(self.app.database), transaction():
            change()
            flush()
            announce("access_changed", **told)

    def suspend(self) -> None:
        row = Suspension(organisation_id=self.council.id, began_at=clock.now(), reason="Unpaid")
        self.change(lambda: session().add(row), organisation_id=self.council.id.hex)

    def all(self, model: Any, *where: Any) -> list[Any]:
        with scope_of(self.app.database):
            return list(session().scalars(select(model).where(*where)))


@pytest.fixture
def meeting(app: Exchange, exchange: Exchange1, browser: Open) -> Meeting:
    return Meeting(app, exchange, browser)


def test_a_suspended_council_is_out_and_nobody_else(meeting: Meeting) -> None:
    ann, cy = meeting.browsers["Ann"], meeting.browsers["Cy"]
    here = cy.enter()["place"]["room"]
    cy.everything()
    meeting.suspend()
    assert meeting.connected() == {"Cy"}
    out = ann.heard("out")[-1]
    assert out["code"] == "standing"
    assert "suspended" in out["message"]
    assert {p["name"] for p in cy.heard("room")[-1]["people"]} == {"Cy", "Fay Facilitator"}
    assert cy.ask("say", room=here, text="Still here", key=uuid4().hex)["ok"]
    assert ann.heard("message") == []


def test_a_receipt_is_kept_for_each_and_audited(meeting: Meeting) -> None:
    meeting.suspend()
    receipts = meeting.all(AccessReceipt)
    assert {receipt.person_id for receipt in receipts} == {
        meeting.people["Ann"].id,
        meeting.people["Ben"].id,
    }
    for receipt in receipts:
        assert (receipt.sockets, receipt.reason) == (1, "standing")
        assert receipt.milliseconds is not None
        assert receipt.milliseconds >= 0
    for tag in (Tag.ACCESS_ENDED, Tag.ACCESS_RECEIPT):
        assert len(meeting.all(AuditEntry, AuditEntry.tag == tag.value)) == 2


def test_all_doors_are_closed_before_anything_is_written(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    still_in: list[set[str]] = []
    ending = actions.end_access

    def end_access(**ended: Any) -> AccessReceipt | None:
        still_in.append(meeting.connected())
        return ending(**ended)

    monkeypatch.setattr(revocation.actions, "end_access", end_access)
    meeting.suspend()
    assert still_in == [{"Cy"}, {"Cy"}]


def test_one_persons_case_costs_the_same_however_many_parts_are_open(meeting: Meeting) -> None:
    told = {"person_id": meeting.people["Cy"].id.hex}
    with counted(meeting.app) as alone:
        hear("access_changed", told)
    with scope_of(meeting.app.database), transaction():
        for _ in range(3):
            meeting.exchange.world.live_part(meeting.exchange.world.live_event())
    with counted(meeting.app) as among_others:
        hear("access_changed", told)
    assert len(among_others) == len(alone)


def test_seat_and_attendance_end_with_the_access(meeting: Meeting) -> None:
    meeting.fay.ask("open_round", part=meeting.fay.part, rooms=2, seating="random")
    meeting.suspend()
    gone = {meeting.people["Ann"].id, meeting.people["Ben"].id}
    for model in (Seat, Connection):
        standing = meeting.all(model, model.ended_at.is_(None))
        assert not gone & {row.person_id for row in standing}
    console = meeting.fay.enter()["console"]
    seated = {p["name"] for room in console["rooms"] for p in room["people"]}
    assert seated == {"Cy", "Fay Facilitator"}


def test_hearing_it_twice_changes_nothing_more(meeting: Meeting) -> None:
    meeting.suspend()
    before = len(meeting.all(AuditEntry))
    hear("access_changed", {"organisation_id": meeting.council.id.hex})
    hear("access_changed", {})
    assert len(meeting.all(AuditEntry)) == before


def test_whoever_comes_back_finds_their_own_room(meeting: Meeting, browser: Open) -> None:
    meeting.fay.ask("open_round", part=meeting.fay.part, rooms=3, seating="random")
    mine = meeting.browsers["Ann"].enter()["place"]["room"]
    meeting.suspend()

    def reinstate() -> None:
        session().scalars(select(Suspension)).one().ended_at = clock.now()

    meeting.change(reinstate, organisation_id=meeting.council.id.hex)
    assert browser(meeting.people["Ann"]).enter()["place"]["room"] == mine


@pytest.mark.parametrize("told", ["person_id", "event_id", "nothing"])
def test_a_cancelled_registration_ends_access(meeting: Meeting, told: str) -> None:
    ann = meeting.people["Ann"]

    def cancel() -> None:
        where = Registration.person_id == ann.id
        session().scalars(select(Registration).where(where)).one().state = "cancelled"

    names = {"person_id": ann.id.hex, "event_id": meeting.exchange.event.id.hex}
    meeting.change(cancel, **({told: names[told]} if told in names else {}))
    assert meeting.connected() == {"Ben", "Cy"}


def test_a_closed_account_is_out(meeting: Meeting) -> None:
    ann = meeting.people["Ann"]

    def deactivate() -> None:
        session().scalars(select(Person).where(Person.id == ann.id)).one().active = False

    meeting.change(deactivate, person_id=ann.id.hex)
    assert "Ann" not in meeting.connected()
    assert meeting.browsers["Ben"].connected


def test_a_closed_account_has_its_receipt_although_its_sessions_ended_too(
    meeting: Meeting,
) -> None:
    with scope_of(meeting.app.database):
        deactivate_person(actor=meeting.exchange.world.system(), person_id=meeting.people["Ann"].id)
    assert meeting.connected() == {"Ben", "Cy"}
    assert [receipt.sockets for receipt in meeting.all(AccessReceipt)] == [1]


def test_whoever_signs_out_is_out_by_that_session_alone(meeting: Meeting, browser: Open) -> None:
    ann = meeting.people["Ann"]
    first, second = meeting.browsers["Ann"], browser(ann)
    second.enter()
    sid = second.sid
    with scope_of(meeting.app.database):
        ending = connections.get(first.sid)
        assert ending is not None
        actor = Actor(ActorKind.PERSON, ann.id, ending.session_id)
        end_session(actor=actor, session_id=ending.session_id)
    assert first.heard("out")[-1]["code"] == "not_signed_in"
    assert not first.connected
    assert [each.sid for each in connections.of_person(ann.id)] == [sid]
    assert second.ask("hand", room=second.enter()["place"]["room"], raised=True)["ok"]
    open_intervals = meeting.all(
        Connection, Connection.person_id == ann.id, Connection.ended_at.is_(None)
    )
    assert [interval.sid for interval in open_intervals] == [sid]


def test_revoked_sessions_are_out_and_the_seat_waits(meeting: Meeting, browser: Open) -> None:
    meeting.fay.ask("open_round", part=meeting.fay.part, rooms=3, seating="random")
    ann = meeting.people["Ann"]
    mine = meeting.browsers["Ann"].enter()["place"]["room"]
    with scope_of(meeting.app.database):
        revoke_sessions(actor=meeting.exchange.world.actor(ann), person_id=ann.id)
    assert meeting.connected() == {"Ben", "Cy"}
    assert meeting.browsers["Ann"].heard("out")[-1]["message"]
    assert browser(ann).enter()["place"]["room"] == mine


def test_a_session_that_ended_by_the_clock_is_found_by_the_sweep(meeting: Meeting) -> None:
    with scope_of(meeting.app.database), transaction():
        ended = session().scalars(
            select(AccountSession).where(AccountSession.person_id == meeting.people["Ann"].id)
        )
        ended.one().expires_at = clock.now()
    hear("access_changed", {})
    assert meeting.connected() == {"Ben", "Cy"}


def test_a_receipt_counts_from_the_commit_in_every_process(meeting: Meeting) -> None:
    before = clock.now()
    meeting.suspend()
    for receipt in meeting.all(AccessReceipt):
        assert before <= receipt.committed_at <= clock.now()
    committed_at = clock.now() - timedelta(seconds=3)
    told = {"person_id": meeting.people["Cy"].id.hex, "committed_at": committed_at.isoformat()}
    with scope_of(meeting.app.database), transaction():
        where = Registration.person_id == meeting.people["Cy"].id
        session().scalars(select(Registration).where(where)).one().state = "cancelled"
    hear("access_changed", told)
    own = meeting.all(AccessReceipt, AccessReceipt.person_id == meeting.people["Cy"].id)
    assert own[0].committed_at == committed_at
    assert own[0].milliseconds >= 3000


def test_a_term_that_ended_by_the_clock_is_found_by_the_sweep(meeting: Meeting) -> None:
    def lapse() -> None:
        organisation = session().get(Organisation, meeting.council.seq)
        assert organisation is not None
        for term in organisation.terms:
            term.ends_on = term.starts_on + timedelta(days=1)
            term.grace_days = 0

    with scope_of(meeting.app.database), transaction():
        lapse()
    hear("access_changed", {})
    assert meeting.connected() == {"Cy"}


def test_a_released_facilitator_with_a_place_stays_and_hears_no_console(
    meeting: Meeting, exchange: Exchange1
) -> None:
    exchange.world.registration(exchange.facilitator, exchange.event)
    council = exchange.world.organisation()
    from exchange.membership.models import Affiliation

    exchange.world.add(
        Affiliation(
            person_id=exchange.facilitator.id,
            organisation_id=council.id,
            starts_on=clock.now().date() - timedelta(days=9),
        )
    )

    def release() -> None:
        session().scalars(select(Facilitation)).one().ended_at = clock.now()

    meeting.change(release, person_id=exchange.facilitator.id.hex)
    assert meeting.fay.connected
    assert meeting.fay.heard("place")[-1]["role"] == "participant"
    meeting.browsers["Ann"].ask("help", room=uuid4().hex, wanted=True)
    assert meeting.fay.heard("console") == []
    assert meeting.fay.ask("close_part", part=meeting.fay.part)["code"] == "not_facilitator"


def test_somebody_without_a_socket_loses_their_seat_too(meeting: Meeting) -> None:
    meeting.fay.ask("open_round", part=meeting.fay.part, rooms=1, seating="random")
    meeting.browsers["Ann"].close()
    meeting.suspend()
    assert meeting.people["Ann"].id not in {
        seat.person_id for seat in meeting.all(Seat, Seat.ended_at.is_(None))
    }


def test_a_second_process_adds_its_sockets_to_the_same_receipt(meeting: Meeting) -> None:
    ann, began = meeting.people["Ann"], clock.now()
    for sockets in (2, 1):
        with scope_of(meeting.app.database):
            actions.end_access(
                actor=meeting.exchange.world.system(),
                part_id=meeting.exchange.part_id,
                person_id=ann.id,
                reason="standing",
                committed_at=began,
                closed=actions.Closed(sockets, began + timedelta(milliseconds=40 * sockets)),
            )
    receipt = meeting.all(AccessReceipt)[0]
    assert (receipt.sockets, receipt.milliseconds) == (3, 80)


def test_a_process_that_holds_none_of_their_sockets_leaves_them_to_those_that_do(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, own, ended = {"organisation_id": meeting.council.id.hex}, revocation._own, [0]
    holds = [False]
    monkeypatch.setattr(revocation, "_own", lambda people: own(people) if holds[0] else [])
    ending = actions.end_access

    def end_access(**given: Any) -> AccessReceipt | None:
        ended[0] += not holds[0]
        return ending(**given)

    def others_meanwhile(seconds: float) -> None:
        if seconds and not holds[0]:
            holds[0] = True
            revocation.obey_access_changed(told)
            holds[0] = False

    monkeypatch.setattr(actions, "end_access", end_access)
    monkeypatch.setattr(revocation.time, "sleep", others_meanwhile)
    meeting.suspend()
    assert meeting.connected() == {"Cy"}
    assert {each.sockets for each in meeting.all(AccessReceipt)} == {1}
    assert ended == [0]


def test_the_sweep_gives_way_and_is_done_with_some_before_it_judges_others(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[set[str], int]] = []

    def give_way(_: float) -> None:
        ended = len(meeting.all(AuditEntry, AuditEntry.tag == Tag.ACCESS_ENDED.value))
        seen.append((meeting.connected(), ended))

    monkeypatch.setattr(revocation, "SWEPT_AT_ONCE", 1)
    monkeypatch.setattr(revocation, "give_way", give_way)
    row = Suspension(organisation_id=meeting.council.id, began_at=clock.now(), reason="Unpaid")
    with scope_of(meeting.app.database), transaction():
        session().add(row)
    hear("access_changed", {})
    assert len(seen) >= len(meeting.people) + 1
    assert all(len(connected) + ended == len(meeting.people) for connected, ended in seen)
    assert seen[-1] == ({"Cy"}, 2)


def test_a_change_of_access_waits_for_nobody(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revocation, "give_way", lambda _: pytest.fail("it has to hurry"))
    meeting.suspend()
    assert meeting.connected() == {"Cy"}


def test_the_worker_leaves_everybody_to_a_process_that_holds_sockets(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[str, Any]] = []
    monkeypatch.setattr(jobs, "hear", lambda *told: heard.append(told))
    with scope_of(meeting.app.database):
        jobs.judge_everybody()
        assert heard == []
        for each in (*meeting.browsers.values(), meeting.fay):
            each.close()
        jobs.judge_everybody()
    assert heard == [("access_changed", {})]
