"""Writing notes by actions: what is kept, and what each refusal keeps out."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from sqlalchemy import func, select

from exchange.audit.models import AuditEntry
from exchange.core.db import session
from exchange.core.decision import Refused
from exchange.core.errors import NotFound, TooMany
from exchange.core.shared import Apart
from exchange.notes import actions as notes
from exchange.notes import patience
from exchange.notes.document import Verdict, to_markdown
from exchange.notes.errors import OldEditor, OutOfStep, ReadOnly, TryAgain, Unusable
from exchange.notes.models import NotesUpdate
from exchange.notes.queries import backlog, blocks_of, closed_rooms, notes_for, reader
from exchange.rooms import actions as rooms
from exchange.rooms.queries import VERDICTS
from tests.rooms.conftest import Exchange1, Inside, exchange, inside, quiet
from tests.rooms.test_queries import counted

__all__ = ["exchange", "inside", "quiet"]
HOSTILE = (Path(__file__).parent / "data" / "bad_update.bin").read_bytes()


class Editor:
    """A person's copy of the notes, as their browser keeps it."""

    def __init__(self) -> None:
        self.doc: Doc[XmlFragment] = Doc()
        self.fragment = self.doc.get("notes", type=XmlFragment)

    def write(self, text: str) -> bytes:
        """Add a paragraph; returns the update."""
        before = self.doc.get_state()
        self.fragment.children.append(XmlElement("paragraph", {}, [XmlText(text)]))
        return self.doc.get_update(before)


@pytest.fixture(autouse=True)
def child() -> Iterator[None]:
    """No test leaves the notes reader's child behind."""
    yield
    reader.close()


@pytest.fixture
def anna(inside: Inside, exchange: Exchange1):
    person = exchange.person("Anna")
    inside.enter(person)
    return inside.actor(person)


def append(actor, room_id, update, schema=1):
    return notes.append_update(actor=actor, room_id=room_id, editor_schema=schema, update=update)


def rows() -> int:
    return session().scalar(select(func.count()).select_from(NotesUpdate)) or 0


def test_updates_are_numbered_sealed_and_read_back(inside, anna):
    editor = Editor()
    assert append(anna, inside.plenary, editor.write("canary one")) == 1
    assert append(anna, inside.plenary, editor.write("two")) == 2
    sealed = session().scalars(select(NotesUpdate.sealed)).all()
    assert not any(b"canary" in each for each in sealed)
    assert to_markdown(blocks_of(notes_for(anna, inside.plenary))) == "canary one\n\ntwo\n"


def test_the_same_update_twice_says_the_same_once(inside, anna):
    update = Editor().write("once")
    append(anna, inside.plenary, update)
    append(anna, inside.plenary, update)
    assert to_markdown(blocks_of(notes_for(anna, inside.plenary))) == "once\n"


def test_a_page_of_the_log_is_bounded_and_the_next_goes_on(inside, anna):
    editor = Editor()
    sent = [editor.write("x" * 50_000) for _ in range(4)]
    for update in sent:
        append(anna, inside.plenary, update)
    first = backlog(anna, inside.plenary, editor_schema=1, since=0)
    rest = backlog(anna, inside.plenary, editor_schema=1, since=first.rows[-1].number)
    assert (len(first.rows), first.more, first.last) == (2, True, 4)
    assert (len(rest.rows), rest.more, rest.read_only) == (2, False, False)
    assert [row.update for row in (*first.rows, *rest.rows)] == sent


def test_a_gap_is_refused_and_keeps_nothing(inside, anna):
    editor = Editor()
    editor.write("never sent")
    with pytest.raises(OutOfStep):
        append(anna, inside.plenary, editor.write("builds on it"))
    assert rows() == 0


def test_hostile_bytes_are_refused_and_others_go_on(inside, anna):
    with pytest.raises((Unusable, TryAgain)):
        append(anna, inside.plenary, HOSTILE)
    assert append(anna, inside.plenary, Editor().write("fine")) == 1


