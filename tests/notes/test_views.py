"""Notes after the close: reading, taking along, and nobody else."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import select

from exchange.audit.models import AuditEntry
from exchange.audit.tags import Tag
from exchange.core.db import scope_of, session
from exchange.notes import views
from exchange.notes.actions import append_update
from exchange.notes.document import NotMade
from exchange.notes.queries import reader
from exchange.rooms import actions as rooms
from tests.notes.test_actions import Editor
from tests.rooms.conftest import Exchange1, Inside, exchange, quiet

__all__ = ["exchange", "quiet"]


@pytest.fixture(autouse=True)
def child() -> Iterator[None]:
    yield
    reader.close()


@pytest.fixture
def closed(app, exchange: Exchange1):
    """A part that has closed, with notes that Anna wrote in its plenary; (Anna, part, room)."""
    anna = exchange.person("Anna")
    with scope_of(app.database):
        inside = Inside(exchange)
        inside.enter(anna)
        room = inside.plenary
        append_update(
            actor=inside.actor(anna),
            room_id=room,
            editor_schema=1,
            update=Editor().write("<script>canary</script>"),
        )
        inside.run(rooms.close_part)
    return anna, exchange.part_id.hex, room.hex


def test_those_who_were_there_find_read_and_download(client, sign_in, closed):
    anna, part, room = closed
    sign_in(client, anna)
    listed = client.get(f"/live/{part}/notes/").text
    assert f"/live/{part}/notes/{room}" in listed
    shown = client.get(f"/live/{part}/notes/{room}").text
    assert "&lt;script&gt;canary&lt;/script&gt;" in shown
    assert "<script>canary" not in shown
    file = client.get(f"/live/{part}/notes/{room}.md")
    assert "canary" in file.text
    for form, begins in (("pdf", b"%PDF-"), ("docx", b"PK")):
        assert client.get(f"/live/{part}/notes/{room}.{form}").data.startswith(begins)
    assert client.get(f"/live/{part}/notes/{room}.exe").status_code == 404
    assert file.headers["Cache-Control"] == "no-store"
    assert "canary" not in file.headers["Content-Disposition"]
    assert file.headers["Content-Disposition"].startswith("attachment")


def test_others_have_the_connection_while_a_file_is_made(client, sign_in, closed, app, monkeypatch):
    anna, part, room = closed
    in_use = []

    def writes(*_):
        in_use.append(app.database.engine.pool.checkedout())
        return b"a file"

    monkeypatch.setattr(views, "written", writes)
    sign_in(client, anna)
    assert client.get(f"/live/{part}/notes/{room}.pdf").data == b"a file"
    assert in_use == [0]


@pytest.mark.parametrize(
    ("late", "told"), [(True, "could not be made in time"), (False, "This file cannot be made")]
)
def test_a_file_that_is_not_made_is_explained_and_not_on_record(  # noqa: PLR0917
    client, sign_in, closed, monkeypatch, world, late, told
):
    anna, part, room = closed

    def fails(*_):
        raise NotMade(late=late)

    monkeypatch.setattr(views, "written", fails)
    sign_in(client, anna)
    answer = client.get(f"/live/{part}/notes/{room}.pdf")
    assert answer.status_code == 504
    assert told in answer.text
    with scope_of(world.database):
        exports = select(AuditEntry).where(AuditEntry.tag == Tag.NOTES_EXPORTED.value)
        assert session().scalars(exports).all() == []


def test_others_get_the_same_answer_as_for_nothing(client, sign_in, closed, exchange, world):
    _, part, room = closed
    for stranger in (world.person("Olaf"), world.staff()):
        sign_in(client, stranger)
        for known, unknown in (
            (f"/live/{part}/notes/", f"/live/{uuid4().hex}/notes/"),
            (f"/live/{part}/notes/{room}", f"/live/{part}/notes/{uuid4().hex}"),
            (f"/live/{part}/notes/{room}.md", f"/live/{part}/notes/nonsense.md"),
        ):
            answers = [client.get(address) for address in (known, unknown)]
            assert [answer.status_code for answer in answers] == [404, 404]


def test_a_participant_who_was_in_no_room_is_told_so(client, sign_in, closed, exchange):
    _, part, room = closed
    sign_in(client, exchange.person("Absent"))
    assert "No notes yet" in client.get(f"/live/{part}/notes/").text
    assert client.get(f"/live/{part}/notes/{room}").status_code == 404


def test_visitors_are_asked_to_sign_in(client, closed):
    _, part, room = closed
    answer = client.get(f"/live/{part}/notes/{room}")
    assert (answer.status_code, answer.location.partition("?")[0]) == (302, "/sign-in")
