"""What is said, once each, in order, and to the room alone."""

from uuid import uuid4

from tests.rooms.conftest import Browser
from tests.rooms.sockets.conftest import room


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

    def test_a_line_sent_again_after_its_writer_was_moved_is_known_as_stored(
        self, ann: Browser, ben: Browser, fay: Browser
    ) -> None:
        plenary, key = room(ann), uuid4().hex
        first = ann.ask("say", room=plenary, text="Before the move", key=key)
        fay.ask("open_round", part=fay.part, rooms=1, seating="random")
        again = ann.ask("say", room=plenary, text="Before the move", key=key)
        assert (again["ok"], again.get("number")) == (True, first["number"])
        assert ben.ask("say", room=plenary, text="Not mine", key=key)["code"] == "not_found"
        assert ann.ask("say", room=plenary, text="New", key=uuid4().hex)["code"] == "not_found"

    def test_nor_does_the_end_of_its_room_make_it_unsaid(self, ann: Browser, fay: Browser) -> None:
        fay.ask("open_round", part=fay.part, rooms=1, seating="random")
        here, key = room(ann), uuid4().hex
        first = ann.ask("say", room=here, text="Last words", key=key)
        fay.ask("close_round", part=fay.part, seconds=0)
        again = ann.ask("say", room=here, text="Last words", key=key)
        assert (again["ok"], again.get("number")) == (True, first["number"])
