"""One person's chat paused, and given back: they are told plainly, and nobody beside them is."""

from uuid import uuid4

from sqlalchemy import select

from exchange.audit.models import AuditEntry
from exchange.core.db import scope_of, session
from exchange.web.application import Exchange
from tests.rooms.conftest import Browser
from tests.rooms.sockets.conftest import room
from tests.rooms.sockets.test_conversations import person_of, tell


def say(browser: Browser, text: str = "Hello") -> str:
    answer = browser.ask("say", room=room(browser), text=text, key=uuid4().hex)
    return "said" if answer["ok"] else str(answer["code"])


class TestMute:
    def test_takes_ones_voice_in_every_chat_and_gives_it_back(
        self, ann: Browser, ben: Browser, fay: Browser
    ) -> None:
        whom = person_of(ann)
        assert say(ann) == "said"
        assert fay.ask("mute", part=fay.part, person=whom)["ok"]
        assert (say(ann), say(ben)) == ("chat_muted", "said")
        assert tell(ann, ben, "Psst")["code"] == "chat_muted"
        assert tell(ben, ann, "Are you all right?")["ok"]
        assert fay.ask("unmute", part=fay.part, person=whom)["ok"]
        assert say(ann) == "said"

    def test_is_told_to_them_and_to_facilitators_alone(
        self, ann: Browser, ben: Browser, fay: Browser
    ) -> None:
        whom = person_of(ann)
        for browser in (ann, ben, fay):
            browser.everything()
        fay.ask("mute", part=fay.part, person=whom)
        place = ann.heard("place")[-1]
        assert (place["muted"], place["can"]["say"], place["reason"]) == (True, False, "muted")
        assert fay.heard("console")[-1]["muted"] == [whom]
        assert ben.everything() == []
        assert ann.enter()["place"]["muted"] is True
        fay.ask("unmute", part=fay.part, person=whom)
        place = ann.heard("place")[-1]
        assert (place["muted"], place["can"]["say"]) == (False, True)

    def test_outlives_a_move_and_a_return(self, ann: Browser, fay: Browser) -> None:
        fay.ask("mute", part=fay.part, person=person_of(ann))
        fay.ask("open_round", part=fay.part, rooms=1, seating="random")
        assert say(ann) == "chat_muted"
        ann.ask("leave", part=ann.part)
        assert say(ann) == "chat_muted"

    def test_leaves_hands_and_help(self, ann: Browser, fay: Browser) -> None:
        fay.ask("mute", part=fay.part, person=person_of(ann))
        here = room(ann)
        assert ann.ask("hand", room=here, raised=True)["ok"]
        assert ann.ask("help", room=here, wanted=True)["ok"]

    def test_holds_beside_a_lock_of_all(self, ann: Browser, ben: Browser, fay: Browser) -> None:
        fay.ask("mute", part=fay.part, person=person_of(ann))
        fay.ask("lock_chat", part=fay.part, locked=True)
        assert (say(ann), say(ben)) == ("chat_muted", "chat_locked")
        fay.ask("lock_chat", part=fay.part, locked=False)
        assert (say(ann), say(ben)) == ("chat_muted", "said")

    def test_facilitators_and_strangers_are_not_muted(self, fay: Browser) -> None:
        mute = {"part": fay.part, "person": person_of(fay)}
        assert fay.ask("mute", **mute)["code"] == "facilitators_stay"
        assert fay.ask("mute", **{**mute, "person": uuid4().hex})["code"] == "not_here"

    def test_is_audited_once_each_way(self, ann: Browser, fay: Browser, app: Exchange) -> None:
        whom = person_of(ann)
        for event in ("mute", "mute", "unmute", "unmute"):
            assert fay.ask(event, part=fay.part, person=whom)["ok"]
        with scope_of(app.database):
            tags = [entry.tag for entry in session().scalars(select(AuditEntry))]
        assert [tag for tag in tags if "mute" in tag] == ["room.chat_muted", "room.chat_unmuted"]
