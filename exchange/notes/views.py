"""Notes after a room has closed: those who were in it read them, and take them along."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, render_template
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from exchange.core.db import release
from exchange.core.errors import NotFound
from exchange.notes.actions import note_export
from exchange.notes.document import (
    FILES,
    Block,
    Heading,
    Item,
    Listing,
    ListKind,
    Mark,
    NotMade,
    Paper,
    Paragraph,
    Span,
    written,
)
from exchange.notes.enums import PointKind
from exchange.notes.errors import CANNOT, FileNotMade
from exchange.notes.queries import (
    KeptPoint,
    NotesAccess,
    blocks_of,
    closed_rooms,
    notes_of_part,
    points_in_room,
)
from exchange.rooms.queries import PartPage, event_of, part_for_page
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
    """A closed room's notes, ideas and actions, for reading."""
    actor, part = current_actor(), part_for_page(_id(part_id))
    notes = notes_of_part(actor, part.part_id, _id(room_id))
    blocks = _whole(notes)
    return render_template("notes/read.html", part=part, room=notes.room, blocks=blocks, kind=_kind)


@pages.get("/live/<part_id>/notes/<room_id>.<form>")
@signed_in
def download(part_id: str, room_id: str, form: str) -> Response:
    """The notes as a file (pdf, docx or md), whose name says nothing of what is in it."""
    actor, part = current_actor(), part_for_page(_id(part_id))
    notes = notes_of_part(actor, part.part_id, _id(room_id))
    if form not in FILES:
        raise NotFound
    paper, of_room = _paper(part, notes), notes.room.id
    file = file_of(paper, form, f"notes-{part.slug}")
    note_export(actor=actor, room_id=of_room, form=FILES[form].name)  # before it leaves
    return file


def file_of(paper: Paper, form: str, name: str) -> Response:
    """The document as an attachment in one of `FILES`; no cache keeps it. Raises `FileNotMade`."""
    release()  # the connection, which others need while the file is made
    try:
        content = written(paper, form)
    except NotMade as error:
        raise FileNotMade(None if error.late else CANNOT) from None
    response = Response(content, content_type=FILES[form].content_type)
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.{form}")
    response.headers["Cache-Control"] = "no-store"
    return response


def _paper(part: PartPage, notes: NotesAccess) -> Paper:
    return Paper(
        title=_("Notes"),
        about=part.heading,
        language=event_of(part.part_id).language,
        blocks=_whole(notes),
    )


def _whole(notes: NotesAccess) -> list[Block]:
    """The document, and after it the room's ideas and actions. Nobody is named."""
    points = points_in_room(notes.room.id)
    ideas = [each for each in points if each.kind is PointKind.IDEA]
    actions = [each for each in points if each.kind is PointKind.ACTION]
    return [*blocks_of(notes), *_listed(_("Ideas"), ideas), *_listed(_("Actions"), actions)]


def _listed(title: str, points: Sequence[KeptPoint]) -> list[Block]:
    if not points:
        return []
    items = tuple(Item((Paragraph(_spans(each)),)) for each in points)
    return [Heading(2, (Span(title),)), Listing(ListKind.BULLET, items)]


def _spans(point: KeptPoint) -> tuple[Span, ...]:
    words = Span(" ".join(point.text.split()))
    if point.due_on is None:
        return (words,)
    by = _("by %(day)s", day=format_date(point.due_on, "long"))
    return (words, Span(" "), Span(f"({by})", frozenset({Mark.ITALIC})))


def _kind(block: Block) -> str:
    return type(block).__name__


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None
