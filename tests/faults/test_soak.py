"""What `make test` does once, again and again: run by `make soak`."""

import threading
from uuid import uuid4

import pytest

from tests.faults.conftest import Live, Site
from tests.faults.test_killed import run_until
from tests.support.postgres import Postgres
from tests.support.redis_server import RedisServer
from tests.support.server import Server
from tests.support.waiting import wait_until

pytestmark = [pytest.mark.faults, pytest.mark.soak]
KILLS = 20
AWAY = 20  # seconds for which a server that is needed is really down
BACK = 45  # seconds within which everybody is right again


def test_many_kills_lose_nothing_that_was_shown_as_saved(sqlite_site: Site, server: Server):
    kept: dict[str, list[str]] = {}
    for _ in range(KILLS):
        members = [sqlite_site.member(f"{name} {uuid4().hex[:6]}") for name in ("Anna", "Bo")]
        for member in members:
            member.connect(server)
        run_until(members, kept, server.kill)
        for member in members:
            member.client.eio.ws.close()
        server.restart()
    reader = sqlite_site.member("Cy").connect(server)
    chat, notes = reader.chat(), reader.notes()
    reader.close()
    for name, texts in kept.items():
        for text in texts:
            assert (chat.count(text) if name.startswith("talk") else notes.count(text)) == 1


def away() -> None:
    threading.Event().wait(AWAY)


def test_twenty_seconds_without_the_database_cost_nobody_their_place(
    postgres_site: Site, servers: list[Server], postgres_server: Postgres
):
    live = Live(postgres_site, servers)
    fay = postgres_site.facilitator().connect(live.server(0))
    anna, bo = (postgres_site.member(n).connect(live.server(i)) for i, n in enumerate(("A", "B")))
    assert anna.say("Before")["ok"]
    postgres_site.app.database.dispose()
    postgres_server.stop()
    try:
        away()
        bo.break_line()  # the server cannot note that he has gone
        assert anna.say("Meanwhile")["code"] == "unavailable"
    finally:
        postgres_server.start()
    assert anna.say("After")["ok"]
    assert anna.chat() == ["Before", "After"]

    def present() -> set[str]:
        room = fay.ask("enter", part=fay.part)["room"]
        return {each["name"] for each in room["people"] if each["present"]}

    wait_until(lambda: present() == {"A", "Fay Facilitator"}, seconds=BACK)
    bo.new_line()
    assert bo.connect(live.server(0)).chat() == ["Before", "After"]
    assert present() == {"A", "B", "Fay Facilitator"}
    for member in (anna, bo, fay):
        member.close()


def test_twenty_seconds_without_redis_leave_nobody_in_a_room_that_closed(
    postgres_site: Site, servers: list[Server], redis_server: RedisServer
):
    live = Live(postgres_site, servers)
    fay = postgres_site.facilitator().connect(live.server(0))
    anna = postgres_site.member("Anna").connect(live.server(1))
    plenary = anna.room
    assert fay.ask("open_round", part=fay.part, rooms=1, seating="random")["ok"]
    assert anna.waits_for("place", lambda place: place["room"] not in (None, plenary))
    redis_server.kill()
    try:
        assert fay.ask("close_round", part=fay.part, seconds=0)["ok"]
        assert anna.say("Anybody there?")["ok"]  # the plenary hears her: she belongs there now
        away()
        assert anna.waits_for("place", lambda place: place["room"] == plenary)
    finally:
        redis_server.start()
    wait_until(lambda: fay.say("Welcome back")["ok"], seconds=BACK)
    # Redis may have lost the line on its way: the repeated numbers tell that there is one.
    wait_until(lambda: anna.waits_for("latest", lambda told: told["messages"] == 2), seconds=BACK)
    assert anna.chat() == ["Anybody there?", "Welcome back"]
    for member in (anna, fay):
        member.close()
