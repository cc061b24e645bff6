"""The ideas and actions of a room: live for those who stand in it, and as they were kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from exchange.accounts.models import Person
from exchange.core.actor import Actor
from exchange.core.db import session
from exchange.notes.enums import PointKind
from exchange.notes.messages import Points, PointView
from exchange.notes.models import NotesPoint
from exchange.notes.queries.documents import document_of
from exchange.rooms.queries import room_for
from exchange.vault.content import vault
from exchange.vault.envelope import Content, Place


@dataclass(frozen=True)
class KeptPoint:
    """An idea or an action in the clear, without who wrote it or took it on."""

    id: UUID
    kind: PointKind
    text: str
    due_on: date | None
    taken: bool  # somebody has taken the action on


def place_of_point(room_id: UUID, point_id: UUID) -> Place:
    """What the seal of an idea's or action's words is bound to."""
    return Place("notes_point", room_id, point_id, Content.NOTES)


def words_of(point: NotesPoint) -> str:
    """The words of an idea or action; none if it was removed."""
    if point.removed:
        return ""
    return vault().open(point.sealed, place_of_point(point.room_id, point.id)).decode()


def points_since(actor: Actor, room_id: UUID, since: int) -> Points:
    """What changed after number `since` in the room in which the actor stands.

    From 0 it is the list as it stands. Raises `NotFound`, `NotSignedIn`.
    """
    room_for(actor, room_id)
    document = document_of(room_id)
    last = document.points if document else 0
    if since >= last:
        return Points((), max(since, last))
    statement = (
        select(NotesPoint, Person.name)
        .outerjoin(Person, Person.id == NotesPoint.taker_id)
        .where(NotesPoint.room_id == room_id, NotesPoint.number > since)
        .order_by(NotesPoint.number)
    )
    rows = session().execute(statement).all()
    found = [view_of(row.NotesPoint, row.name or "") for row in rows]
    newest = found[-1].number if found else last
    return Points([each for each in found if since or not each.removed], max(last, newest))


def view_of(point: NotesPoint, taker: str) -> PointView:
    """The point as its room is told of it; `taker` is the name of whoever has taken it on."""
    return PointView(
        room_id=point.room_id,
        id=point.id,
        number=point.number,
        position=point.position,
        kind=point.kind,
        text=words_of(point),
        due_on=point.due_on,
        writer_id=point.person_id,
        taker_id=point.taker_id,
        taker=taker,
        removed=point.removed,
    )


def points_in_room(room_id: UUID) -> Sequence[KeptPoint]:
    """The room's ideas and actions, in the order in which they were noted.

    For callers that have judged access. Nothing says who wrote or took what.
    """
    statement = (
        select(NotesPoint)
        .where(NotesPoint.room_id == room_id, NotesPoint.removed.is_(False))
        .order_by(NotesPoint.position)
    )
    return [
        KeptPoint(
            id=point.id,
            kind=PointKind(point.kind),
            text=words_of(point),
            due_on=point.due_on,
            taken=point.taker_id is not None,
        )
        for point in session().scalars(statement)
    ]
