"""Looking back at a room's notes: its moments, what is read of them, and who may."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from exchange.audit.models import AuditEntry
from exchange.core.db import session
from exchange.core.decision import Refused
from exchange.core.errors import NotFound
from exchange.notes import actions as notes
from exchange.notes.errors import OldEditor, ReadOnly
from exchange.notes.messages import Moment, Moments
from exchange.notes.queries import history, moments, past, reader
from exchange.notes.queries.history import MOST_MOMENTS, PAUSE, RUN, moments_of
from exchange.rooms import actions as rooms
from tests.notes.test_actions import Editor, append
from tests.rooms.conftest import exchange, inside, quiet

__all__ = ["exchange", "inside", "quiet"]
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def child() -> Iterator[None]:
    yield
    reader.close()


@pytest.fixture
def anna(inside, exchange):
    person = exchange.person("Anna")
    inside.enter(person, exchange.facilitator)
    return inside.actor(person)


@pytest.fixture
def written(inside, anna):
    """Three lines in the plenary."""
    editor = Editor()
    return [append(anna, inside.plenary, editor.write(word)) for word in ("one", "two", "three")]


def of(*seconds: float) -> Moments:
    """The moments of a log with an update at each of these seconds."""
    rows = [(n, NOON + timedelta(seconds=at)) for n, at in enumerate(seconds, 1)]
    return moments_of(reversed(rows))


def at(moment: Moment) -> tuple[int, int]:
    return moment.first, moment.last


def test_a_moment_ends_before_each_pause():
    just, whole = PAUSE.total_seconds() - 0.1, PAUSE.total_seconds()
    found = of(0, 1, 1 + just, 1 + just + whole, 200)
    assert [at(each) for each in found.moments] == [(5, 5), (4, 4), (1, 3)]
    first = found.moments[-1]
    assert (first.began_at, first.ended_at) == (NOON, NOON + timedelta(seconds=1 + just))
    assert of().moments == []


def test_a_moment_ends_after_many_edits_without_a_pause():
    found = of(*(0.1 * n for n in range(2 * RUN + 3)))
    assert [at(each) for each in found.moments] == [
        (2 * RUN + 1, 2 * RUN + 3),
        (RUN + 1, 2 * RUN),
        (1, RUN),
    ]


def test_pages_of_moments_lead_back_to_the_first_word(inside, anna, monkeypatch):
    monkeypatch.setattr(history, "RUN", 1)  # every update is a moment of its own
    monkeypatch.setattr(history, "MOST_MOMENTS", 2)
    editor = Editor()
    for number in range(5):
        append(anna, inside.plenary, editor.write(str(number)))
    pages, before = [], 0
    while not pages or pages[-1].more:
        pages.append(moments(inside.facilitator, inside.plenary, before=before))
        before = pages[-1].moments[-1].first
    assert [[each.last for each in page.moments] for page in pages] == [[5, 4], [3, 2], [1]]
    assert MOST_MOMENTS * RUN <= 10_000, "rows that are looked through for one answer"


def test_what_is_read_ends_with_the_moment_and_goes_on_by_pages(inside, written, monkeypatch):
    def read(since, until):
        told = past(inside.facilitator, inside.plenary, editor_schema=1, since=since, until=until)
        return [row.number for row in told.rows], told.last, told.more

    assert read(0, 2) == ([1, 2], 2, False)
    assert read(2, 9) == ([3], 3, False)
    assert read(3, 9) == ([], 3, False)
    monkeypatch.setattr(history, "PAST_ROWS", 2)
    assert read(0, 3) == ([1, 2], 3, True)
    monkeypatch.setattr(history, "PAST_BYTES", 1)
    assert read(0, 3) == ([1], 3, True)


def test_an_editor_that_is_too_old_is_shown_nothing(inside, anna):
    append(anna, inside.plenary, Editor().write("newer"), schema=2)
    with pytest.raises(OldEditor):
        past(inside.facilitator, inside.plenary, editor_schema=1, since=0, until=1)


def test_only_facilitators_who_stand_in_the_room_look_back(inside, anna, exchange, world, written):
    colleague = world.person("Gil Colleague")  # facilitates too, and has not come
    world.facilitator(colleague, exchange.event)
    for person, refusal in (
        (anna, Refused),
        (inside.actor(colleague), NotFound),
        (inside.actor(world.person("Olaf")), NotFound),
    ):
        with pytest.raises(refusal):
            moments(person, inside.plenary, before=0)
        with pytest.raises(refusal):
            past(person, inside.plenary, editor_schema=1, since=0, until=1)
        with pytest.raises(refusal):
            notes.note_look_back(actor=person, room_id=inside.plenary)
        with pytest.raises(refusal):
            notes.note_put_back(actor=person, room_id=inside.plenary, number=1)


def test_nobody_looks_back_once_the_room_has_closed(inside, written):
    plenary = inside.plenary
    inside.run(rooms.close_part)
    with pytest.raises(NotFound):
        moments(inside.facilitator, plenary, before=0)
    with pytest.raises(NotFound):
        past(inside.facilitator, plenary, editor_schema=1, since=0, until=1)


def test_nothing_is_put_back_while_the_notes_are_locked_or_that_never_was(inside, written):
    put_back = {"actor": inside.facilitator, "room_id": inside.plenary}
    with pytest.raises(NotFound):
        notes.note_put_back(**put_back, number=4)
    notes.lock_notes(actor=inside.facilitator, room_id=inside.plenary, locked=True)
    with pytest.raises(ReadOnly):
        notes.note_put_back(**put_back, number=1)
    assert past(inside.facilitator, inside.plenary, editor_schema=1, since=0, until=1).rows


def test_the_audit_says_that_one_looked_and_put_back_and_no_words(inside, written):
    notes.note_look_back(actor=inside.facilitator, room_id=inside.plenary)
    notes.note_put_back(actor=inside.facilitator, room_id=inside.plenary, number=2)
    entries = session().scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(2)).all()
    told = [(entry.tag, entry.facts) for entry in reversed(entries)]
    assert told == [("notes.looked_back", {}), ("notes.put_back", {"number": 2})]
