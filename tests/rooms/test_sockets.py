"""Every message of the wire: what a member may, what a facilitator may, what outsiders get."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from exchange.accounts.models import Person
from tests.rooms.conftest import Browser, Exchange1

Open = Callable[[Person], Browser]


@pytest.fixture
def fay(browser: Open, exchange: Exchange1) -> Browser:
    """The facilitator, inside."""
    fay = browser(exchange.facilitator)
    fay.enter()
    return fay


@pytest.fixture
def ann(browser: Open, exchange: Exchange1) -> Browser:
    """A participant, inside."""
    ann = browser(exchange.person("Ann"))
    ann.enter()
    return ann


@pytest.fixture
def ben(browser: Open, exchange: Exchange1) -> Browser:
    """Another participant, inside."""
    ben = browser(exchange.person("Ben"))
    ben.enter()
    return ben


@pytest.fixture
def olga(browser: Open, exchange: Exchange1) -> Browser:
    """An outsider: signed in, a member's officer, without a place."""
    world = exchange.world
    return browser(world.person("Olga", organisation=world.organisation()))


def room(browser: Browser) -> str:
    place = browser.enter()["place"]
    return str(place["room"])


def people(view: Any) -> set[str]:
    return {each["name"] for each in view["people"]}


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


class TestSay:
    def test_reaches_the_room_and_is_numbered(self, ann: Browser, ben: Browser) -> None:
        here = room(ann)
        answer = ann.ask("say", room=here, text=" Good morning ", key=uuid4().hex)
        assert answer["ok"]
        assert answer["number"] == 1
        message = ben.heard("message")[-1]
        assert (message["text"], message["name"], message["kind"]) == (
            "Good morning",
            "Ann",
            "said",
        )

    def test_the_same_key_is_stored_once(self, ann: Browser, ben: Browser) -> None:
        here, key = room(ann), uuid4().hex
        numbers = [ann.ask("say", room=here, text="Once", key=key)["number"] for _ in range(2)]
        assert numbers == [1, 1]
        assert len(ben.ask("replay", room=here, since=0)["messages"]) == 1

    def test_another_person_may_use_the_same_key(self, ann: Browser, ben: Browser) -> None:
        here, key = room(ann), uuid4().hex
        assert ann.ask("say", room=here, text="One", key=key)["number"] == 1
        assert ben.ask("say", room=here, text="Two", key=key)["number"] == 2

    def test_replay_gives_what_was_missed_in_order(self, ann: Browser, ben: Browser) -> None:
        here = room(ann)
        for text in ("one", "two", "three"):
            ann.ask("say", room=here, text=text, key=uuid4().hex)
        answer = ben.ask("replay", room=here, since=1)
        assert [(m["number"], m["text"]) for m in answer["messages"]] == [(2, "two"), (3, "three")]
        assert (answer["last"], answer["more"]) == (3, False)

    def test_a_locked_chat_leaves_facilitators_their_voice(
        self, ann: Browser, fay: Browser
    ) -> None:
        here = room(ann)
        assert fay.ask("lock_chat", part=fay.part, locked=True)["ok"]
        assert ann.heard("room")[-1]["chat_locked"] is True
        assert ann.ask("say", room=here, text="No", key=uuid4().hex)["code"] == "chat_locked"
        assert fay.ask("say", room=here, text="Yes", key=uuid4().hex)["ok"]
        assert ann.enter()["place"]["can"]["say"] is False

    def test_too_often_is_refused_with_the_time_to_wait(self, ann: Browser) -> None:
        here = room(ann)
        answers = [ann.ask("say", room=here, text="x", key=uuid4().hex) for _ in range(12)]
        refused = [answer for answer in answers if not answer["ok"]]
        assert refused
        assert {answer["code"] for answer in refused} == {"too_many"}
        assert refused[0]["retry_after"] > 0


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
        assert fay.ask("seat", part=fay.part, person=person, room=first)["ok"]
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
        fay.ask("seat", part=fay.part, person=person, room=None)
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
        assert ann.enter()["room"]["round"] == {"number": 1, "state": "open", "closes_at": None}

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


