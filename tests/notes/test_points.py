"""Ideas and actions of a room: by actions, on the wire, and after the close."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from exchange.audit.models import AuditEntry
from exchange.commitments.queries import commitments_of
from exchange.core import clock
from exchange.core.db import scope_of, session
from exchange.core.decision import Refused
from exchange.core.errors import NotFound
from exchange.notes import actions as notes
from exchange.notes.enums import PointKind
from exchange.notes.models import NotesPoint
from exchange.notes.queries import points_in_room, points_since, reader
from exchange.rooms import actions as rooms
from exchange.rooms.enums import Seating
from tests.rooms.conftest import Inside, browser, exchange, inside, quiet

__all__ = ["browser", "exchange", "inside", "quiet"]


@pytest.fixture(autouse=True)
def child() -> Iterator[None]:
    yield
    reader.close()


@pytest.fixture
def pair(inside, exchange):
    """Anna and Ben in the plenary, as actors."""
    people = exchange.person("Anna"), exchange.person("Ben")
    inside.enter(*people)
    return tuple(map(inside.actor, people))


def note(actor, room_id, text, kind=PointKind.ACTION, *, due_on=None, take=False, key=None):
    return notes.note_point(
        actor=actor,
        room_id=room_id,
        key=key or uuid4(),
        kind=kind,
        text=text,
        due_on=due_on,
        take=take,
    )


def told(actor, room_id, since=0):
    return [(each.text, each.taker) for each in points_since(actor, room_id, since).points]


def test_a_point_is_sealed_and_read_back_by_the_room(inside, pair):
    anna, ben = pair
    day = clock.now().date() + timedelta(days=20)
    made = note(anna, inside.plenary, "canary", due_on=day, take=True)
    assert b"canary" not in session().scalars(select(NotesPoint.sealed)).one()
    found = points_since(ben, inside.plenary, 0)
    assert (found.points, found.last) == ([made], 1)
    assert (made.due_on, made.taker) == (day, "Anna")


def test_sent_again_it_is_noted_once_even_after_its_writer_was_put_out(inside, pair):
    anna, _ = pair
    key = uuid4()
    first = note(anna, inside.plenary, "once", key=key)
    plenary = inside.plenary
    inside.run(rooms.remove, person_id=anna.person)
    assert note(anna, plenary, "once", key=key) == first
    with pytest.raises(NotFound):
        note(anna, plenary, "anew")


def test_what_is_replayed_after_each_change_equals_the_list_fetched_anew(inside, pair):
    anna, ben = pair
    kept: dict = {}
    last = 0

    def catch_up():
        nonlocal last
        page = points_since(ben, inside.plenary, last)
        kept.update({each.id: each for each in page.points})
        last = page.last
        anew = points_since(ben, inside.plenary, 0)
        assert [each for each in kept.values() if not each.removed] == sorted(
            anew.points, key=lambda each: each.position
        )
        assert anew.last == last

    idea = note(anna, inside.plenary, "idea", PointKind.IDEA)
    action = note(anna, inside.plenary, "action")
    catch_up()
    at = {"room_id": inside.plenary}
    notes.take_point(actor=ben, point_id=action.id, taken=True, **at)
    catch_up()
    notes.change_point(actor=anna, point_id=idea.id, text="better", due_on=None, **at)
    notes.change_point(actor=ben, point_id=action.id, text="mine now", due_on=None, **at)
    catch_up()
    notes.remove_point(actor=anna, point_id=idea.id, **at)
    notes.take_point(actor=ben, point_id=action.id, taken=False, **at)
    catch_up()
    assert told(ben, inside.plenary) == [("mine now", "")]


def test_what_somebody_took_on_is_theirs_until_they_let_go(inside, pair):
    anna, ben = pair
    point = note(anna, inside.plenary, "action").id
    at = {"room_id": inside.plenary, "point_id": point}
    notes.take_point(actor=ben, taken=True, **at)
    notes.take_point(actor=ben, taken=True, **at)  # twice is once
    for refused in (
        lambda: notes.take_point(actor=anna, taken=True, **at),
        lambda: notes.take_point(actor=anna, taken=False, **at),
        lambda: notes.change_point(actor=anna, text="no", due_on=None, **at),
        lambda: notes.remove_point(actor=anna, **at),
        lambda: notes.remove_point(actor=ben, **at),
    ):
        with pytest.raises(Refused):
            refused()
    assert points_since(anna, inside.plenary, 0).last == 2
    notes.take_point(actor=ben, taken=False, **at)
    notes.remove_point(actor=anna, **at)
    assert told(ben, inside.plenary) == []


def test_what_somebody_took_on_is_copied_to_their_own_list(inside, pair):
    anna, ben = pair
    point = note(anna, inside.plenary, "action").id
    at = {"room_id": inside.plenary, "point_id": point}

    def own(actor):
        return [each.content.text for each in commitments_of(actor)]

    notes.take_point(actor=ben, taken=True, **at)
    notes.change_point(actor=ben, text="in my words", due_on=None, **at)
    assert (own(anna), own(ben)) == ([], ["in my words"])
    notes.take_point(actor=ben, taken=False, **at)
    assert own(ben) == []
    notes.take_point(actor=ben, taken=True, **at)
    inside.enter(inside.exchange.facilitator)
    notes.remove_point(actor=inside.facilitator, **at)
    assert own(ben) == ["in my words"]  # the room's row went, not theirs


def test_an_action_can_be_kept_without_the_room_seeing_it(inside, pair, world):
    anna, ben = pair
    given = {"room_id": inside.plenary, "key": uuid4(), "text": "alone", "due_on": None}
    notes.keep_to_oneself(actor=anna, **given)
    (own,) = commitments_of(anna)
    assert (own.content.text, own.row.event_id) == ("alone", inside.exchange.event.id)
    assert told(ben, inside.plenary) == []
    with pytest.raises(NotFound):
        notes.keep_to_oneself(actor=inside.actor(world.person("Olaf")), **given)


def test_a_facilitator_removes_and_the_words_are_gone(inside, pair):
    anna, _ = pair
    inside.enter(inside.exchange.facilitator)
    point = note(anna, inside.plenary, "out of place", PointKind.IDEA).id
    removed = notes.remove_point(actor=inside.facilitator, room_id=inside.plenary, point_id=point)
    assert (removed.removed, removed.text) == (True, "")
    assert session().scalars(select(NotesPoint.sealed)).one() == b""


def test_a_lock_of_the_notes_holds_for_points_too(inside, pair):
    anna, _ = pair
    point = note(anna, inside.plenary, "action").id
    notes.lock_notes(actor=inside.facilitator, room_id=inside.plenary, locked=True)
    at = {"room_id": inside.plenary, "point_id": point}
    for refused in (
        lambda: note(anna, inside.plenary, "late"),
        lambda: notes.take_point(actor=anna, taken=True, **at),
        lambda: notes.change_point(actor=anna, text="late", due_on=None, **at),
        lambda: notes.remove_point(actor=anna, **at),
    ):
        with pytest.raises(Refused, match="locked"):
            refused()


def test_a_point_of_another_room_is_no_point(inside, pair):
    anna, ben = pair
    point = note(anna, inside.plenary, "action").id
    inside.run(rooms.open_round, rooms=1, seating=Seating.RANDOM)
    here = inside.picture().people[ben.person].room_id
    for unknown in (point, uuid4()):
        with pytest.raises(NotFound):
            notes.take_point(actor=ben, room_id=here, point_id=unknown, taken=True)


def test_it_is_recorded_without_its_words_and_without_saying_which(inside, pair):
    anna, _ = pair
    note(anna, inside.plenary, "canary", take=True)
    entries = session().scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
    entry = next(each for each in entries if each.tag == "notes.point_noted")
    assert entry.facts == {"kind": "action", "taken": True}
    assert "canary" not in str([each.facts for each in entries])
    assert (entry.subject_kind, entry.subject_id) == ("room", inside.plenary)


def test_the_room_hears_of_it_and_outsiders_learn_nothing(browser, exchange, world):
    anna, ben = browser(exchange.person("Anna")), browser(exchange.person("Ben"))
    room = anna.enter()["place"]["room"]
    ben.enter()
    given = {"key": uuid4().hex, "kind": "action", "text": "do", "due": None, "take": False}
    point = anna.ask("points.note", room=room, **given)["point"]
    assert ben.heard("points") == [point]
    taken = ben.ask("points.take", room=room, point=point["id"], taken=True)["point"]
    assert anna.heard("points") == [point, taken]  # her other tabs, too
    assert taken["taker"]["name"] == "Ben"
    outsider = browser(world.person("Olaf"))
    for event, data in (
        ("points.since", {"since": 0}),
        ("points.note", given),
        ("points.keep", {"key": uuid4().hex, "text": "no", "due": None}),
        ("points.change", {"point": point["id"], "text": "no", "due": None}),
        ("points.take", {"point": point["id"], "taken": True}),
        ("points.remove", {"point": point["id"]}),
    ):
        forbidden = outsider.ask(event, room=room, **data)
        assert forbidden == outsider.ask(event, room=uuid4().hex, **data)
        assert forbidden["code"] == "not_found"
    assert anna.heard("points") == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("event", "data"),
    [
        ("points.since", {"since": -1}),
        ("points.note", {"kind": "wish"}),
        ("points.note", {"text": " "}),
        ("points.note", {"text": "x" * 501}),
        ("points.note", {"due": "soon"}),
        ("points.note", {"take": 1}),
        ("points.note", {"key": "none"}),
        ("points.keep", {"text": ""}),
        ("points.change", {"text": ""}),
        ("points.take", {"taken": "yes"}),
        ("points.take", {"point": 3}),
        ("points.remove", {"point": None}),
    ],
)
def test_a_message_of_the_wrong_shape_is_refused(browser, exchange, event, data):
    anna = browser(exchange.person("Anna"))
    room = anna.enter()["place"]["room"]
    whole = {
        "points.since": {"since": 0},
        "points.note": {
            "key": uuid4().hex,
            "kind": "idea",
            "text": "t",
            "due": None,
            "take": False,
        },
        "points.keep": {"key": uuid4().hex, "text": "t", "due": None},
        "points.change": {"point": uuid4().hex, "text": "t", "due": None},
        "points.take": {"point": uuid4().hex, "taken": True},
        "points.remove": {"point": uuid4().hex},
    }[event]
    answer = anna.ask(event, room=room, **{**whole, **data})
    assert (answer["code"], answer["fields"]) == ("invalid", list(data))


def test_after_the_close_those_who_were_there_read_them_without_names(
    app, client, sign_in, exchange
):
    anna = exchange.person("Anna")
    with scope_of(app.database):
        inside = Inside(exchange)
        inside.enter(anna)
        room, actor = inside.plenary, inside.actor(anna)
        note(actor, room, "<b>Swap</b> chairs", PointKind.IDEA)
        note(actor, room, "Ring round", due_on=clock.now().date() + timedelta(days=5), take=True)
        inside.run(rooms.close_part)
        assert [each.taken for each in points_in_room(room)] == [False, True]
        with pytest.raises(NotFound):
            points_since(actor, room, 0)
    sign_in(client, anna)
    base = f"/live/{exchange.part_id.hex}/notes/"
    assert f"{base}{room.hex}" in client.get(base).text
    page = client.get(f"{base}{room.hex}").text
    article = page[page.index("<article") : page.index("</article>")]
    assert "&lt;b&gt;Swap&lt;/b&gt; chairs" in article
    assert "Ring round" in article
    assert "Anna" not in article
    file = client.get(f"{base}{room.hex}.md").text
    assert "## Ideas\n" in file
    assert "- Ring round *(by " in file
    assert "Anna" not in file
