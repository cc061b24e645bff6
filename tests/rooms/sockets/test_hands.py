"""Raised hands and calls for help."""

from tests.rooms.conftest import Browser, Exchange1
from tests.rooms.sockets.conftest import Open, room


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

    def test_every_tab_of_whoever_asks_shows_it(
        self, ann: Browser, browser: Open, exchange: Exchange1
    ) -> None:
        ben = exchange.person("Ben")
        tabs = [browser(ben), browser(ben)]
        for tab in tabs:
            here = room(tab)
        assert tabs[0].ask("help", room=here, wanted=True)["ok"]
        assert [place["help"] for place in tabs[1].heard("place")] == [True]
        assert tabs[0].ask("help", room=here, wanted=False)["ok"]
        assert [place["help"] for place in tabs[1].heard("place")] == [False]
        assert ann.heard("place") == []

    def test_whoever_has_gone_raises_no_hand_and_calls_nobody(
        self, ann: Browser, ben: Browser, fay: Browser
    ) -> None:
        here = room(ann)
        for each in (ann, ben):
            assert each.ask("hand", room=here, raised=True)["ok"]
            assert each.ask("help", room=here, wanted=True)["ok"]
        ann.close()
        answer = fay.enter()
        plenary = answer["console"]["rooms"][0]
        left = [each["id"] for each in answer["room"]["people"] if each["name"] == "Ben"]
        assert answer["room"]["hands"] == left
        assert plenary["hands"] == 1
        assert [call["person"] for call in plenary["help"]] == left
