"""Raised hands and calls for help."""

from tests.rooms.conftest import Browser
from tests.rooms.sockets.conftest import room


class TestHandsAndHelp:
    def test_hands_stand_in_the_order_of_raising(self, ann: Browser, ben: Browser) -> None:
        here = room(ann)
        ben.ask("hand", room=here, raised=True)
        ann.ask("hand", room=here, raised=True)
        ann.ask("hand", room=here, raised=True)
        view = ann.enter()["room"]
        names = {each["id"]: each["name"] for each in view["people"]}
        assert [names[id] for id in view["hands"]] == ["Ben", "Ann"]
        ben.ask("hand", room=here, raised=False)
        assert len(ann.enter()["room"]["hands"]) == 1

    def test_a_facilitator_lowers_a_hand(self, ann: Browser, fay: Browser) -> None:
        here = room(ann)
        ann.ask("hand", room=here, raised=True)
        person = ann.enter()["room"]["hands"][0]
        assert fay.ask("lower", room=here, person=person)["ok"]
        assert ann.enter()["room"]["hands"] == []

    def test_help_is_seen_by_facilitators_alone(
        self, ann: Browser, ben: Browser, fay: Browser
    ) -> None:
        here = room(ann)
        ben.everything()
        fay.everything()
        assert ann.ask("help", room=here, wanted=True)["ok"]
        assert ben.everything() == []
        assert len(fay.heard("console")[-1]["rooms"][0]["help"]) == 1
        assert ann.enter()["place"]["help"] is True
        assert fay.ask("answer", room=here)["ok"]
        assert ann.heard("place")[-1]["help"] is False