FACILITATORS: dict[str, dict[str, Any]] = {
    "open_part": {"part": "PART"},
    "close_part": {"part": "PART"},
    "open_round": {"part": "PART", "rooms": 2, "seating": "random"},
    "seat": {"part": "PART", "person": "ME", "room": "ROOM"},
    "shuffle": {"part": "PART"},
    "rename": {"room": "ROOM", "name": "Mine"},
    "timer": {"part": "PART", "seconds": 60},
    "extend": {"part": "PART", "seconds": 60},
    "close_round": {"part": "PART", "seconds": 0},
    "reprieve": {"part": "PART"},
    "broadcast": {"part": "PART", "text": "Hear", "key": "KEY"},
    "remove": {"part": "PART", "person": "ME"},
    "readmit": {"part": "PART", "person": "ME"},
    "lower": {"room": "ROOM", "person": "ME"},
    "answer": {"room": "ROOM"},
    "visit": {"room": "ROOM"},
    "lock_chat": {"part": "PART", "locked": True},
    "go_to_step": {"part": "PART", "step": "ME", "turn": 0},
    "prepare_poll": {"part": "PART", "kind": "single", "question": "Q", "options": ["A", "B"]},
    "dilemmas": {"part": "PART"},
    "open_poll": {"part": "PART", "poll": "ME"},
    "reveal": {"part": "PART", "poll": "ME"},
    "vote_again": {"part": "PART", "poll": "ME"},
    "close_poll": {"part": "PART", "poll": "ME"},
}
EVERYBODYS: dict[str, dict[str, Any]] = {
    "replay": {"room": "ROOM", "since": 0},
    "say": {"room": "ROOM", "text": "Hello", "key": "KEY"},
    "hand": {"room": "ROOM", "raised": True},
    "help": {"room": "ROOM", "wanted": True},
    "vote": {"room": "ROOM", "poll": "ME", "vote": 1, "choices": [0]},
}
INSIDERS = {**FACILITATORS, **EVERYBODYS, "leave": {"part": "PART"}}


def filled(data: dict[str, Any], browser: Browser, here: str) -> dict[str, Any]:
    values = {"PART": browser.part, "ROOM": here, "ME": uuid4().hex, "KEY": uuid4().hex}
    return {
        name: values.get(value, value) if isinstance(value, str) else value
        for name, value in data.items()
    }


class TestWhoMay:
    @pytest.mark.parametrize("event", FACILITATORS)
    def test_participants_do_no_facilitators_acts(self, ann: Browser, event: str) -> None:
        for here in (room(ann), uuid4().hex):  # a room that is there, and one that is not
            answer = ann.send(event, filled(FACILITATORS[event], ann, here))
            assert answer["code"] == "not_facilitator"

    @pytest.mark.parametrize("event", INSIDERS)
    def test_whoever_has_not_entered_gets_the_same_answer(
        self, olga: Browser, ann: Browser, event: str
    ) -> None:
        for here in (room(ann), uuid4().hex):
            answer = olga.send(event, filled(INSIDERS[event], olga, here))
            assert answer["code"] == "not_entered"

    @pytest.mark.parametrize("event", EVERYBODYS)
    def test_an_unknown_room_and_another_events_look_the_same(
        self, ann: Browser, event: str, exchange: Exchange1
    ) -> None:
        world = exchange.world
        other = world.live_event()
        world.live_part(other)
        elsewhere = str(plenary_of(world, other))
        answers = [
            ann.send(event, filled(EVERYBODYS[event], ann, here))
            for here in (elsewhere, uuid4().hex)
        ]
        assert [answer["code"] for answer in answers] == ["not_found", "not_found"]
        assert answers[0] == answers[1]

    @pytest.mark.parametrize("event", ["rename", "lower", "answer", "visit"])
    def test_facilitators_reach_no_room_of_another_event(
        self, fay: Browser, event: str, exchange: Exchange1
    ) -> None:
        world = exchange.world
        other = world.live_event()
        world.live_part(other)
        elsewhere = str(plenary_of(world, other))
        answer = fay.send(event, filled(FACILITATORS[event], fay, elsewhere))
        assert answer["code"] == "not_found"


def plenary_of(world: Any, event: Any) -> str:
    from exchange.core.db import scope_of
    from exchange.rooms.queries import picture_of

    part = world.part(event)
    with scope_of(world.database):
        plenary = picture_of(part.id).plenary
        assert plenary is not None
        return plenary.id.hex


