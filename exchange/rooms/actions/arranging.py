"""The lists of an event's facilitators: a line added, removed, and all forgotten in time.

The audit says that a line was made, of which kind and for how many; never for whom.
"""

from uuid import UUID

from sqlalchemy import func, select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, lock, session
from exchange.core.errors import Invalid, NotFound
from exchange.events.models import Event, Part
from exchange.rooms.arranging import KEPT, MOST_LINES, Line, contradicts
from exchange.rooms.errors import Contradiction, ListFull
from exchange.rooms.models import Arranged, Arrangement
from exchange.rooms.queries import arrangements, line_of, part_to_arrange, registered


@action
def arrange(*, actor: Actor, part_id: UUID, line: Line) -> Arrangement:
    """Ask something of every seating of the part's event; for facilitators of the event.

    All people of the line have a place. Raises `Invalid`, `Contradiction`, `ListFull`, `NotFound`
    (also for somebody without a place).
    """
    part = part_to_arrange(actor, part_id)
    lock(Event, part.event_id)  # lines of one event come one by one
    before = [line_of(each) for each in arrangements(part.event_id)]
    if not line.fits:
        raise Invalid
    if not set(line.people) <= {each.id for each in registered(part.event_id)}:
        raise NotFound
    if len(before) >= MOST_LINES:
        raise ListFull
    if contradicts(line, before):
        raise Contradiction
    people = [Arranged(person_id=id, position=at) for at, id in enumerate(line.people)]
    made = add(
        Arrangement(event_id=part.event_id, kind=line.kind.value, room=line.room, people=people)
    )
    record(actor, Tag.ARRANGED, made, kind=line.kind, people=len(people))
    return made


@action
def remove_arrangement(*, actor: Actor, part_id: UUID, arrangement_id: UUID) -> None:
    """Take a line out of the lists. Raises `NotFound`."""
    part = part_to_arrange(actor, part_id)
    found = lock(Arrangement, arrangement_id)
    if found is None or found.event_id != part.event_id:
        raise NotFound
    record(actor, Tag.ARRANGEMENT_REMOVED, found, kind=found.kind)
    session().delete(found)


@action
def forget_arrangements(*, actor: Actor) -> None:
    """Delete the lists of events whose last part has ended a week ago."""
    over = select(Part.event_id).group_by(Part.event_id)
    over = over.having(func.max(Part.ends_at) < clock.now() - KEPT)
    gone = session().scalars(select(Arrangement).where(Arrangement.event_id.in_(over))).all()
    for each in gone:
        session().delete(each)
    if gone:
        record(actor, Tag.ARRANGEMENTS_FORGOTTEN, None, lines=len(gone))
