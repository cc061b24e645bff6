"""Parts as the page and the judges of access need them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute, aliased

from exchange.core.db import session
from exchange.core.decision import Decision
from exchange.core.errors import NotFound
from exchange.events.models import Event, Part
from exchange.membership.models import Affiliation
from exchange.rooms.enums import RUNNING, RoomKind
from exchange.rooms.models import Ban, Connection, LivePart, Removal, Room, Round, Seat, Visit
from exchange.rooms.rules import Entry


@dataclass(frozen=True)
class PartPage:
    """What the room page says about its part."""

    part_id: UUID
    slug: str
    title: str
    part_title: str
    starts_at: datetime
    time_zone: str
    parts: int  # of the event
    own_cases: bool  # the event invites people to hand in a case
    contact: str  # an address to write to; empty: the event names none

    @property
    def heading(self) -> str:
        """The event's title, with the part's where the event has several."""
        named = self.parts > 1 and self.part_title
        return f"{self.title} – {self.part_title}" if named else self.title

    @property
    def event_path(self) -> str:
        return f"/events/{self.slug}"


def part_for_page(part_id: UUID) -> PartPage:
    """The part with what its page shows. Raises `NotFound`."""
    sibling = aliased(Part)
    parts = select(func.count()).where(sibling.event_id == Event.id).scalar_subquery()
    statement = (
        select(
            Part.id,
            Event.slug,
            Event.title,
            Part.title.label("part_title"),
            Part.starts_at,
            Event.time_zone,
            parts.label("parts"),
            Event.own_cases,
            Event.contact_email,
        )
        .join(Event, Event.id == Part.event_id)
        .where(Part.id == part_id)
    )
    row = session().execute(statement).one_or_none()
    if row is None:
        raise NotFound
    return PartPage(*row)


def next_path(page: PartPage, decision: Decision) -> str:
    """Where a person can mend the reason for which they were refused; the event's page at least."""
    match decision.code:
        case Entry.NOT_ACKNOWLEDGED:
            back = urlencode({"next": f"/live/{page.part_id.hex}"})
            return f"{page.event_path}/acknowledge?{back}"
        case Entry.NOT_REGISTERED:
            return f"{page.event_path}/register"
        case Entry.OFFERED | Entry.WAITLISTED:
            return f"{page.event_path}/registration"
        case _:
            return page.event_path


def open_parts() -> list[UUID]:
    """Parts whose doors are open."""
    return list(session().scalars(select(LivePart.part_id).where(LivePart.closed_at.is_(None))))


def was_opened(event_id: UUID) -> bool:
    """Whether the doors of a part of the event were ever opened."""
    opened = select(LivePart.seq).join(Part, Part.id == LivePart.part_id)
    return session().scalar(opened.where(Part.event_id == event_id).limit(1)) is not None


def was_removed(person_id: UUID, event_id: UUID) -> bool:
    """Whether the person is put out of a part of the event now, or shut out of all of it."""
    removed = select(Removal.seq).join(Part, Part.id == Removal.part_id)
    here = removed.where(Part.event_id == event_id, Removal.person_id == person_id)
    banned = select(Ban.seq).where(Ban.event_id == event_id, Ban.person_id == person_id)
    now = here.where(Removal.lifted_at.is_(None)).union_all(banned.where(Ban.lifted_at.is_(None)))
    return session().execute(now.limit(1)).first() is not None


def people_in(
    part_ids: Collection[UUID], *, among: Collection[UUID] | None = None
) -> set[tuple[UUID, UUID]]:
    """Everybody who is connected, seated or visiting in these parts, each with the part.

    `among` leaves out everybody else.
    """
    statement = union(
        _of_those(Connection, Connection.part_id, part_ids, among),
        _of_those(Seat, Round.part_id, part_ids, among)
        .join(Round, Round.id == Seat.round_id)
        .where(Round.state.in_(RUNNING)),
        _of_those(Visit, Visit.part_id, part_ids, among),
    )
    return {(row.person_id, row.part_id) for row in session().execute(statement)}


def _of_those(
    model: type[Connection] | type[Seat] | type[Visit],
    part: InstrumentedAttribute[UUID],
    part_ids: Collection[UUID],
    among: Collection[UUID] | None,
) -> Select[UUID, UUID]:
    statement = select(model.person_id, part).where(part.in_(part_ids), model.ended_at.is_(None))
    return statement if among is None else statement.where(model.person_id.in_(among))


def people_of(organisation_id: UUID) -> set[UUID]:
    """Those who belong to the organisation, or did."""
    statement = select(Affiliation.person_id).where(Affiliation.organisation_id == organisation_id)
    return set(session().scalars(statement))


def parts_of(event_id: UUID) -> set[UUID]:
    """The event's parts."""
    return set(session().scalars(select(Part.id).where(Part.event_id == event_id)))


def was_in(person_id: UUID) -> ColumnElement[bool]:
    """Whether the person was in the room (correlated): seated, on a visit, or in its plenary."""
    seated = exists().where(Seat.room_id == Room.id, Seat.person_id == person_id)
    visited = exists().where(Visit.room_id == Room.id, Visit.person_id == person_id)
    attended = exists().where(Connection.part_id == Room.part_id, Connection.person_id == person_id)
    return or_(seated, visited, and_(Room.kind == RoomKind.PLENARY.value, attended))


def were_in(room: Room) -> set[UUID]:
    """Everybody who was in the room, as far as that is known still."""
    there = [
        select(Seat.person_id).where(Seat.room_id == room.id),
        select(Visit.person_id).where(Visit.room_id == room.id),
    ]
    if room.kind == RoomKind.PLENARY:
        attended = select(Connection.person_id).where(Connection.part_id == room.part_id)
        there.append(attended)
    return set(session().scalars(union(*there)))
