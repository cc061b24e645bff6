"""Choosing a room on the wire: who is told what, and what is absent."""

from collections.abc import Callable
from uuid import UUID

from tests.rooms.conftest import Browser
from tests.rooms.sockets.conftest import people, room


def test_the_mover_is_moved_and_both_rooms_are_told(
    ann: Browser, ben: Browser, fay: Browser, flush: Callable[[], None]
) -> None:
    names = {"names": ["Budgets", "Housing"], "abouts": ["Where first?"]}
    assert fay.ask("open_round", part=fay.part, rooms=2, seating="self_chosen", **names)["ok"]
    plenary = room(ann)
    choices = ann.enter()["room"]["choices"]
    assert [each["name"] for each in choices] == ["Budgets", "Housing"]
    ben.everything()
    assert ann.ask("choose_room", room=plenary, to=choices[0]["id"])["ok"]
    told = ann.heard("place")[-1]
    assert (told["room"], told["reason"]) == (choices[0]["id"], "chose")
    flush()
    seen = ben.heard("room")[-1]
    assert [each["people"] for each in seen["choices"]] == [1, 0]
    assert "Ann" not in people(seen)
    assert fay.ask("lock_moves", part=fay.part, locked=True)["ok"]
    assert ben.heard("room")[-1]["round"]["moves_locked"] is True
    assert ben.ask("choose_room", room=plenary, to=choices[0]["id"])["code"] == "moves_locked"


def test_a_room_of_another_event_is_as_absent_as_none(ann: Browser, fay: Browser) -> None:
    fay.ask("open_round", part=fay.part, rooms=2, seating="self_chosen")
    here = room(ann)
    answers = [ann.ask("choose_room", room=here, to=to) for to in (UUID(int=7).hex, fay.part)]
    assert [answer["code"] for answer in answers] == ["not_found", "not_found"]
