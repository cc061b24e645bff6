"""Signs that are gone in a moment: to one's room alone, under one's own name, and few."""

from exchange.core.db import scope_of
from exchange.rooms import actions
from exchange.rooms.enums import StepKind
from exchange.rooms.messages import StepContent
from tests.rooms.conftest import Browser, Exchange1
from tests.rooms.sheets import plenary
from tests.rooms.sockets.conftest import room
from tests.rooms.sockets.test_conversations import tell


class TestReactions:
    def test_reach_the_room_with_the_name_that_we_know(self, ann: Browser, ben: Browser) -> None:
        here = room(ann)
        assert ann.ask("react", room=here, reaction="clap")["ok"]
        sign = ben.heard("reaction")[-1]
        assert (sign["name"], sign["reaction"], sign["room"]) == ("Ann", "clap", here)
        assert ann.heard("reaction")[-1] == sign

    def test_stay_in_the_room(self, ann: Browser, ben: Browser, fay: Browser) -> None:
        fay.ask("open_round", part=fay.part, rooms=2, seating="random")
        ben.everything()
        assert ann.ask("react", room=room(ann), reaction="yes")["ok"]
        assert (ben.heard("reaction"), fay.heard("reaction")) == ([], [])

    def test_too_many_are_refused(self, ann: Browser) -> None:
        here = room(ann)
        answers = [ann.ask("react", room=here, reaction="clap") for _ in range(8)]
        assert [answer.get("code") for answer in answers[6:]] == ["too_many"] * 2

    def test_rest_in_a_step_without_hands_as_private_chat_does_in_one_without_chat(
        self, ann: Browser, ben: Browser, fay: Browser, exchange: Exchange1
    ) -> None:
        staff = exchange.world.actor(exchange.world.staff())
        silence = StepContent(StepKind.SILENCE.value, "Silence", 2, chat=False, hands=False)
        with scope_of(exchange.world.database):
            steps = [
                actions.add_step(actor=staff, part_id=exchange.part_id, content=content).id.hex
                for content in (silence, plenary("Talk"))
            ]
        here = room(ann)
        assert tell(ann, ben, "Before")["ok"]
        fay.ask("go_to_step", part=fay.part, step=steps[0], seen=0)
        assert ann.heard("room")[-1]["private_paused"] is True
        assert ann.ask("react", room=here, reaction="clap")["code"] == "hands_locked"
        assert tell(ann, ben, "Psst")["code"] == "private_locked"
        assert fay.ask("react", room=here, reaction="clap")["ok"]
        fay.ask("go_to_step", part=fay.part, step=steps[1], seen=0)
        assert ann.ask("react", room=here, reaction="clap")["ok"]
        assert tell(ann, ben, "After")["ok"]
