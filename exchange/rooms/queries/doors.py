"""Who waits at the doors of a part, who is shut out of its event, and what the lobby shows."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, case, func, select

from exchange.accounts.models import Person
from exchange.confidentiality.queries import versions_in_force
from exchange.core.bulk import among
from exchange.core.db import session
from exchange.core.errors import ExchangeError, NotFound
from exchange.core.prepared import built_once
from exchange.core.shared import Joined
from exchange.events.models import AgendaItem, Event, Facilitation, Part
from exchange.events.rules import DOORS_BEFORE_START
from exchange.membership.models import Organisation
from exchange.registration.enums import STANDING, Shown
from exchange.registration.models import Registration
from exchange.registration.queries import standing_registration
from exchange.rooms.messages import AgendaLine, Coming, LobbyView, Pledge
from exchange.rooms.models import Admission, Ban, Connection, LobbyStay
from exchange.rooms.rules import ADMITTED

OPEN = LobbyStay.ended_at.is_(None)


@dataclass(frozen=True)
class Waiting:
    """Somebody in the lobby, since when they came there first."""

    id: UUID
    name: str
    organisation: str | None
    since: datetime
    admitted: bool  # they come in this moment, or once the doors open


@dataclass(frozen=True)
class Banned:
    """Somebody who is shut out of the event, and the code of the reason."""

    id: UUID
    name: str
    reason: str


@dataclass(frozen=True)
class Doors:
    """Who stands at the doors of a part, in the order of coming, and who is shut out."""

    waiting: tuple[Waiting, ...] = ()
    banned: tuple[Banned, ...] = ()


def doors_of(parts: Collection[Part]) -> dict[UUID, Doors]:
    """The doors of each part now, in two statements for all."""
    waiting = _waiting_at([part.id for part in parts])
    banned = _banned_from({part.event_id for part in parts})
    return {part.id: Doors(waiting[part.id], banned[part.event_id]) for part in parts}


def _waiting_at(part_ids: Sequence[UUID]) -> defaultdict[UUID, tuple[Waiting, ...]]:
    """Those who are in a lobby and not inside, in the order in which they first came."""
    found: defaultdict[UUID, tuple[Waiting, ...]] = defaultdict(tuple)
    for row in session().execute(_waiting(), {"parts": part_ids}) if part_ids else ():
        found[row.part_id] += (
            Waiting(row.id, row.name, row.organisation, row.since, bool(row.admitted)),
        )
    return found


@built_once  # asked with every picture of a part
def _waiting() -> Select[*tuple[Any, ...]]:
    stays = (
        select(
            LobbyStay.part_id,
            LobbyStay.person_id,
            func.min(LobbyStay.seq).label("first"),
            func.min(LobbyStay.began_at).label("since"),
        )
        .where(among(LobbyStay.part_id, "parts"))
        .group_by(LobbyStay.part_id, LobbyStay.person_id)
        .having(func.sum(case((OPEN, 1), else_=0)) > 0)
        .subquery()
    )
    inside = select(Connection.seq).where(
        Connection.part_id == stays.c.part_id,
        Connection.person_id == Person.id,
        Connection.ended_at.is_(None),
    )
    admitted = select(Admission.seq).where(
        Admission.part_id == stays.c.part_id,
        Admission.person_id == Person.id,
        Admission.ended_at.is_(None),
    )
    registered = and_(
        Registration.event_id == Part.event_id,
        Registration.person_id == Person.id,
        Registration.state.in_(STANDING),
    )
    return (
        select(
            stays.c.part_id,
            Person.id,
            Person.name,
            Organisation.name.label("organisation"),
            stays.c.since,
            admitted.exists().label("admitted"),
        )
        .join(stays, stays.c.person_id == Person.id)
        .join(Part, Part.id == stays.c.part_id)
        .outerjoin(Registration, registered)
        .outerjoin(Organisation, Organisation.id == Registration.organisation_id)
        .where(~inside.exists())
        .order_by(stays.c.first)
    )


def banned_from(event_id: UUID) -> tuple[Banned, ...]:
    """Those who are shut out of the event, by name."""
    return _banned_from([event_id])[event_id]


def _banned_from(event_ids: Collection[UUID]) -> defaultdict[UUID, tuple[Banned, ...]]:
    found: defaultdict[UUID, tuple[Banned, ...]] = defaultdict(tuple)
    for row in session().execute(_banned(), {"events": list(event_ids)}) if event_ids else ():
        found[row.event_id] += (Banned(row.id, row.name, row.reason),)
    return found


@built_once
def _banned() -> Select[*tuple[Any, ...]]:
    return (
        select(Ban.event_id, Person.id, Person.name, Ban.reason)
        .join(Ban, Ban.person_id == Person.id)
        .where(among(Ban.event_id, "events"), Ban.lifted_at.is_(None))
        .order_by(Person.name, Person.seq)
    )


def lobby_for(part_id: UUID, person_id: UUID) -> LobbyView:
    """The lobby of a part as the person sees it. Raises `NotFound`."""
    lobby = LOBBIES.ask(part_id)
    registration = standing_registration(person_id, lobby.event_id)
    return lobby.seen_by(registration.shown if registration else None)


def _lobbies(part_ids: Sequence[UUID]) -> list[LobbyView | ExchangeError]:
    found: dict[UUID, LobbyView | ExchangeError] = {}
    for part_id in dict.fromkeys(part_ids):
        part = session().scalars(select(Part).where(Part.id == part_id)).one_or_none()
        found[part_id] = _lobby(part) if part else NotFound()
    return [found[part_id] for part_id in part_ids]


# Of a crowd that waits for the same doors, one asks for all.
LOBBIES: Joined[UUID, LobbyView] = Joined(_lobbies)


def _lobby(part: Part) -> LobbyView:
    people = session().execute(_coming(part.event_id)).all()
    seen = [_as_they_allow(row) for row in people if row.shown != Shown.NOTHING]
    return LobbyView(
        event_id=part.event_id,
        starts_at=part.starts_at,
        ends_at=part.ends_at,
        doors_at=part.starts_at - DOORS_BEFORE_START,
        agenda=_agenda(part),
        facilitators=_facilitators(part.event_id),
        coming=tuple(seen),
        others=len(people) - len(seen),
        pledges=tuple(
            Pledge(version.protocol.title, f"/protocols/{version.protocol.slug}/{version.number}")
            for version in versions_in_force(part.event_id)
        ),
    )


def _as_they_allow(row: Any) -> Coming:
    return Coming(row.name if row.shown == Shown.NAME else None, row.organisation)


def _coming(event_id: UUID) -> Select[*tuple[Any, ...]]:
    """Everybody with a place, and what each allows others to see."""
    return (
        select(Person.name, Registration.shown, Organisation.name.label("organisation"))
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(Organisation, Organisation.id == Registration.organisation_id)
        .where(Registration.event_id == event_id, Registration.state.in_(ADMITTED), Person.active)
        .order_by(Person.name, Person.seq)
    )


def _agenda(part: Part) -> tuple[AgendaLine, ...]:
    statement = (
        select(AgendaItem.at, AgendaItem.minutes, AgendaItem.title)
        .where(AgendaItem.event_id == part.event_id, AgendaItem.part_number == part.number)
        .order_by(AgendaItem.position)
    )
    return tuple(AgendaLine(*row) for row in session().execute(statement))


def _facilitators(event_id: UUID) -> tuple[str, ...]:
    statement = (
        select(Person.name)
        .join(Facilitation, Facilitation.person_id == Person.id)
        .where(Facilitation.event_id == event_id, Facilitation.ended_at.is_(None), Person.active)
        .order_by(Person.name, Person.seq)
    )
    return tuple(session().scalars(statement))


def event_of(part_id: UUID) -> Event:
    """The event of a part. Raises `NotFound`."""
    statement = select(Event).join(Part, Part.event_id == Event.id).where(Part.id == part_id)
    event = session().scalars(statement).one_or_none()
    if event is None:
        raise NotFound
    return event