def test_whoever_sends_bad_bytes_again_and_again_is_not_asked_for_a_while(
    inside, anna, exchange, monkeypatch
):
    bo = exchange.person("Bo")
    inside.enter(bo)
    append(anna, inside.plenary, Editor().write("a good one"))
    for _ in range(patience.MOST):
        with pytest.raises(Unusable):
            append(anna, inside.plenary, b"nonsense")
    monkeypatch.setattr(notes.checking.reader, "check_rooms", lambda asked, _: {**asked})
    with pytest.raises(TooMany) as refused:  # were the child asked, its answer would be a fault
        append(anna, inside.plenary, Editor().write("and now a good one"))
    assert 0 < refused.value.data["retry_after"] <= patience.WITHIN
    monkeypatch.undo()
    assert append(inside.actor(bo), inside.plenary, Editor().write("others go on")) == 2
    passed = time.monotonic() + patience.WITHIN
    monkeypatch.setattr(patience, "time", SimpleNamespace(monotonic=lambda: passed))
    assert append(anna, inside.plenary, Editor().write("a minute later")) == 3


def test_an_older_editor_than_the_documents_is_refused(inside, anna):
    append(anna, inside.plenary, Editor().write("newer"), schema=2)
    with pytest.raises(OldEditor):
        append(anna, inside.plenary, Editor().write("older"), schema=1)
    with pytest.raises(OldEditor):
        backlog(anna, inside.plenary, editor_schema=1, since=0)


def test_nobody_can_shut_others_out_by_claiming_an_editor_that_is_not_there(inside, anna):
    with pytest.raises(TryAgain):
        append(anna, inside.plenary, Editor().write("from the future"), schema=999)
    assert append(anna, inside.plenary, Editor().write("now")) == 1


def test_when_nothing_can_be_judged_nothing_is_kept(inside, anna, monkeypatch):
    monkeypatch.setattr(reader, "check_all", lambda *_: [Verdict.UNAVAILABLE])
    with pytest.raises(TryAgain):
        append(anna, inside.plenary, Editor().write("unjudged"))
    assert rows() == 0


def test_nothing_is_stored_upon_what_was_refused_beside_it(inside, anna, exchange):
    absent, editor = inside.actor(exchange.person("Absent")), Editor()
    first, second = editor.write("refused"), editor.write("builds on it")
    given = [
        notes.log.Update(actor, inside.plenary, 1, update, None)
        for actor, update in ((absent, first), (anna, second))
    ]
    with pytest.raises(Apart):
        notes.writing._append_all(actor=notes.writing.TOGETHER, updates=given)
    assert rows() == 0
    with pytest.raises(OutOfStep):
        append(anna, inside.plenary, second)


def test_updates_written_together_are_numbered_in_order(inside, anna, exchange):
    ben = exchange.person("Ben")
    inside.enter(ben)
    given = [
        notes.log.Update(actor, inside.plenary, 1, Editor().write(text), None)
        for actor, text in ((anna, "one"), (inside.actor(ben), "two"), (anna, "three"))
    ]
    assert notes.checking.refusals_before(given) == [None, None, None]
    assert notes.writing._append_all(actor=notes.writing.TOGETHER, updates=given) == [1, 2, 3]
    assert rows() == 3


def test_who_writes_on_costs_the_database_no_question_before_the_transaction(app, inside, anna):
    editor = Editor()
    append(anna, inside.plenary, editor.write("one"))
    VERDICTS.standing(anna, inside.plenary)  # once a second
    given = [notes.log.Update(anna, inside.plenary, 1, editor.write("two"), None)]
    with counted(app) as asked:
        assert notes.checking.refusals_before(given) == [None]
    assert asked == []


