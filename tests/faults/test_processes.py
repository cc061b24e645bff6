"""Two web processes and a worker work as one, on PostgreSQL and Redis."""

import sys
from uuid import uuid4

import pytest
from sqlalchemy import select

from exchange.core.db import scope_of, session
from exchange.rooms.models import AccessReceipt
from tests.faults.conftest import Editor, Site
from tests.support.postgres import Postgres
from tests.support.process import Child
from tests.support.redis_server import RedisServer
from tests.support.server import ROOT, Server

pytestmark = [pytest.mark.faults, pytest.mark.postgres]

# Suspends a council from a process that holds no sockets, as the worker would.
SUSPEND = """
import sys
from uuid import UUID
from exchange.app import create_app
from exchange.core.actor import system
from exchange.core.db import scope_of
from exchange.membership.actions import suspend
from exchange.realtime.carrier import connect_processes
app = create_app()
connect_processes(app.settings.redis_url)
with scope_of(app.database):
    suspend(actor=system("clock"), organisation_id=UUID(sys.argv[1]), reason="Under review")
"""


def run_elsewhere(site: Site, servers: list[Server], script: str, *arguments: str) -> None:
    env = {**servers[0].env, "EXCHANGE_PROCESS": "worker"}
    log = site.app.settings.data_dir / "elsewhere.log"
    child = Child([sys.executable, "-c", script, *arguments], log=log, env=env, cwd=ROOT)
    assert child.process.wait(60) == 0, log.read_text()
    child.end(9)


def test_words_notes_and_moves_cross(postgres_site: Site, servers: list[Server]):
    anna = postgres_site.member("Anna").connect(servers[0])
    bo = postgres_site.member("Bo").connect(servers[1])
    assert anna.say("Across")["ok"]
    assert bo.waits_for("message", lambda told: told["text"] == "Across")
    aside = {"to": bo.person.id.hex, "text": "Aside", "key": uuid4().hex}
    assert anna.ask("tell", part=anna.part, **aside)["ok"]
    assert bo.waits_for("told", lambda told: told["text"] == "Aside")
    assert bo.note(Editor().write("Both of us"))["ok"]
    assert anna.waits_for("notes.update", lambda told: told["seq"] == 1)
    assert "Both of us" in anna.notes()
    fay = postgres_site.facilitator().connect(servers[0])
    opened = fay.ask("open_round", part=fay.part, rooms=2, seating="by_hand")
    assert opened["ok"], opened
    rooms = [room for room in fay.console() if room["kind"] == "breakout"]
    assert fay.ask("seat", part=fay.part, people=[bo.person.id.hex], room=rooms[0]["id"])["ok"]
    assert bo.waits_for("place", lambda place: place["room"] == rooms[0]["id"])
    for member in (anna, bo, fay):
        member.close()


def test_a_suspension_from_a_process_without_sockets_closes_them_everywhere(
    postgres_site: Site, servers: list[Server]
):
    anna = postgres_site.member("Anna")
    tabs = [anna.connect(servers[0]), anna.another_tab().connect(servers[1])]
    bo = postgres_site.member("Bo").connect(servers[1])
    council = postgres_site.council_of(anna.person)
    run_elsewhere(postgres_site, servers, SUSPEND, council.hex)
    assert all(tab.waits_for("out") and tab.gone.wait(20) for tab in tabs)
    assert bo.say("Still here")["ok"]
    with scope_of(postgres_site.app.database):
        receipts = session().scalars(
            select(AccessReceipt).where(AccessReceipt.person_id == anna.person.id)
        )
        assert [receipt.reason for receipt in receipts] == ["standing"]
    bo.close()


def test_without_redis_words_are_kept_and_doors_close_once_it_is_back(
    postgres_site: Site, servers: list[Server], redis_server: RedisServer
):
    anna = postgres_site.member("Anna").connect(servers[0])
    bo = postgres_site.member("Bo").connect(servers[1])
    council = postgres_site.council_of(anna.person)
    redis_server.kill()
    try:
        assert bo.say("Into the silence")["ok"]
        run_elsewhere(postgres_site, servers, SUSPEND, council.hex)
    finally:
        redis_server.start()
    assert anna.gone.wait(30)
    assert bo.chat() == ["Into the silence"]
    bo.close()


def test_ten_seconds_without_the_database_are_refused_plainly_and_lose_nothing(
    postgres_site: Site, servers: list[Server], postgres_server: Postgres
):
    anna = postgres_site.member("Anna").connect(servers[0])
    assert anna.say("Before")["ok"]
    postgres_site.app.database.dispose()
    postgres_server.stop()
    try:
        refused = anna.say("Meanwhile")
        assert (refused["ok"], refused["code"]) == (False, "unavailable")
        assert anna.note(Editor().write("Meanwhile"))["code"] in ("unavailable", "retry")
    finally:
        postgres_server.start()
    answer = anna.say("After")
    assert answer["ok"], answer
    assert anna.chat() == ["Before", "After"]
    anna.close()
