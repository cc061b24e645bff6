"""No silent listening: of a room that they do not visibly visit, facilitators get no content."""

from typing import Any
from uuid import uuid4

import pytest

from tests.notes.test_actions import Editor
from tests.rooms.conftest import Browser
from tests.rooms.sockets.conftest import room

# Every message by which the content of a room comes in or goes out.
CONTENT: dict[str, dict[str, Any]] = {
    "replay": {"since": 0},
    "say": {"text": "Hello", "key": uuid4().hex},
    "notes.join": {"schema": 1, "since": 0},
    "notes.update": {"schema": 1, "update": b"\x00\x00"},
    "notes.awareness": {"update": b"caret"},
}
CARRIES = ("message", "notes.update", "notes.awareness", "room")


@pytest.fixture
def here(ann: Browser, fay: Browser) -> str:
    """A breakout room in which Ann has said and written something, unvisited."""
    fay.ask("open_round", part=fay.part, rooms=1, seating="random")
    here = room(ann)
    fay.everything()
    assert ann.ask("say", room=here, text="Between us", key=uuid4().hex)["ok"]
    assert ann.ask("notes.update", room=here, schema=1, update=Editor().write("ours"))["ok"]
    assert ann.ask("notes.awareness", room=here, update=b"caret")["ok"]
    return here


@pytest.mark.parametrize("event", CONTENT)
def test_nothing_is_got_from_a_room_without_a_visit(fay: Browser, here: str, event: str) -> None:
    assert [each["name"] for each in fay.everything() if each["name"] in CARRIES] == []
    assert fay.ask(event, room=here, **CONTENT[event])["code"] == "not_found"


def test_whoever_begins_to_hear_is_announced_first(ann: Browser, fay: Browser, here: str) -> None:
    ann.everything()
    assert fay.ask("visit", room=here)["ok"]
    (notice,) = ann.heard("message")
    assert notice["notice"] == "visit_begins"
    assert fay.ask("notes.join", room=here, schema=1, since=0)["last"] == 1
    assert fay.ask("visit", room=None)["ok"]
    assert fay.ask("notes.join", room=here, schema=1, since=0)["code"] == "not_found"
    assert ann.heard("message")[-1]["notice"] == "visit_ends"