def test_what_another_process_wrote_is_no_gap(inside, anna, monkeypatch):
    editor = Editor()
    append(anna, inside.plenary, editor.write("one"))
    known = replace(notes.log.head_seen(inside.plenary))
    append(anna, inside.plenary, editor.write("two"))
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(reader, "committed", lambda *_: None)
        append(anna, inside.plenary, editor.write("written elsewhere"))
    notes.log._seen[inside.plenary] = replace(known, last=2)
    assert append(anna, inside.plenary, editor.write("builds on it")) == 4


def test_what_is_known_lets_pass_and_refuses_nobody(inside, anna, exchange):
    append(anna, inside.plenary, Editor().write("one"))
    notes.lock_notes(actor=inside.facilitator, room_id=inside.plenary, locked=True)
    update = [notes.log.Update(anna, inside.plenary, 1, Editor().write("two"), None)]
    for locked in (False, True):
        head = replace(notes.log.head_seen(inside.plenary), locked=locked)
        notes.log._seen[inside.plenary] = head
        with pytest.raises(ReadOnly):
            append(anna, inside.plenary, Editor().write("too late"))
    notes.lock_notes(actor=inside.facilitator, room_id=inside.plenary, locked=False)
    notes.log._seen[inside.plenary] = replace(head, locked=True)
    assert notes.checking.refusals_before(update) == [None]
    stranger = inside.actor(exchange.person("Stranger"))
    unknown = [replace(update[0], actor=stranger)]
    assert isinstance(notes.checking.refusals_before(unknown)[0], NotFound)


def test_a_lock_refuses_everybody_and_opens_again(inside, anna):
    notes.lock_notes(actor=inside.facilitator, room_id=inside.plenary, locked=True)
    with pytest.raises(ReadOnly):
        append(anna, inside.plenary, Editor().write("too late"))
    assert backlog(anna, inside.plenary, editor_schema=1, since=0).read_only
    notes.lock_notes(actor=inside.facilitator, room_id=inside.plenary, locked=False)
    assert append(anna, inside.plenary, Editor().write("again")) == 1


def test_only_facilitators_lock(inside, anna):
    with pytest.raises(Refused):
        notes.lock_notes(actor=anna, room_id=inside.plenary, locked=True)
    with pytest.raises(NotFound):
        notes.lock_notes(actor=anna, room_id=uuid4(), locked=True)


def test_an_outsider_and_an_unknown_room_get_the_same_answer(inside, anna, exchange, world):
    outsider = inside.actor(world.person("Olaf"))
    for actor, room_id in ((outsider, inside.plenary), (anna, uuid4())):
        with pytest.raises(NotFound):
            append(actor, room_id, Editor().write("no"))
        with pytest.raises(NotFound):
            backlog(actor, room_id, editor_schema=1, since=0)


def test_after_the_close_those_who_were_there_read_and_nobody_writes(inside, anna, exchange):
    append(anna, inside.plenary, Editor().write("kept"))
    plenary = inside.plenary
    absent = inside.actor(exchange.person("Absent"))
    assert closed_rooms(anna, inside.part_id) == []
    inside.run(rooms.close_part)
    assert [each.room.id for each in closed_rooms(anna, inside.part_id)] == [plenary]
    assert backlog(anna, plenary, editor_schema=1, since=0).read_only
    with pytest.raises(ReadOnly):
        append(anna, plenary, Editor().write("late"))
    with pytest.raises(NotFound):
        notes_for(absent, plenary)
    assert closed_rooms(absent, inside.part_id) == []


def test_an_export_is_recorded_without_content(inside, anna):
    append(anna, inside.plenary, Editor().write("canary"))
    notes.note_export(actor=anna, room_id=inside.plenary, form="markdown")
    entry = session().scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    assert (entry.tag, entry.facts) == ("notes.exported", {"form": "markdown"})


def test_the_server_and_the_browser_know_the_same_editor():
    source = Path(__file__).parents[2] / "static" / "src" / "notes" / "schema.ts"
    assert f"export const SCHEMA = {notes.log.EDITOR_SCHEMA};" in source.read_text()
