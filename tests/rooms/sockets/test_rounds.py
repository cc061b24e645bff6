"""Breakout rooms: seating, moving, visiting, closing."""

from uuid import uuid4

from exchange.core.db import scope_of
from exchange.rooms.sockets.hold import this_process
from tests.rooms.conftest import Browser, Exchange1
from tests.rooms.sockets.conftest import Open, room


class TestRounds:
    def test_everybody_present_is_seated_and_told(
        self, ann: Browser, ben: Browser, fay: Browser
    ) -> None:
        plenary = room(ann)
        assert fay.ask("open_round", part=fay.part, rooms=2, seating="random")["ok"]
        told = [each.heard("place")[-1]["room"] for each in (ann, ben)]
        assert len(set(told)) == 2
        assert plenary not in told
        assert ann.enter()["room"]["round"]["state"] == "open"

    def test_a_moved_person_stops_hearing_the_old_room_at_once(
        self, ann: Browser, ben: Browser, fay: Browser
    ) -> None:
        fay.ask("open_round", part=fay.part, rooms=2, seating="random")
        first, second = room(ann), room(ben)
        me = ben.enter()["place"]
        assert me["room"] == second
        person = next(p["id"] for p in ben.enter()["room"]["people"] if p["name"] == "Ben")
        ben.everything()
        assert fay.ask("seat", part=fay.part, people=[person], room=first)["ok"]
        assert ben.heard("place")[-1]["room"] == first
        fay.ask("visit", room=second)
        fay.ask("say", room=second, text="Only here", key=uuid4().hex)
        ann.ask("say", room=first, text="Welcome", key=uuid4().hex)
        assert [m["text"] for m in ben.heard("message")] == ["Welcome"]
        assert ben.ask("say", room=second, text="Still?", key=uuid4().hex)["code"] == "not_found"
        assert ben.ask("replay", room=second, since=0)["code"] == "not_found"

    def test_a_late_joiner_finds_a_room(
        self, ann: Browser, fay: Browser, browser: Open, exchange: Exchange1
    ) -> None:
        fay.ask("open_round", part=fay.part, rooms=1, seating="random", names=["Blue"])
        late = browser(exchange.person("Late"))
        assert late.enter()["room"]["name"] == "Blue"

    def test_by_hand_late_joiners_wait_to_be_seated(
        self, fay: Browser, browser: Open, exchange: Exchange1
    ) -> None:
        fay.ask("open_round", part=fay.part, rooms=1, seating="by_hand")
        late = browser(exchange.person("Late"))
        assert late.enter()["room"]["kind"] == "plenary"
        assert [p["name"] for p in fay.enter()["console"]["unseated"]] == ["Late"]

    def test_back_in_the_plenary_by_hand_stays_there_over_a_reload(
        self, ann: Browser, fay: Browser
    ) -> None:
        fay.ask("open_round", part=fay.part, rooms=1, seating="random")
        person = ann.enter()["room"]["people"][0]["id"]
        fay.ask("seat", part=fay.part, people=[person], room=None)
        assert ann.enter()["room"]["kind"] == "plenary"

    def test_closing_at_once_returns_everybody(self, ann: Browser, fay: Browser) -> None:
        plenary = room(ann)
        fay.ask("open_round", part=fay.part, rooms=2, seating="random")
        mine = room(ann)
        assert fay.ask("close_round", part=fay.part, seconds=0)["ok"]
        assert ann.heard("place")[-1]["room"] == plenary
        assert ann.ask("say", room=mine, text="Hello?", key=uuid4().hex)["code"] == "not_found"
        assert ann.ask("say", room=plenary, text="Back", key=uuid4().hex)["ok"]

    def test_a_countdown_can_be_stopped_and_extended(self, ann: Browser, fay: Browser) -> None:
        assert fay.ask("reprieve", part=fay.part)["code"] == "no_round"
        fay.ask("open_round", part=fay.part, rooms=1, seating="random")
        assert fay.ask("reprieve", part=fay.part)["code"] == "not_closing"
        fay.ask("close_round", part=fay.part, seconds=60)
        before = ann.enter()["room"]["round"]
        assert before["state"] == "closing"
        fay.ask("extend", part=fay.part, seconds=60)
        assert ann.enter()["room"]["round"]["closes_at"] > before["closes_at"]
        fay.ask("reprieve", part=fay.part)
        after = ann.enter()["room"]["round"]
        assert (after["state"], after["closes_at"]) == ("open", None)

    def test_one_round_at_a_time(self, fay: Browser) -> None:
        fay.ask("open_round", part=fay.part, rooms=1, seating="random")
        again = fay.ask("open_round", part=fay.part, rooms=1, seating="random")
        assert again["code"] == "round_running"

    def test_shuffle_seats_everybody_again(self, ann: Browser, ben: Browser, fay: Browser) -> None:
        assert fay.ask("shuffle", part=fay.part)["code"] == "no_round"
        fay.ask("open_round", part=fay.part, rooms=2, seating="random")
        assert fay.ask("shuffle", part=fay.part)["ok"]
        assert len({room(ann), room(ben)}) == 2

    def test_a_visit_is_announced_in_the_room(self, ann: Browser, fay: Browser) -> None:
        fay.ask("open_round", part=fay.part, rooms=1, seating="random")
        here = room(ann)
        ann.everything()
        assert fay.ask("visit", room=here)["ok"]
        told = ann.everything()
        notice = next(each["args"][0] for each in told if each["name"] == "message")
        assert (notice["kind"], notice["notice"]) == ("notice", "visit_begins")
        assert "Fay" in notice["text"]
        view = next(each["args"][0] for each in told if each["name"] == "room")
        assert [p["visiting"] for p in view["people"] if p["role"] == "facilitator"] == [True]
        assert fay.ask("visit", room=None)["ok"]
        assert fay.enter()["room"]["kind"] == "plenary"

    def test_facilitators_hear_no_room_that_they_do_not_visit(
        self, ann: Browser, fay: Browser
    ) -> None:
        fay.ask("open_round", part=fay.part, rooms=1, seating="random")
        here = room(ann)
        fay.everything()
        ann.ask("say", room=here, text="Between us", key=uuid4().hex)
        assert fay.heard("message") == []
        assert fay.ask("replay", room=here, since=0)["code"] == "not_found"
        assert fay.ask("say", room=here, text="Hello", key=uuid4().hex)["code"] == "not_found"

    def test_a_broadcast_reaches_every_room_once(
        self, ann: Browser, ben: Browser, fay: Browser
    ) -> None:
        fay.ask("open_round", part=fay.part, rooms=2, seating="random")
        key = uuid4().hex
        for _ in range(2):
            assert fay.ask("broadcast", part=fay.part, text="Five minutes", key=key)["ok"]
        for each in (ann, ben):
            assert [m["text"] for m in each.heard("message")] == ["Five minutes"]

    def test_rename_and_timer_are_seen(self, ann: Browser, fay: Browser) -> None:
        here = room(ann)
        assert fay.ask("rename", room=here, name="Town hall")["ok"]
        assert ann.heard("room")[-1]["name"] == "Town hall"
        assert fay.ask("extend", part=fay.part, seconds=60)["code"] == "no_timer"
        assert fay.ask("timer", part=fay.part, seconds=300)["ok"]
        before = ann.heard("room")[-1]["timer_ends_at"]
        assert fay.ask("extend", part=fay.part, seconds=300)["ok"]
        assert ann.heard("room")[-1]["timer_ends_at"] > before
        assert fay.ask("timer", part=fay.part, seconds=None)["ok"]
        assert ann.heard("room")[-1]["timer_ends_at"] is None

    def test_a_call_that_ends_with_the_round_is_over_on_its_callers_page(
        self, ann: Browser, fay: Browser
    ) -> None:
        for event, given in (
            ("open_round", {"rooms": 1, "seating": "by_hand"}),
            ("close_round", {"seconds": 0}),
        ):
            assert ann.ask("help", room=room(ann), wanted=True)["ok"]
            ann.everything()
            assert fay.ask(event, part=fay.part, **given)["ok"]
            assert [place["help"] for place in ann.heard("place")] == [False]


def test_facilitators_are_told_by_counts_that_rooms_move_and_nobody_else_is(
    ann: Browser, fay: Browser, exchange: Exchange1
) -> None:
    fay.ask("open_round", part=fay.part, rooms=1, seating="random")
    here = room(ann)
    ann.ask("say", room=here, text="Between us", key=uuid4().hex)
    fay.everything()
    ann.everything()
    with scope_of(exchange.world.database):
        this_process().repeat_latest()
    (pulse,) = fay.heard("pulse")
    told = next(each for each in pulse["rooms"] if each["id"] == here)
    assert told == {"id": here, "messages_last": 1, "notes_last": 0, "notes_moved_at": None}
    assert ann.heard("pulse") == []
