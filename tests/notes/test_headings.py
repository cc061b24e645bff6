"""Notes begin with the headings of the step for which their room opens: once, and by nobody."""

import threading
from collections.abc import Iterator
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, XmlElement, XmlFragment
from sqlalchemy import select

from exchange.core.db import scope_of, session, transaction
from exchange.notes import actions as notes
from exchange.notes.document import to_markdown
from exchange.notes.document.headings import with_headings
from exchange.notes.document.update import claims_of, state_of
from exchange.notes.models import NotesUpdate
from exchange.notes.queries import blocks_in_room, closed_rooms, heads_of, moments, reader
from exchange.rooms import actions
from tests.notes.test_actions import Editor, append
from tests.rooms.conftest import Inside, exchange, inside, quiet
from tests.rooms.run import Run
from tests.rooms.sheets import breakout, plenary

__all__ = ["exchange", "inside", "quiet"]
HEADED = ["## What holds us", "## What we try"]
HEADINGS = "What holds us\nWhat we try"


@pytest.fixture(autouse=True)
def child() -> Iterator[None]:
    yield
    reader.close()


def words_in(room_id: UUID) -> list[str]:
    """The lines of the notes, but for empty ones."""
    return [line for line in to_markdown(blocks_in_room(room_id)).splitlines() if line]


def words(inside: Inside) -> list[list[str]]:
    """What each open breakout room's notes say."""
    return [words_in(room.id) for room in inside.picture().breakouts]


def rows() -> list[UUID | None]:
    return list(session().scalars(select(NotesUpdate.person_id)))


def document(update: bytes, times: int = 1) -> XmlFragment:
    doc: Doc[XmlFragment] = Doc()
    for _ in range(times):
        doc.apply_update(update)
    return doc.get("notes", type=XmlFragment)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=200), min_size=1, max_size=12))
def test_the_update_holds_the_headings_each_with_an_empty_line(headings: list[str]) -> None:
    update = with_headings(headings)
    blocks = document(update).children
    assert len(blocks) == 2 * len(headings)
    for number, block in enumerate(blocks):
        assert isinstance(block, XmlElement)
        if number % 2:
            assert (block.tag, len(block.children)) == ("paragraph", 0)
        else:
            assert (block.tag, dict(block.attributes)) == ("heading", {"level": 2})
            assert str(block.children[0]) == headings[number // 2]
    doc: Doc[XmlFragment] = Doc()
    doc.apply_update(update)
    assert claims_of(update).structs == state_of(doc.get_state())


def test_taken_in_twice_the_headings_stand_there_once() -> None:
    update = with_headings(["One", "Two"])
    assert str(document(update, times=2)) == str(document(update))
    assert update == with_headings(["One", "Two"])


def test_rooms_that_a_step_opens_begin_with_its_headings(inside: Inside) -> None:
    run = Run(inside, plenary("Welcome"), breakout("Talk", headings=HEADINGS))
    run.go(0)
    assert rows() == []
    run.go(1)
    assert words(inside) == [HEADED, HEADED]
    assert rows() == [None, None]


def test_a_room_that_is_added_has_them_too(inside: Inside) -> None:
    run = Run(inside, breakout("Talk", headings=HEADINGS))
    run.go(0)
    inside.run(actions.add_room)
    assert words(inside) == [HEADED] * 3


def test_the_plenary_has_those_of_its_step_and_nothing_is_put_upon_what_is_written(
    inside: Inside,
) -> None:
    run = Run(inside, plenary("First", headings=HEADINGS), plenary("Next", headings="Other"))
    run.go(0)
    assert words_in(inside.plenary) == HEADED
    run.go(1)
    run.go(0)
    assert words_in(inside.plenary) == HEADED
    assert rows() == [None]


def test_who_has_written_finds_no_headings_over_it(inside: Inside) -> None:
    run = Run(inside, plenary("First"), plenary("Next", headings=HEADINGS))
    run.go(0)
    append(inside.actor(run.people[0]), inside.plenary, Editor().write("mine"))
    run.go(1)
    assert words_in(inside.plenary) == ["mine"]


def test_locked_notes_stay_as_they_are(inside: Inside) -> None:
    run = Run(inside, plenary("Next", headings=HEADINGS))
    notes.lock_notes(actor=inside.facilitator, room_id=inside.plenary, locked=True)
    run.go(0)
    assert rows() == []


def test_rooms_opened_by_the_clock_have_them(inside: Inside) -> None:
    run = Run(inside, breakout("Talk"), breakout("Again", headings=HEADINGS))
    run.go(0)
    run.go(1)
    run.land()
    assert words(inside) == [HEADED, HEADED]


def test_people_write_below_the_headings_and_their_gaps_are_none(inside: Inside) -> None:
    run = Run(inside, breakout("Talk", rooms=1, headings=HEADINGS))
    run.go(0)
    (room,) = inside.picture().breakouts
    editor = Editor()
    editor.doc.apply_update(with_headings(HEADINGS.splitlines()))
    assert append(inside.actor(run.people[0]), room.id, editor.write("and more")) == 2
    assert words(inside) == [[*HEADED, "and more"]]


def test_headings_alone_are_no_writing(inside: Inside) -> None:
    run = Run(inside, plenary("First", headings=HEADINGS))
    run.go(0)
    anna, room_id = inside.actor(run.people[0]), inside.plenary
    assert heads_of([room_id])[room_id].moved_at is None
    inside.enter(inside.exchange.facilitator)
    assert len(moments(inside.facilitator, room_id, before=0).moments) == 1
    inside.run(actions.close_part)
    assert [each.has_notes for each in closed_rooms(anna, inside.part_id)] == [False]


def test_once_somebody_writes_it_is_writing(inside: Inside) -> None:
    run = Run(inside, plenary("First", headings=HEADINGS))
    run.go(0)
    anna, room_id = inside.actor(run.people[0]), inside.plenary
    append(anna, room_id, Editor().write("words"))
    assert heads_of([room_id])[room_id].moved_at is not None
    inside.run(actions.close_part)
    assert [each.has_notes for each in closed_rooms(anna, inside.part_id)] == [True]


def test_two_who_do_it_at_one_moment_put_them_in_once(app, exchange) -> None:
    with scope_of(app.database):
        room_id = Inside(exchange).plenary
    ready = threading.Barrier(3)

    def head() -> None:
        with scope_of(app.database):
            ready.wait(10)
            with transaction():
                notes.head_notes([room_id], ["Once"])

    threads = [threading.Thread(target=head) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with scope_of(app.database):
        assert rows() == [None]
        assert words_in(room_id) == ["## Once"]
