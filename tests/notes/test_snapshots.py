"""Long notes are read by a snapshot beside their log, which says the same and stays the truth."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select

from exchange.core.actor import system
from exchange.core.db import session, transaction
from exchange.notes import actions as notes
from exchange.notes import jobs
from exchange.notes.actions import merging
from exchange.notes.document import NotesReader, NotesUnreadable, to_markdown
from exchange.notes.models import NotesDocument, NotesSnapshot
from exchange.notes.queries import (
    backlog,
    blocks_in_room,
    documents,
    log,
    log_since,
    long_unread,
    notes_for,
    past,
    place_of_snapshot,
    reader,
)
from exchange.vault.content import vault
from exchange.vault.envelope import VaultError
from tests.notes.test_actions import Editor, anna, append
from tests.rooms.conftest import Inside, exchange, inside, quiet

__all__ = ["anna", "exchange", "inside", "quiet"]
CLOCK = system("clock")
FEW = 3


@pytest.fixture(autouse=True)
def _few_rows_are_many(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for module in (log, documents):
        monkeypatch.setattr(module, "MANY", FEW)
    yield
    reader.close()


@pytest.fixture
def editor(inside: Inside, anna) -> Editor:
    """Whose five lines are in the notes."""
    editor = Editor()
    for number in range(5):
        append(anna, inside.plenary, editor.write(f"line {number}"))
    return editor


def snapshot() -> NotesSnapshot | None:
    statement = select(NotesSnapshot).execution_options(populate_existing=True)
    return session().scalars(statement).one_or_none()


def numbers(anna, room_id: UUID, since: int = 0) -> list[int]:
    told = backlog(anna, room_id, editor_schema=1, since=since)
    assert (told.last, told.more) == (notes_for(anna, room_id).last, False)
    return [row.number for row in told.rows]


def test_whoever_lacks_much_is_given_the_snapshot_and_what_came_after(inside, anna, editor):
    assert numbers(anna, inside.plenary) == [1, 2, 3, 4, 5]
    notes.merge_log(actor=CLOCK, room_id=inside.plenary)
    append(anna, inside.plenary, editor.write("after it"))
    assert numbers(anna, inside.plenary) == [5, 6]
    copy = Editor()
    for row in backlog(anna, inside.plenary, editor_schema=1, since=0).rows:
        copy.doc.apply_update(row.update)
    assert str(copy.fragment) == str(editor.fragment)


def test_whoever_lacks_a_little_is_given_the_rows(inside, anna, editor):
    notes.merge_log(actor=CLOCK, room_id=inside.plenary)
    assert numbers(anna, inside.plenary, since=1) == [5]
    assert numbers(anna, inside.plenary, since=2) == [3, 4, 5]
    for number in range(4):
        append(anna, inside.plenary, editor.write(f"more {number}"))
    assert numbers(anna, inside.plenary, since=3) == [4, 5, 6, 7, 8, 9]


def test_rows_after_the_snapshot_fill_a_page_of_their_own(inside, anna, editor, monkeypatch):
    notes.merge_log(actor=CLOCK, room_id=inside.plenary)
    for number in range(3):
        append(anna, inside.plenary, editor.write(f"{number}" * 100))
    monkeypatch.setattr(documents, "PAGE_BYTES", 400)
    told = backlog(anna, inside.plenary, editor_schema=1, since=0)
    assert ([row.number for row in told.rows], told.more) == ([5, 6, 7], True)
    assert numbers(anna, inside.plenary, since=7) == [8]


def test_a_snapshot_too_large_for_one_answer_goes_out_row_by_row(inside, anna, editor, monkeypatch):
    notes.merge_log(actor=CLOCK, room_id=inside.plenary)
    monkeypatch.setattr(documents, "WHOLE_BYTES", 10)
    assert numbers(anna, inside.plenary) == [1, 2, 3, 4, 5]


def test_a_new_child_reads_the_snapshot_in_the_place_of_its_rows(inside, anna, editor, monkeypatch):
    notes.merge_log(actor=CLOCK, room_id=inside.plenary)
    append(anna, inside.plenary, editor.write("after it"))
    before = to_markdown(blocks_in_room(inside.plenary))
    reader.close()
    opened, place_of = [], log.place_of
    monkeypatch.setattr(log, "place_of", lambda *row: opened.append(row) or place_of(*row))
    assert to_markdown(blocks_in_room(inside.plenary)) == before
    assert opened == [(inside.plenary, 6)]
    assert append(anna, inside.plenary, editor.write("and on")) == 7


def test_history_tells_what_was_written_row_by_row(inside, anna, exchange, editor):
    inside.enter(exchange.facilitator)
    written = list(log_since(inside.plenary, 0))
    notes.merge_log(actor=CLOCK, room_id=inside.plenary)
    assert list(log_since(inside.plenary, 0)) == written
    told = past(inside.facilitator, inside.plenary, editor_schema=1, since=0, until=5)
    assert [(row.number, row.update) for row in told.rows] == written


def test_by_the_clock_what_has_grown_is_merged_and_nothing_else(inside, anna, editor):
    jobs.merge_long_logs()
    first = snapshot()
    assert first is not None
    assert first.through == 5
    append(anna, inside.plenary, editor.write("a line more"))
    assert long_unread(1) == []
    jobs.merge_long_logs()
    assert snapshot().through == 5
    for number in range(FEW):
        append(anna, inside.plenary, editor.write(f"more {number}"))
    assert long_unread(1) == [inside.plenary]
    jobs.merge_long_logs()
    assert snapshot().through == 9
    assert to_markdown(blocks_in_room(inside.plenary)).count("more") == 4


def test_the_snapshot_is_sealed_to_its_room_and_number(inside, anna, editor):
    notes.merge_log(actor=CLOCK, room_id=inside.plenary)
    sealed = snapshot().sealed
    assert b"line" not in sealed
    assert b"line" in vault().open(sealed, place_of_snapshot(inside.plenary, 5))
    with pytest.raises(VaultError):
        vault().open(sealed, place_of_snapshot(inside.plenary, 4))


def test_an_older_one_never_takes_the_place_of_a_newer(inside, anna, editor):
    notes.merge_log(actor=CLOCK, room_id=inside.plenary)
    merging._keep_snapshot(actor=CLOCK, room_id=inside.plenary, through=4, whole=b"older")
    assert snapshot().through == 5


def test_what_was_destroyed_meanwhile_is_not_brought_back(inside, anna, editor, monkeypatch):
    read = NotesReader.whole

    def destroyed_underway(*asked):
        whole = read(*asked)
        with transaction():
            session().execute(delete(NotesDocument))
        return whole

    monkeypatch.setattr(NotesReader, "whole", destroyed_underway)
    notes.merge_log(actor=CLOCK, room_id=inside.plenary)
    assert snapshot() is None
    notes.merge_log(actor=CLOCK, room_id=uuid4())
    assert snapshot() is None


def test_notes_that_cannot_be_read_cost_no_other_room_its_snapshot(
    inside, anna, editor, monkeypatch
):
    unreadable = uuid4()
    monkeypatch.setattr(jobs.queries, "long_unread", lambda _: [unreadable, inside.plenary])
    merge = notes.merge_log

    def fails_for_one(*, actor, room_id):
        if room_id == unreadable:
            raise NotesUnreadable
        merge(actor=actor, room_id=room_id)

    monkeypatch.setattr(jobs.actions, "merge_log", fails_for_one)
    jobs.merge_long_logs()
    assert snapshot().through == 5