BAD: list[tuple[str, dict[str, Any]]] = [
    ("say", {"text": ""}),
    ("say", {"text": "   "}),
    ("say", {"text": "x" * 2001}),
    ("say", {"text": 5}),
    ("say", {"key": "not a key"}),
    ("say", {"room": None}),
    ("say", {"room": 7}),
    ("replay", {"since": -1}),
    ("replay", {"since": "1"}),
    ("replay", {"since": 2**31}),
    ("hand", {"raised": "yes"}),
    ("help", {"wanted": 1}),
    ("open_round", {"rooms": 0}),
    ("open_round", {"rooms": 41}),
    ("open_round", {"rooms": "2"}),
    ("open_round", {"seating": "alphabet"}),
    ("open_round", {"names": "Blue"}),
    ("open_round", {"names": ["x" * 61]}),
    ("open_round", {"names": ["\x00"]}),
    ("seat", {"person": "x"}),
    ("rename", {"name": " "}),
    ("rename", {"name": "x" * 61}),
    ("rename", {"name": "a\x00b"}),
    ("timer", {"seconds": 0}),
    ("timer", {"seconds": 10**9}),
    ("extend", {"seconds": 61}),
    ("close_round", {"seconds": -1}),
    ("close_round", {"seconds": 301}),
    ("broadcast", {"text": "x" * 2001}),
    ("remove", {"person": None}),
    ("readmit", {"person": []}),
    ("lower", {"person": {}}),
    ("answer", {"room": "x" * 33}),
    ("visit", {"room": "elsewhere"}),
    ("lock_chat", {"locked": "true"}),
    ("go_to_step", {"step": "first"}),
    ("go_to_step", {"step": None}),
    ("go_to_step", {"turn": -1}),
    ("go_to_step", {"turn": "0"}),
    ("go_to_step", {"turn": None}),
    ("go_to_step", {"turn": 2**31}),
    ("prepare_poll", {"kind": "secret"}),
    ("prepare_poll", {"question": " "}),
    ("prepare_poll", {"question": "x" * 501}),
    ("prepare_poll", {"background": "x" * 4001}),
    ("prepare_poll", {"options": ["A"]}),
    ("prepare_poll", {"options": ["A", "A"]}),
    ("prepare_poll", {"options": list("ABCDEFGHI")}),
    ("prepare_poll", {"options": ["A", "x" * 121]}),
    ("prepare_poll", {"options": ["A", "two\nlines"]}),
    ("prepare_poll", {"room": "elsewhere"}),
    ("open_poll", {"poll": "first"}),
    ("reveal", {"poll": None}),
    ("vote_again", {"poll": 1}),
    ("close_poll", {"poll": ["x" * 32]}),
    ("vote", {"poll": "x" * 33}),
    ("vote", {"vote": 3}),
    ("vote", {"vote": "1"}),
    ("vote", {"choices": []}),
    ("vote", {"choices": [8]}),
    ("vote", {"choices": [-1]}),
    ("vote", {"choices": ["0"]}),
    ("vote", {"choices": 0}),
]


class TestShapes:
    @pytest.mark.parametrize(("event", "wrong"), BAD)
    def test_a_wrong_value_is_named_and_never_repeated(
        self, fay: Browser, event: str, wrong: dict[str, Any]
    ) -> None:
        data = {**filled(INSIDERS[event], fay, room(fay)), **wrong}
        answer = fay.send(event, data)
        assert answer["code"] == "invalid"
        assert answer["fields"] == sorted(wrong)
        assert "x" * 30 not in str(answer)

    @pytest.mark.parametrize("event", [*INSIDERS, "enter"])
    def test_unknown_and_missing_fields_and_other_shapes_are_refused(
        self, fay: Browser, event: str
    ) -> None:
        data = filled(INSIDERS.get(event, {"part": "PART"}), fay, room(fay))
        for wrong in ({**data, "role": "facilitator"}, {}, [], "x", None, 3):
            assert fay.send(event, wrong)["code"] == "invalid"

    def test_a_message_that_nobody_knows_is_refused(self, ann: Browser) -> None:
        assert ann.ask("make_me_facilitator", part=ann.part)["code"] == "invalid"

    def test_identity_is_stamped_here_and_cannot_be_sent(self, ann: Browser) -> None:
        data = {"room": room(ann), "text": "Hi", "key": uuid4().hex, "person": uuid4().hex}
        assert ann.send("say", data)["code"] == "invalid"
