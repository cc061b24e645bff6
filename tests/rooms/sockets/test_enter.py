"""Entering and leaving: what is shown, to whom, and who is refused."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from exchange.web.application import Exchange
from tests.rooms.conftest import Browser, Exchange1
from tests.rooms.sockets.conftest import Open, people


class TestEnter:
    def test_shows_the_room_with_everybody_in_it(self, ann: Browser, ben: Browser) -> None:
        answer = ben.enter()
        assert people(answer["room"]) == {"Ann", "Ben"}
        assert answer["place"]["can"] == {"say": True, "write_notes": True, "facilitate": False}
        assert answer["console"] is None
        assert answer["now"]

    def test_gives_facilitators_the_console(self, fay: Browser, ann: Browser) -> None:
        answer = fay.enter()
        assert answer["place"]["role"] == "facilitator"
        assert answer["console"]["part"]["state"] == "open"
        assert answer["console"]["rooms"][0]["notes_locked"] is False
        assert people(answer["console"]["rooms"][0]) == {"Ann", "Fay Facilitator"}

    def test_brings_what_one_lacks_of_the_chat_and_no_more(
        self, ann: Browser, ben: Browser
    ) -> None:
        here = ann.enter()["room"]["id"]
        for text in ("one", "two", "three"):
            ann.ask("say", room=here, text=text, key=uuid4().hex)

        def brought(**held: object) -> list[str]:
            answer = ben.ask("enter", part=ben.part, **held)
            assert (answer["chat"]["last"], answer["chat"]["more"]) == (3, False)
            return [message["text"] for message in answer["chat"]["messages"]]

        assert brought() == ["one", "two", "three"]
        assert brought(room=here, since=1) == ["two", "three"]
        assert brought(room=here, since=3) == []
        assert brought(room=uuid4().hex, since=2) == ["one", "two", "three"]  # of another room

    def test_refuses_outsiders_with_the_reason_and_the_next_step(
        self, olga: Browser, exchange: Exchange1
    ) -> None:
        answer = olga.ask("enter", part=olga.part)
        assert answer["code"] == "not_registered"
        assert answer["next"] == f"/events/{exchange.event.slug}/register"
        assert olga.ask("leave", part=olga.part)["code"] == "not_entered"

    def test_knows_no_part_that_is_not_there(self, ann: Browser) -> None:
        assert ann.ask("enter", part=uuid4().hex)["code"] == "not_found"

    def test_again_opens_no_second_interval(
        self, ann: Browser, fay: Browser, flush: Callable[[], None]
    ) -> None:
        ann.enter()
        flush()
        console = fay.heard("console")[-1]
        assert len(console["rooms"][0]["people"]) == 2

    def test_others_see_who_came_and_who_left(
        self, ann: Browser, browser: Open, exchange: Exchange1, flush: Callable[[], None]
    ) -> None:
        ben = browser(exchange.person("Ben"))
        ben.enter()
        flush()
        assert people(ann.heard("room")[-1]) == {"Ann", "Ben"}
        ben.close()
        flush()
        assert people(ann.heard("room")[-1]) == {"Ann"}

    def test_a_second_tab_is_the_same_person(
        self, browser: Open, exchange: Exchange1, ann: Browser, flush: Callable[[], None]
    ) -> None:
        person = exchange.person("Ben")
        one, two = browser(person), browser(person)
        one.enter()
        two.enter()
        one.close()
        flush()
        assert people(ann.heard("room")[-1]) == {"Ann", "Ben"}


@pytest.mark.parametrize(("language", "is_danish"), [("da", True), ("fr", False), (["da"], False)])
def test_it_speaks_the_language_of_the_page_or_else_of_the_browser(
    app: Exchange, exchange: Exchange1, language: object, is_danish: bool
) -> None:
    account = exchange.world.account_session(exchange.person("Ann"))
    ann = Browser(app, account, exchange.part_id, language=language)
    answer = ann.ask("enter", part=uuid4().hex)
    assert (answer["message"] == "Her er ikke noget, som du kan se.") == is_danish
