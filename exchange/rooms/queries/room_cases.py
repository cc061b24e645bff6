"""The case that a room works on, as those in the room may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from exchange.accounts.models import Person
from exchange.cases.messages import CaseContent
from exchange.cases.models import Case
from exchange.cases.queries import opened
from exchange.core.db import session
from exchange.rooms.models import Room


@dataclass(frozen=True)
class RoomCase:
    """Whose case a room works on; its words, where its presenter lets the room read them."""

    case_id: UUID
    presenter_id: UUID
    presenter: str
    withdrawn: bool
    content: CaseContent | None


def room_cases(rooms: Sequence[Room]) -> dict[UUID, RoomCase]:
    """The case of each of these rooms that has one; one statement, or none."""
    wanted = {room.case_id for room in rooms if room.case_id is not None}
    if not wanted:
        return {}
    statement = (
        select(Case, Person.name)
        .join(Person, Person.id == Case.person_id)
        .where(Case.id.in_(wanted))
        .execution_options(populate_existing=True)
    )
    found = {row.Case.id: _seen(row.Case, row.name) for row in session().execute(statement)}
    return {room.id: found[room.case_id] for room in rooms if room.case_id in found}


def _seen(case: Case, presenter: str) -> RoomCase:
    withdrawn = case.withdrawn_at is not None
    shown = case.shown_in_room and not withdrawn
    content = opened(case).content if shown else None
    return RoomCase(case.id, case.person_id, presenter, withdrawn, content)
