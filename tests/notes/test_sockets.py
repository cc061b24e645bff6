"""Notes on the wire: shapes, who hears what, and outsiders."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import select

from exchange.audit.models import AuditEntry
from exchange.audit.tags import Tag
from exchange.core.db import scope_of, session
from exchange.notes.queries import reader
from tests.notes.test_actions import Editor
from tests.rooms.conftest import browser, exchange, quiet

__all__ = ["browser", "exchange", "quiet"]


@pytest.fixture(autouse=True)
def child() -> Iterator[None]:
    yield
    reader.close()


@pytest.fixture
def pair(browser, exchange):
    """Anna and Bo in the plenary, and its id."""
    anna, bo = browser(exchange.person("Anna")), browser(exchange.person("Bo"))
    room = anna.enter()["place"]["room"]
    bo.enter()
    return anna, bo, room


def test_an_update_reaches_the_others_and_not_its_sender(pair):
    anna, bo, room = pair
    update = Editor().write("hello")
    assert anna.ask("notes.update", room=room, schema=1, update=update) == {"ok": True, "seq": 1}
    told = {"room": room, "seq": 1, "update": update, "schema": 1}
    assert bo.heard("notes.update") == [told]
    assert anna.heard("notes.update") == []


def test_joining_gives_the_log_as_one_blob(pair):
    anna, bo, room = pair
    update = Editor().write("hello")
    anna.ask("notes.update", room=room, schema=1, update=update)
    answer = bo.ask("notes.join", room=room, schema=1, since=0)
    assert answer["rows"] == (1).to_bytes(8) + len(update).to_bytes(4) + update
    assert (answer["last"], answer["more"], answer["read_only"]) == (1, False, False)


def test_a_caret_is_stamped_by_the_server_and_skips_its_sender(pair):
    anna, bo, room = pair
    assert anna.ask("notes.awareness", room=room, update=b"caret")["ok"]
    (told,) = bo.heard("notes.awareness")
    assert (told["name"], told["update"]) == ("Anna", b"caret")
    assert anna.heard("notes.awareness") == []


def test_the_lock_is_told_to_the_room_and_only_facilitators_turn_it(pair, browser, exchange):
    anna, bo, room = pair
    facilitator = browser(exchange.facilitator)
    facilitator.enter()
    assert facilitator.ask("lock_notes", room=room, locked=True)["ok"]
    assert bo.heard("notes.lock") == [{"room": room, "locked": True}]
    assert anna.ask("lock_notes", room=room, locked=False)["code"] == "not_facilitator"
    update = Editor().write("late")
    assert anna.ask("notes.update", room=room, schema=1, update=update)["code"] == "read_only"


@pytest.mark.parametrize(
    ("event", "data"),
    [
        ("notes.join", {"schema": 1, "since": -1}),
        ("notes.join", {"schema": "1", "since": 0}),
        ("notes.join", {"schema": 1, "since": 0, "more": 1}),
        ("notes.update", {"schema": 1, "update": "text"}),
        ("notes.update", {"schema": 1, "update": b""}),
        ("notes.update", {"schema": 1, "update": b"x" * 200_001}),
        ("notes.update", {"update": b"x"}),
        ("notes.awareness", {"update": b"x" * 8_001}),
        ("lock_notes", {"locked": "yes"}),
        ("notes.history", {"before": -1}),
        ("notes.history", {"before": "0"}),
        ("notes.history", {}),
        ("notes.past", {"schema": 1, "since": 0, "until": 0}),
        ("notes.past", {"schema": 1, "since": -1, "until": 1}),
        ("notes.past", {"schema": 1, "since": 0, "until": 2**31}),
        ("notes.past", {"schema": 1, "since": 0}),
        ("notes.past", {"schema": 1, "since": 0, "until": 1, "person": "x"}),
        ("notes.put_back", {"number": 0}),
        ("notes.put_back", {"number": None}),
        ("notes.put_back", {"number": 1, "text": "x"}),
    ],
)
def test_a_message_of_the_wrong_shape_is_refused(pair, event, data):
    anna, _, room = pair
    assert anna.ask(event, room=room, **data)["code"] == "invalid"


def test_a_facilitator_in_the_room_looks_back_and_the_room_is_told_what_is_put_back(
    pair, browser, exchange, app
):
    anna, bo, room = pair
    update = Editor().write("as it was")
    anna.ask("notes.update", room=room, schema=1, update=update)
    facilitator = browser(exchange.facilitator)
    facilitator.enter()
    (moment,) = facilitator.ask("notes.history", room=room, before=0)["moments"]
    assert (moment["first"], moment["last"]) == (1, 1)
    told = facilitator.ask("notes.past", room=room, schema=1, since=0, until=1)
    assert told["rows"] == (1).to_bytes(8) + len(update).to_bytes(4) + update
    with scope_of(app.database):
        newest = select(AuditEntry.tag).order_by(AuditEntry.seq.desc()).limit(1)
        assert session().scalar(newest) == Tag.NOTES_LOOKED_BACK
    bo.everything()
    assert facilitator.ask("notes.put_back", room=room, number=1)["ok"]
    (line,) = bo.heard("message")
    assert (line["kind"], line["notice"]) == ("notice", "notes_put_back")
    for event, data in (
        ("notes.history", {"before": 0}),
        ("notes.past", {"schema": 1, "since": 0, "until": 1}),
        ("notes.put_back", {"number": 1}),
    ):
        assert anna.ask(event, room=room, **data)["code"] == "not_facilitator", event


@pytest.mark.parametrize(
    ("event", "data"),
    [("notes.history", {"before": 0}), ("notes.past", {"schema": 1, "since": 0, "until": 1})],
)
def test_how_often_one_may_look_back_has_an_end(pair, browser, exchange, event, data):
    _, _, room = pair
    facilitator = browser(exchange.facilitator)
    facilitator.enter()
    answers = [facilitator.ask(event, room=room, **data) for _ in range(15)]
    assert answers[0]["ok"]
    assert answers[-1]["code"] == "too_many"


def test_malformed_bytes_and_gaps_have_codes_of_their_own(pair):
    anna, bo, room = pair
    assert anna.ask("notes.update", room=room, schema=1, update=b"\xff\xff")["code"] == "bad"
    editor = Editor()
    editor.write("never sent")
    later = editor.write("later")
    assert anna.ask("notes.update", room=room, schema=1, update=later)["code"] == "resync"
    assert bo.heard("notes.update") == []


@pytest.mark.parametrize(
    ("event", "data"),
    [
        ("notes.join", {"schema": 1, "since": 0}),
        ("notes.update", {"schema": 1, "update": b"\0\0"}),
        ("notes.awareness", {"update": b"x"}),
        ("lock_notes", {"locked": True}),
        ("notes.history", {"before": 0}),
        ("notes.past", {"schema": 1, "since": 0, "until": 1}),
        ("notes.put_back", {"number": 1}),
    ],
)
def test_an_outsider_learns_nothing(pair, browser, world, event, data):
    _, _, room = pair
    outsider = browser(world.person("Olaf"))
    forbidden = outsider.ask(event, room=room, **data)
    absent = outsider.ask(event, room=uuid4().hex, **data)
    assert forbidden == absent
    assert forbidden["code"] == "not_found"
