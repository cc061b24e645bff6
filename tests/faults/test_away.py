"""Whoever was away, whatever happened meanwhile, comes back to what is true.

On real connections: one process on SQLite, and two on PostgreSQL and Redis. How long somebody was
away makes no difference to the server once their line is closed, so nothing here waits for a time.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from exchange.core.actor import system
from exchange.core.db import scope_of
from exchange.membership.actions import suspend
from tests.faults.conftest import Live, Member, Site
from tests.support.server import Server
from tests.support.waiting import wait_until

pytestmark = pytest.mark.faults


def site_on(request: pytest.FixtureRequest, folder: Path) -> Iterator[Site]:
    if request.param == "one process":
        migrated: Path = request.getfixturevalue("migrated_file")
        (folder / "exchange.db").write_bytes(migrated.read_bytes())
        yield Site({"EXCHANGE_DATA_DIR": str(folder)})
        return
    postgres, redis = (request.getfixturevalue(f"{name}_server") for name in ("postgres", "redis"))
    url = postgres.new_database(request.getfixturevalue("migrated_postgres"))
    scaled = {"EXCHANGE_DATABASE_URL": url, "EXCHANGE_REDIS_URL": redis.url}
    site = Site({"EXCHANGE_DATA_DIR": str(folder), **scaled})
    yield site
    site.app.database.dispose()
    postgres.drop_database(url)


@pytest.fixture(
    scope="module",
    params=["one process", pytest.param("two processes", marks=pytest.mark.postgres)],
)
def serving(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Live]:
    """Servers for all tests of this file, each of which has a meeting of its own."""
    folder = tmp_path_factory.mktemp("away")
    for site in site_on(request, folder):
        with ExitStack() as stack:
            alone = request.param == "one process"
            env = site.env if alone else {**site.env, "EXCHANGE_PROCESS": "web"}
            logs = [folder / f"{number}.log" for number in range(1 if alone else 2)]
            servers = [stack.enter_context(Server(env, log_path=log)) for log in logs]
            yield Live(site, servers)


class Day:
    """A live part: the facilitator and Bo at one process, Anna at the other where there is one."""

    def __init__(self, live: Live) -> None:
        self.live, self.site = live, live.site
        self.site.meet_anew()
        self.fay = self.site.facilitator().connect(live.server(0))
        self.anna = self.site.member("Anna").connect(live.server(1))
        self.bo = self.site.member("Bo").connect(live.server(0))
        self.plenary = self.bo.room
        self.everybody = [self.fay, self.anna, self.bo]

    def run(self, event: str, *, by: Member | None = None, **given: Any) -> None:
        answer = (by or self.fay).ask(event, part=self.fay.part, **given)
        assert answer["ok"], answer

    def open_rooms(self, seating: str = "by_hand") -> list[str]:
        self.run("open_round", rooms=2, seating=seating)
        return [room["id"] for room in self.fay.console() if room["kind"] == "breakout"]

    def seat(self, member: Member, room: str | None) -> None:
        self.run("seat", people=[member.person.id.hex], room=room)

    def present(self) -> set[str]:
        """Who is here, in any room, as a facilitator is shown on entering."""
        rooms = self.fay.ask("enter", part=self.fay.part)["console"]["rooms"]
        return {each["name"] for room in rooms for each in room["people"] if each["present"]}

    def lose(self, member: Member) -> None:
        """The line breaks without a word, and the server has noticed."""
        name = member.person.name
        member.break_line()
        wait_until(lambda: name not in self.present())

    def come_back(self, member: Member) -> dict[str, Any]:
        """On a new line, at the other process where there is one; the answer to entering."""
        member.new_line()
        member.dial(self.live.server(0))
        return member.ask("enter", part=member.part)

    def close(self) -> None:
        for member in self.everybody:
            member.close()


@pytest.fixture
def day(serving: Live) -> Iterator[Day]:
    day = Day(serving)
    yield day
    day.close()


def test_what_was_said_while_away_is_there_once_and_in_order(day: Day) -> None:
    assert day.anna.say("Before")["ok"]
    day.lose(day.anna)
    for number in range(8):
        assert day.bo.say(f"Meanwhile {number}")["ok"]
    answer = day.come_back(day.anna)
    assert answer["place"]["room"] == day.plenary
    assert answer["room"]["last"] == 9
    assert day.anna.chat() == ["Before", *(f"Meanwhile {number}" for number in range(8))]
    assert day.present() == {"Anna", "Bo", "Fay Facilitator"}


def moved(day: Day) -> str | None:
    room = day.open_rooms("random")[0]
    day.lose(day.anna)
    day.seat(day.anna, room)
    return room


def room_closed(day: Day) -> str | None:
    day.seat(day.anna, day.open_rooms()[0])
    day.lose(day.anna)
    day.run("close_round", seconds=0)
    return day.plenary


def come_late(day: Day) -> str | None:
    day.lose(day.anna)
    day.run("open_round", rooms=1, seating="random")
    return next(room["id"] for room in day.fay.console() if room["kind"] == "breakout")


@pytest.mark.parametrize("meanwhile", [moved, room_closed, come_late])
def test_whoever_returns_stands_where_the_state_says(
    day: Day, meanwhile: Callable[[Day], str | None]
) -> None:
    room = meanwhile(day)
    answer = day.come_back(day.anna)
    assert (answer["ok"], answer["place"]["room"], answer["room"]["id"]) == (True, room, room)
    assert day.present() == {"Anna", "Bo", "Fay Facilitator"}


def removed(day: Day) -> None:
    day.run("remove", person=day.anna.person.id.hex)


def standing(day: Day) -> None:
    council = day.site.council_of(day.anna.person)
    with scope_of(day.site.app.database):
        suspend(actor=system("test"), organisation_id=council, reason="Under review")


def closed(day: Day) -> None:
    day.run("close_part")


@pytest.mark.parametrize("meanwhile", [removed, standing, closed])
def test_whoever_lost_the_right_while_away_stays_outside_and_reads_why(
    day: Day, meanwhile: Callable[[Day], None]
) -> None:
    day.seat(day.anna, day.open_rooms()[0])
    day.lose(day.anna)
    meanwhile(day)
    answer = day.come_back(day.anna)
    assert (answer["ok"], answer["code"]) == (False, meanwhile.__name__)
    assert answer["message"]
    assert "Anna" not in day.present()
    refused = day.anna.ask("replay", room=day.plenary, since=0)
    assert refused["code"] == "not_entered"


def test_two_devices_follow_one_move_and_one_of_them_may_go(day: Day) -> None:
    phone = day.anna.another_tab().connect(day.live.server(0))
    room = day.open_rooms()[1]
    day.seat(day.anna, room)
    for device in (day.anna, phone):
        assert device.waits_for("place", lambda place: place["room"] == room)
    phone.close()
    assert day.anna.ask("say", room=room, text="Still here", key=uuid4().hex)["ok"]
    assert day.present() == {"Anna", "Bo", "Fay Facilitator"}


def test_whoever_comes_before_the_doors_open_comes_in_when_they_do(serving: Live) -> None:
    serving.site.meet_anew(opened=False)
    fay, gil = (serving.site.facilitator() for _ in range(2))
    anna = serving.site.member("Anna")
    for number, each in enumerate((fay, gil, anna)):
        each.dial(serving.server(number))
    assert anna.ask("enter", part=anna.part)["code"] == "not_opened"
    for each in (fay, gil):
        assert each.ask("enter", part=each.part)["place"]["room"] is None
    assert fay.ask("open_part", part=fay.part)["ok"]
    assert gil.waits_for("console", lambda told: told["part"]["state"] == "open")
    rooms = {each.ask("enter", part=each.part)["place"]["room"] for each in (fay, gil, anna)}
    assert len(rooms - {None}) == 1
    for each in (fay, gil, anna):
        each.close()


def test_without_the_facilitators_browser_the_clock_goes_on_and_another_takes_over(
    day: Day,
) -> None:
    second = day.fay.another_tab().connect(day.live.server(1))
    room = day.open_rooms()[0]
    day.seat(day.bo, room)
    day.run("close_round", seconds=1)
    day.fay.break_line()
    assert day.bo.waits_for("place", lambda place: place["reason"] == "round_closed")
    day.run("broadcast", by=second, text="I take over", key=uuid4().hex)
    assert day.bo.waits_for("message", lambda told: told["text"] == "I take over")
    second.close()


def test_whoever_a_killed_process_served_is_back_in_their_own_seat(day: Day) -> None:
    room = day.open_rooms()[0]
    day.seat(day.anna, room)
    dead = day.live.server(1)
    alone = len(day.live.servers) == 1
    dead.kill()
    if alone:
        dead.start()
    answer = day.come_back(day.anna)
    assert answer["place"]["room"] == room
    assert day.anna.ask("say", room=room, text="Back", key=uuid4().hex)["ok"]
    if not alone:
        dead.start()
