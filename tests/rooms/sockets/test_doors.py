"""Opening and closing a part, and removing people from it."""

from uuid import uuid4

from tests.rooms.conftest import Browser, Exchange1
from tests.rooms.sockets.conftest import Open, room


class TestDoors:
    def test_closing_the_part_leaves_nobody_in_a_room(self, ann: Browser, fay: Browser) -> None:
        here = room(ann)
        assert fay.ask("close_part", part=fay.part)["ok"]
        assert ann.heard("place")[-1]["room"] is None
        assert ann.ask("say", room=here, text="?", key=uuid4().hex)["code"] == "not_found"
        assert ann.ask("enter", part=ann.part)["code"] == "closed"

    def test_closed_doors_can_be_opened_again(self, ann: Browser, fay: Browser) -> None:
        here = room(ann)
        fay.ask("close_part", part=fay.part)
        assert fay.ask("open_part", part=fay.part)["ok"]
        assert room(ann) == here
        assert fay.enter()["console"]["part"]["state"] == "open"

    def test_removed_means_out_until_readmitted(
        self, ann: Browser, fay: Browser, exchange: Exchange1, browser: Open
    ) -> None:
        mal = exchange.person("Mal")
        out = browser(mal)
        out.enter()
        assert fay.ask("remove", part=fay.part, person=mal.id.hex)["ok"]
        assert not out.connected
        back = browser(mal)
        assert back.ask("enter", part=back.part)["code"] == "removed"
        assert fay.enter()["console"]["removed"] == [{"id": mal.id.hex, "name": "Mal"}]
        assert fay.ask("readmit", part=fay.part, person=mal.id.hex)["ok"]
        assert back.enter()["place"]["room"]

    def test_facilitators_cannot_be_removed(self, fay: Browser, exchange: Exchange1) -> None:
        answer = fay.ask("remove", part=fay.part, person=exchange.facilitator.id.hex)
        assert answer["code"] == "facilitators_stay"
