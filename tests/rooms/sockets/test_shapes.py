"""Wrong, missing and unknown values are refused, and never repeated."""

from typing import Any
from uuid import uuid4

import pytest

from tests.rooms.conftest import Browser
from tests.rooms.sockets.conftest import room
from tests.rooms.sockets.messages import INSIDERS, OUTSIDE, filled

# What is not of its shape is refused before any database is asked: one kind of it is enough. It
# changes nothing either: one application answers all of it.
pytestmark = [
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
    pytest.mark.usefixtures("unhurried"),
]

ALL = {**INSIDERS, **OUTSIDE}

BAD: list[tuple[str, dict[str, Any]]] = [
    ("say", {"text": ""}),
    ("say", {"text": "   "}),
    ("say", {"text": "x" * 2001}),
    ("say", {"text": 5}),
    ("say", {"key": "not a key"}),
    ("say", {"room": None}),
    ("say", {"room": 7}),
    ("enter", {"since": -1}),
    ("enter", {"since": "1"}),
    ("enter", {"room": 7}),
    ("replay", {"since": -1}),
    ("replay", {"since": "1"}),
    ("replay", {"since": 2**31}),
    ("tell", {"text": " "}),
    ("tell", {"text": "x" * 2001}),
    ("tell", {"text": {"x": 1}}),
    ("tell", {"key": 1}),
    ("tell", {"to": "Ben"}),
    ("tell", {"to": []}),
    ("replay_told", {"since": -1}),
    ("replay_told", {"to": 7}),
    ("lock_private", {"locked": "yes"}),
    ("mute", {"person": None}),
    ("unmute", {"person": "x" * 33}),
    ("react", {"reaction": "x" * 33}),
    ("react", {"reaction": None}),
    ("hand", {"raised": "yes"}),
    ("help", {"wanted": 1}),
    ("open_round", {"rooms": 0}),
    ("open_round", {"rooms": 41}),
    ("open_round", {"rooms": "2"}),
    ("open_round", {"seating": "alphabet"}),
    ("open_round", {"names": "Blue"}),
    ("open_round", {"names": ["x" * 61]}),
    ("open_round", {"names": ["\x00"]}),
    ("open_round", {"abouts": ["x" * 501]}),
    ("open_round", {"most": 1}),
    ("open_round", {"most": "6"}),
    ("choose_room", {"to": "elsewhere"}),
    ("choose_room", {"to": 7}),
    ("lock_moves", {"locked": "true"}),
    ("seat", {"people": ["x"]}),
    ("seat", {"people": []}),
    ("seat", {"people": ["0" * 32] * 201}),
    ("seat", {"seen": "7"}),
    ("pause", {"paused": 1}),
    ("add_room", {"name": "x" * 61}),
    ("prompt", {"prompt": "x" * 501}),
    ("close_room", {"seconds": 301}),
    ("close_room", {"to": "elsewhere"}),
    ("keep_room", {"seen": -1}),
    ("rebalance", {"moves": []}),
    ("rebalance", {"moves": [{"person": "0" * 32}]}),
    ("rebalance", {"moves": [{"person": "0" * 32, "room": None}]}),
    ("rebalance", {"moves": [{"person": "0" * 32, "room": "0" * 32, "to": 1}]}),
    ("rebalance", {"moves": "all"}),
    ("open_round", {"seating": "by_topic"}),
    ("answer_step", {"step": "next"}),
    ("answer_step", {"choice": -1}),
    ("answer_step", {"choice": "0"}),
    ("answer_step", {"choice": None}),
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
    ("admit", {"person": "everybody"}),
    ("admit_each", {"wanted": "yes"}),
    ("send_to_lobby", {"person": None}),
    ("ban", {"reason": "x" * 40}),
    ("ban", {"reason": None}),
    ("lift_ban", {"person": 3}),
    ("step_aside", {"aside": 1}),
    ("bring_back", {"part": "x" * 33}),
    ("wait", {"part": ["x" * 32]}),
    ("choose_shown", {"shown": "everything"}),
    ("lower", {"person": {}}),
    ("answer", {"room": "x" * 33}),
    ("visit", {"room": "elsewhere"}),
    ("lock_chat", {"locked": "true"}),
    ("go_to_step", {"step": "first"}),
    ("go_to_step", {"step": None}),
    ("go_to_step", {"seen": -1}),
    ("go_to_step", {"seen": "0"}),
    ("go_to_step", {"seen": None}),
    ("go_to_step", {"seen": 2**31}),
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
    ("present", {"presents": 1}),
    ("present", {"room": "here"}),
    ("name_presenter", {"person": "somebody"}),
    ("give_case", {"case": None}),
    ("give_case", {"room": "x" * 33}),
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
    def test_a_wrong_value_is_named_and_never_repeated(self, fay: Browser) -> None:
        here = room(fay)
        for event, wrong in BAD:
            answer = fay.send(event, {**filled(ALL[event], fay, here), **wrong})
            assert (answer["code"], answer["fields"]) == ("invalid", sorted(wrong)), (event, wrong)
            assert "x" * 30 not in str(answer), event

    def test_unknown_and_missing_fields_and_other_shapes_are_refused(self, fay: Browser) -> None:
        here = room(fay)
        for event, sound in ALL.items():
            data = filled(sound, fay, here)
            for wrong in ({**data, "role": "facilitator"}, {}, [], "x", None, 3):
                assert fay.send(event, wrong)["code"] == "invalid", (event, wrong)

    def test_a_message_that_nobody_knows_is_refused(self, ann: Browser) -> None:
        assert ann.ask("make_me_facilitator", part=ann.part)["code"] == "invalid"

    def test_identity_is_stamped_here_and_cannot_be_sent(self, ann: Browser) -> None:
        data = {"room": room(ann), "text": "Hi", "key": uuid4().hex, "person": uuid4().hex}
        assert ann.send("say", data)["code"] == "invalid"
