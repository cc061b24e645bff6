"""Cases as rooms work on them: which, whose, and what those in the room may read of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Select, select

from exchange.cases.models import Case, CaseWish
from exchange.cases.queries import OpenedCase, cases_for, opened, standing_cases, wishes_of
from exchange.core.actor import Actor
from exchange.core.db import find, session
from exchange.core.errors import NotFound
from exchange.events.models import Event, Part
from exchange.events.queries import is_facilitator
from exchange.rooms.by_case import Wishes, rooms_wished
from exchange.rooms.enums import Role
from exchange.rooms.models import Room, SheetStep
from exchange.rooms.queries.access import part_to_run
from exchange.rooms.queries.picture import Picture


@dataclass(frozen=True)
class Work:
    """The cases of a round, one for each room in order, and who wishes to work on which."""

    cases: Sequence[Case] = ()
    wished: dict[UUID, CaseWish] = field(default_factory=dict)

    def wishes(self, at: dict[UUID, UUID]) -> Wishes:
        """The rooms each person wishes for; `at` is the room of each case."""
        topics = _topics(self.cases) if any(wish.topic for wish in self.wished.values()) else {}
        return {
            person_id: rooms_wished(wish.first_id, wish.second_id, wish.topic, at, topics)
            for person_id, wish in self.wished.items()
        }


NO_WORK = Work()


def work_of(picture: Picture, step: SheetStep, rooms: int) -> Work:
    """What is worked on in the step: the cases chosen for it that still stand.

    Where none was chosen: up to `rooms` of those not worked on in this part whose presenters are
    here, the first handed in first.
    """
    event_id = picture.part.event_id
    standing = {case.id: case for case in standing_cases(event_id)}
    chosen = [standing[UUID(id)] for id in step.cases if UUID(id) in standing]
    if not chosen:
        before = set(session().scalars(_worked_on(picture.part)))
        here = {
            each.id
            for each in picture.people.values()
            if each.present and each.role is Role.PARTICIPANT
        }
        fresh = (c for c in standing.values() if c.id not in before and c.person_id in here)
        chosen = list(fresh)[:rooms]
    return Work(chosen, wishes_of(event_id))


def _worked_on(part: Part) -> Select[UUID | None]:
    return select(Room.case_id).where(Room.part_id == part.id, Room.case_id.is_not(None))


def cases_of_step(actor: Actor, part_id: UUID) -> list[OpenedCase]:
    """The cases of which a facilitator of the event chooses for a step.

    Raises `NotFound`, and `Refused` for a facilitator who may read none yet.
    """
    part = find(Part, part_id)
    event = find(Event, part.event_id) if part else None
    if event is None or not is_facilitator(actor.person_id, event.id):
        raise NotFound
    return cases_for(actor, event)


def cases_to_give(actor: Actor, part_id: UUID) -> list[OpenedCase]:
    """The cases that a facilitator may give to rooms of the part. Raises `NotFound`, `Refused`."""
    part_to_run(actor, part_id)
    part = find(Part, part_id)
    event = find(Event, part.event_id) if part else None
    return cases_for(actor, event) if event else []


def wished_rooms(picture: Picture, person_id: UUID) -> list[UUID]:
    """The open rooms in which a case is worked on that the person wishes for, most wanted first."""
    at = {room.case_id: room.id for room in picture.breakouts if room.case_id}
    wish = wishes_of(picture.part.event_id).get(person_id)
    if wish is None or not at:
        return []
    cases = session().scalars(select(Case).where(Case.id.in_(at), Case.withdrawn_at.is_(None)))
    return list(Work(cases.all(), {person_id: wish}).wishes(at).get(person_id, ()))


def _topics(cases: Iterable[Case]) -> dict[UUID, str]:
    return {case.id: opened(case).content.topic for case in cases}
