"""What two people write to each other: theirs alone, once each, in order, wherever they stand."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from sqlalchemy import select

from exchange.accounts.actions import deactivate_person
from exchange.accounts.models import Person
from exchange.audit.models import AuditEntry
from exchange.core import clock
from exchange.core.db import scope_of, session
from exchange.realtime.live import connections
from exchange.rooms.models import Remark
from exchange.web.application import Exchange
from tests.rooms.conftest import Browser, Exchange1
from tests.rooms.sockets.conftest import Open, room


def person_of(browser: Browser) -> str:
    """The id by which others know whoever this browser is."""
    connected = connections.get(browser.sid)
    assert connected is not None
    return connected.person_id.hex


def tell(writer: Browser, to: Browser | None, text: str, key: str = "") -> dict[str, Any]:
    whom = person_of(to) if to else None
    return writer.ask("tell", part=writer.part, to=whom, text=text, key=key or uuid4().hex)


def told(reader: Browser, by: Browser | None, since: int = 0) -> dict[str, Any]:
    whom = person_of(by) if by else None
    return reader.ask("replay_told", part=reader.part, to=whom, since=since)


def texts(answer: dict[str, Any]) -> list[tuple[int, str]]:
    return [(each["number"], each["text"]) for each in answer["messages"]]


def into_rooms_apart(fay: Browser, ann: Browser, ben: Browser) -> None:
    """Ann sits in one breakout room, Ben in another."""
    assert fay.ask("open_round", part=fay.part, rooms=2, seating="by_hand")["ok"]
    one, other = [
        each["id"] for each in fay.heard("console")[-1]["rooms"] if each["kind"] == "breakout"
    ]
    for browser, where in ((ann, one), (ben, other)):
        assert fay.ask("seat", part=fay.part, people=[person_of(browser)], room=where)["ok"]


class TestBetweenTwo:
    def test_reaches_the_other_alone_and_is_numbered(
        self, ann: Browser, ben: Browser, fay: Browser, browser: Open, exchange: Exchange1
    ) -> None:
        cat = browser(exchange.person("Cat"))
        cat.enter()
        answer = tell(ann, ben, " A word? ")
        assert (answer["ok"], answer["number"]) == (True, 1)
        message = ben.heard("told")[-1]
        assert (message["text"], message["name"], message["number"]) == ("A word?", "Ann", 1)
        assert {each["name"] for each in message["between"]} == {"Ann", "Ben"}
        assert ann.heard("told")[-1]["text"] == "A word?"  # in the writer's other tabs, too
        assert (fay.heard("told"), cat.heard("told")) == ([], [])

    def test_nobody_else_can_read_it(self, ann: Browser, ben: Browser, fay: Browser) -> None:
        tell(ann, ben, "Between us")
        for other in (ann, ben):
            assert told(fay, other)["messages"] == []
        listed = fay.ask("conversations", part=fay.part)["conversations"]
        assert [each["with"] for each in listed] == [None]  # the facilitators' own

    def test_both_write_in_one_order_and_replay_gives_what_was_missed(
        self, ann: Browser, ben: Browser
    ) -> None:
        for writer, to, text in ((ann, ben, "one"), (ben, ann, "two"), (ann, ben, "three")):
            assert tell(writer, to, text)["ok"]
        assert texts(told(ben, ann, since=1)) == [(2, "two"), (3, "three")]
        assert told(ann, ben)["messages"] == told(ben, ann)["messages"]
        [listed] = ben.ask("conversations", part=ben.part)["conversations"]
        assert (listed["with"]["name"], listed["last"]) == ("Ann", 3)

    def test_the_same_key_is_stored_once_also_after_a_lock(
        self, ann: Browser, ben: Browser, fay: Browser
    ) -> None:
        key = uuid4().hex
        assert tell(ann, ben, "Once", key)["number"] == 1
        fay.ask("lock_private", part=fay.part, locked=True)
        assert tell(ann, ben, "Once", key)["number"] == 1
        assert texts(told(ben, ann)) == [(1, "Once")]
        assert tell(ben, ann, "Another's line", key)["code"] == "private_locked"

    def test_it_goes_on_wherever_the_two_are_moved(
        self, ann: Browser, ben: Browser, fay: Browser
    ) -> None:
        tell(ann, ben, "Before")
        into_rooms_apart(fay, ann, ben)
        assert room(ann) != room(ben)
        assert tell(ben, ann, "After")["number"] == 2
        assert texts(told(ann, ben)) == [(1, "Before"), (2, "After")]

    def test_it_begins_in_ones_own_room_or_with_a_facilitator(
        self, ann: Browser, ben: Browser, fay: Browser
    ) -> None:
        into_rooms_apart(fay, ann, ben)
        refused = [tell(ann, ben, "Hello")]
        refused.append(ann.ask("tell", part=ann.part, to=uuid4().hex, text="Hi", key=uuid4().hex))
        refused.append(tell(ann, ann, "To myself"))
        assert [each["code"] for each in refused] == ["not_beside"] * 3
        assert tell(ann, fay, "Can you come?")["ok"]
        assert tell(fay, ben, "I am on my way")["ok"]

    def test_what_is_written_while_a_line_is_down_is_there_afterwards(
        self, ann: Browser, ben: Browser, browser: Open, exchange: Exchange1, app: Exchange
    ) -> None:
        tell(ann, ben, "One")
        whom = person_of(ben)
        ben.close()
        sent = ann.ask("tell", part=ann.part, to=whom, text="Two", key=uuid4().hex)
        assert sent["number"] == 2
        with scope_of(app.database):
            person = session().scalars(select(Person).where(Person.id == UUID(whom))).one()
        back = browser(person)
        back.enter()
        assert texts(told(back, ann)) == [(1, "One"), (2, "Two")]

    def test_whoever_leaves_is_out_of_reach_until_they_come_back(
        self, ann: Browser, ben: Browser
    ) -> None:
        tell(ann, ben, "One")
        whom = person_of(ben)
        ben.ask("leave", part=ben.part)
        key = uuid4().hex
        sent = ann.ask("tell", part=ann.part, to=whom, text="Two", key=key)
        assert (sent["code"], sent["message"]) == (
            "other_away",
            "This person has left the session.",
        )
        ben.enter()
        assert ann.ask("tell", part=ann.part, to=whom, text="Two", key=key)["number"] == 2

    def test_somebody_whose_line_stays_away_is_not_written_to(
        self, ann: Browser, ben: Browser
    ) -> None:
        tell(ann, ben, "One")
        whom = person_of(ben)
        ben.close()
        with time_machine.travel(clock.now() + timedelta(minutes=11), tick=True):
            sent = ann.ask("tell", part=ann.part, to=whom, text="Two", key=uuid4().hex)
        assert sent["code"] == "other_away"


class TestLosingIt:
    def test_whoever_is_removed_loses_it_at_once(
        self, ann: Browser, ben: Browser, fay: Browser
    ) -> None:
        tell(ann, ben, "One")
        whom = person_of(ben)
        fay.ask("remove", part=fay.part, person=whom)
        assert not ben.connected
        sent = ann.ask("tell", part=ann.part, to=whom, text="Gone?", key=uuid4().hex)
        assert sent["code"] == "other_away"

    def test_whoever_has_left_reads_and_writes_nothing(self, ann: Browser, ben: Browser) -> None:
        tell(ann, ben, "One")
        whom = person_of(ann)
        ben.ask("leave", part=ben.part)
        ann.heard("told")
        for event, more in (
            ("tell", {"text": "x", "key": uuid4().hex}),
            ("replay_told", {"since": 0}),
        ):
            answer = ben.ask(event, part=ben.part, to=whom, **more)
            assert answer["code"] == "not_entered"

    def test_a_closed_account_is_written_to_by_nobody(
        self, ann: Browser, ben: Browser, app: Exchange, exchange: Exchange1
    ) -> None:
        tell(ann, ben, "One")
        whom = person_of(ben)
        with scope_of(app.database):
            staff = exchange.world.actor(exchange.world.staff())
            deactivate_person(actor=staff, person_id=UUID(whom))
        assert not ben.connected
        sent = ann.ask("tell", part=ann.part, to=whom, text="Gone?", key=uuid4().hex)
        assert sent["code"] == "other_away"


class TestLock:
    def test_lock_and_unlock_are_told_to_all_and_leave_what_was_written(
        self, ann: Browser, ben: Browser, fay: Browser
    ) -> None:
        tell(ann, ben, "Before")
        fay.ask("lock_private", part=fay.part, locked=True)
        assert ann.heard("room")[-1]["private_locked"] is True
        assert fay.heard("console")[-1]["private_locked"] is True
        for writer, to in ((ann, ben), (ann, fay), (fay, ann)):
            assert tell(writer, to, "No")["code"] == "private_locked"
        assert texts(told(ben, ann)) == [(1, "Before")]
        assert ann.ask("say", room=room(ann), text="Aloud", key=uuid4().hex)["ok"]
        fay.ask("lock_private", part=fay.part, locked=False)
        assert ann.heard("room")[-1]["private_locked"] is False
        assert tell(ann, ben, "After")["number"] == 2

    def test_is_audited_without_content(
        self, ann: Browser, ben: Browser, fay: Browser, app: Exchange
    ) -> None:
        tell(ann, ben, "Nobody else's business")
        for locked in (True, True, False):
            fay.ask("lock_private", part=fay.part, locked=locked)
        with scope_of(app.database):
            tags = [entry.tag for entry in session().scalars(select(AuditEntry))]
        assert [tag for tag in tags if "private" in tag] == [
            "room.private_locked",
            "room.private_unlocked",
        ]


class TestFacilitators:
    @pytest.fixture
    def gil(self, browser: Open, exchange: Exchange1) -> Browser:
        gil = exchange.world.person("Gil")
        exchange.world.facilitator(gil, exchange.event)
        inside = browser(gil)
        inside.enter()
        return inside

    def test_write_to_each_other_wherever_they_stand(
        self, fay: Browser, gil: Browser, ann: Browser
    ) -> None:
        fay.ask("open_round", part=fay.part, rooms=1, seating="random")
        here = [each for each in fay.heard("console")[-1]["rooms"] if each["kind"] == "breakout"]
        gil.ask("visit", room=here[0]["id"])
        assert tell(fay, None, "Room 1 needs five more minutes")["number"] == 1
        assert gil.heard("told")[-1]["text"] == "Room 1 needs five more minutes"
        assert gil.ask("conversations", part=gil.part)["conversations"][0] == {
            "with": None,
            "last": 1,
        }
        assert ann.heard("told") == []

    def test_are_the_only_ones_who_read_or_write_there(self, fay: Browser, ann: Browser) -> None:
        tell(fay, None, "For us")
        assert tell(ann, None, "Me too")["code"] == "not_facilitator"
        assert told(ann, None)["code"] == "not_facilitator"
        assert ann.ask("conversations", part=ann.part)["conversations"] == []

    def test_a_lock_of_private_chat_is_not_theirs(self, fay: Browser) -> None:
        fay.ask("lock_private", part=fay.part, locked=True)
        assert tell(fay, None, "Still here")["ok"]

    def test_before_the_doors_open_and_after_they_closed(
        self, app: Exchange, exchange: Exchange1
    ) -> None:
        world = exchange.world
        unopened = Exchange1(world, network=False)
        early = Browser(app, world.account_session(unopened.facilitator), unopened.part_id)
        early.enter()
        assert tell(early, None, "Who takes room 2?")["number"] == 1
        assert early.ask("open_part", part=early.part)["ok"]
        assert early.enter()["room"]["kind"] == "plenary"
        assert tell(early, None, "We are open")["number"] == 2
        assert early.ask("close_part", part=early.part)["ok"]
        assert tell(early, None, "That went well")["number"] == 3
        assert len(told(early, None)["messages"]) == 3


def test_a_line_moved_to_another_place_does_not_open(
    ann: Browser, ben: Browser, app: Exchange
) -> None:
    for text in ("One", "Two"):
        tell(ann, ben, text)
    with scope_of(app.database), app.database.engine.begin() as connection:
        sealed = list(connection.execute(select(Remark.number, Remark.sealed)))
        first = next(row.sealed for row in sealed if row.number == 1)
        table: Any = Remark.__table__
        connection.execute(table.update().where(table.c.number == 2).values(sealed=first))
    assert told(ben, ann)["code"] == "broken"
