"""The lobby on the wire: who may wait there, and how they come in, go back and are shut out."""

from uuid import uuid4

import pytest

from exchange.core.db import scope_of
from exchange.realtime.control import hear
from exchange.web.application import Exchange
from tests.rooms.conftest import Browser, Exchange1
from tests.rooms.sockets.conftest import Open, room


@pytest.fixture
def one_by_one(fay: Browser) -> Browser:
    """The facilitator of a part in which people are let in one by one."""
    assert fay.ask("admit_each", part=fay.part, wanted=True)["ok"]
    return fay


def wait(browser: Browser) -> dict[str, object]:
    assert browser.ask("enter", part=browser.part)["code"] == "not_admitted"
    answer = browser.ask("wait", part=browser.part)
    assert answer["ok"], answer
    return answer


class TestLobby:
    def test_one_waits_is_let_in_and_sent_back(
        self, one_by_one: Browser, exchange: Exchange1, browser: Open
    ) -> None:
        mal = exchange.person("Mal")
        out = browser(mal)
        answer = wait(out)
        assert answer["reason"] == "not_admitted"
        assert [each["name"] for each in one_by_one.enter()["console"]["doors"]["waiting"]] == [
            "Mal"
        ]
        assert one_by_one.ask("admit", part=one_by_one.part, person=mal.id.hex)["ok"]
        assert out.heard("doors") == [{"within": 10}]
        assert out.enter()["place"]["room"]
        assert one_by_one.enter()["console"]["doors"]["waiting"] == []
        answer = one_by_one.ask("send_to_lobby", part=one_by_one.part, person=mal.id.hex)
        assert answer["ok"]
        assert not out.connected
        assert out.heard("out")[-1]["code"] == "not_admitted"

    def test_whoever_waits_hears_and_sends_nothing_of_the_rooms(
        self, ann: Browser, one_by_one: Browser, exchange: Exchange1, browser: Open
    ) -> None:
        out, here = browser(exchange.person("Mal")), room(ann)
        wait(out)
        assert ann.ask("say", room=here, text="Among us", key=uuid4().hex)["ok"]
        assert out.everything() == []
        answer = out.ask("say", room=here, text="From outside", key=uuid4().hex)
        assert answer["code"] == "not_entered"

    def test_leaving_the_page_leaves_the_lobby(
        self, one_by_one: Browser, exchange: Exchange1, browser: Open
    ) -> None:
        out = browser(exchange.person("Mal"))
        wait(out)
        out.close()
        assert one_by_one.enter()["console"]["doors"]["waiting"] == []

    def test_outsiders_do_not_wait(self, olga: Browser, one_by_one: Browser) -> None:
        assert olga.ask("wait", part=olga.part)["code"] == "not_registered"
        assert olga.ask("choose_shown", part=olga.part, shown="name")["code"] == "not_found"
        assert one_by_one.enter()["console"]["doors"]["waiting"] == []

    def test_what_others_see_is_chosen_in_it(
        self, one_by_one: Browser, exchange: Exchange1, browser: Open
    ) -> None:
        out = browser(exchange.person("Mal"))
        wait(out)
        answer = out.ask("choose_shown", part=out.part, shown="name")
        assert answer["lobby"]["shown"] == "name"
        assert [each["name"] for each in answer["lobby"]["coming"]] == ["Mal"]

    def test_a_ban_shuts_out_whoever_waits_and_is_lifted_again(
        self, one_by_one: Browser, exchange: Exchange1, browser: Open
    ) -> None:
        mal = exchange.person("Mal")
        out = browser(mal)
        wait(out)
        ban = {"part": out.part, "person": mal.id.hex}
        assert one_by_one.ask("ban", **ban, reason="conduct")["ok"]
        assert not out.connected
        back = browser(mal)
        assert back.ask("wait", part=back.part)["code"] == "banned"
        assert back.ask("choose_shown", part=back.part, shown="name")["code"] == "not_found"
        assert one_by_one.ask("lift_ban", **ban)["ok"]
        wait(back)

    def test_the_sweep_lets_in_whoever_missed_the_word(
        self, app: Exchange, one_by_one: Browser, exchange: Exchange1, browser: Open
    ) -> None:
        mal = exchange.person("Mal")
        out = browser(mal)
        wait(out)
        one_by_one.ask("admit", part=out.part, person=mal.id.hex)
        out.everything()
        with scope_of(app.database):
            hear("access_changed", {})
        assert out.heard("doors")

    def test_the_end_for_all_is_told_to_those_who_wait(
        self, one_by_one: Browser, exchange: Exchange1, browser: Open
    ) -> None:
        out = browser(exchange.person("Mal"))
        wait(out)
        assert one_by_one.ask("close_part", part=out.part)["ok"]
        assert out.heard("out")[-1]["code"] == "closed"

    def test_the_line_and_the_clock_are_checked_without_a_place(self, olga: Browser) -> None:
        assert olga.ask("check")["now"]
        assert olga.ask("check", part=olga.part)["code"] == "invalid"


class TestBreak:
    def test_two_tabs_agree_on_it(self, ann: Browser, exchange: Exchange1, fay: Browser) -> None:
        assert ann.ask("step_aside", part=ann.part, aside=True)["ok"]
        assert ann.heard("place")[-1]["aside"] is True
        assert [
            each["aside"]
            for each in fay.heard("console")[-1]["rooms"][0]["people"]
            if each["name"] == "Ann"
        ] == [True]
        assert ann.enter()["place"]["aside"] is True
        assert ann.ask("step_aside", part=ann.part, aside=False)["ok"]
        assert ann.heard("place")[-1]["aside"] is False
        assert ann.ask("bring_back", part=ann.part)["code"] == "no_way_back"
