"""Notes after a room has closed: those who were in it read them, and take them along."""

from uuid import UUID

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from exchange.core.errors import NotFound
from exchange.notes.actions import note_export
from exchange.notes.document import Block
from exchange.notes.queries import blocks_of, closed_rooms, markdown_of, notes_of_part
from exchange.rooms.queries import part_for_page
from exchange.web.actor import current_actor, signed_in

pages = Blueprint("notes", __name__)


@pages.get("/live/<part_id>/notes/")
@signed_in
def mine(part_id: str) -> str:
    """The closed rooms in which the reader was, each with its way to the notes."""
    actor, part = current_actor(), part_for_page(_id(part_id))
    rooms = closed_rooms(actor, part.part_id)
    return render_template("notes/mine.html", part=part, rooms=rooms)


@pages.get("/live/<part_id>/notes/<room_id>")
@signed_in
def read(part_id: str, room_id: str) -> str:
    """A closed room's notes, for reading."""
    actor, part = current_actor(), part_for_page(_id(part_id))
    notes = notes_of_part(actor, part.part_id, _id(room_id))
    blocks = blocks_of(notes)
    return render_template("notes/read.html", part=part, room=notes.room, blocks=blocks, kind=_kind)


@pages.get("/live/<part_id>/notes/<room_id>.md")
@signed_in
def download(part_id: str, room_id: str) -> Response:
    """The notes as a Markdown file, whose name says nothing of what is in it."""
    actor, part = current_actor(), part_for_page(_id(part_id))
    notes = notes_of_part(actor, part.part_id, _id(room_id))
    text = markdown_of(notes)
    note_export(actor=actor, room_id=notes.room.id, form="markdown")
    response = Response(text, content_type="text/markdown; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"notes-{part.slug}.md")
    response.headers["Cache-Control"] = "no-store"
    return response


def _kind(block: Block) -> str:
    return type(block).__name__


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None
