"""How a room's notes came to be, for its facilitators while it is open. Nobody is named."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from exchange.core.actor import Actor
from exchange.core.db import session
from exchange.core.decision import require
from exchange.notes.errors import OldEditor
from exchange.notes.messages import Backlog, Moment, Moments, NumberedUpdate
from exchange.notes.models import NotesUpdate
from exchange.notes.queries.documents import NotesAccess, notes_in
from exchange.notes.queries.log import log_since
from exchange.rooms.queries import room_for
from exchange.rooms.rules import may_look_back

PAUSE = timedelta(seconds=30)  # without an edit: a moment has ended
RUN = 500  # edits after which one ends without a pause: some minutes of writing
MOST_MOMENTS = 20  # in one answer
PAST_ROWS = 2_000
PAST_BYTES = 500_000


def notes_to_look_back(actor: Actor, room_id: UUID) -> NotesAccess:
    """The notes of the room in which the actor stands and facilitates.

    Raises `NotFound` for whoever does not stand there, `Refused` for a participant.
    """
    access = room_for(actor, room_id)
    require(may_look_back(access.facts))
    return notes_in(access)


def moments(actor: Actor, room_id: UUID, *, before: int) -> Moments:
    """The newest moments that lie before update `before` (0: of all), newest first.

    Raises `NotFound`, `Refused`.
    """
    notes_to_look_back(actor, room_id)
    statement = (
        select(NotesUpdate.number, NotesUpdate.at)
        .where(NotesUpdate.room_id == room_id)
        .order_by(NotesUpdate.number.desc())
        .limit(MOST_MOMENTS * RUN + 1)
    )
    if before:
        statement = statement.where(NotesUpdate.number < before)
    return moments_of((row.number, row.at) for row in session().execute(statement))


def moments_of(rows: Iterable[tuple[int, datetime]]) -> Moments:
    """Numbers and times of updates, newest first, as moments: one ends before each pause.

    The first row ends one: it is the newest, or the one before a moment that is known already.
    """
    found: list[Moment] = []
    later: datetime | None = None
    for number, at in rows:
        if later is None or later - at >= PAUSE or number % RUN == 0:
            if len(found) == MOST_MOMENTS:
                return Moments(found, more=True)
            found.append(Moment(first=number, last=number, began_at=at, ended_at=at))
        else:
            found[-1] = found[-1].begun(number, at)
        later = at
    return Moments(found, more=False)


def past(actor: Actor, room_id: UUID, *, editor_schema: int, since: int, until: int) -> Backlog:
    """A page of the log from after row `since` up to row `until`, as it was written.

    Some 500 kB, and one row at least if there is any. Raises `NotFound`, `Refused`, or `OldEditor`
    for an editor older than the one that wrote last.
    """
    notes = notes_to_look_back(actor, room_id)
    if editor_schema < notes.editor_schema:
        raise OldEditor
    rows: list[NumberedUpdate] = []
    size = 0
    for number, update in log_since(room_id, since):
        size += len(update)
        if number > until or len(rows) == PAST_ROWS or (rows and size > PAST_BYTES):
            break
        rows.append(NumberedUpdate(number, update))
    wanted = min(until, notes.last)
    newest = rows[-1].number if rows else wanted
    return Backlog(rows, wanted, newest < wanted, notes.read_only)
