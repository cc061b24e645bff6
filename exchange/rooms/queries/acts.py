"""What facilitators did in a part lately, and what somebody had not seen when they pressed."""

from collections import defaultdict
from collections.abc import Collection
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from exchange.accounts.models import Person
from exchange.audit.tags import Tag
from exchange.core.bulk import among
from exchange.core.db import session
from exchange.core.prepared import built_once
from exchange.rooms.messages import ActRoom, ActView
from exchange.rooms.models import Act, Room, SheetStep

SHOWN = 8  # acts, newest first


class About(StrEnum):
    """What two acts have in common that clash."""

    COURSE = "course"  # of the part: its steps, and its rooms opening and closing
    CLOCK = "clock"
    PERSON = "person"  # where somebody belongs
    ROOM = "room"  # what a room is called, what it works on, whether it is open


ABOUT = {
    About.COURSE: (
        Tag.STEP_BEGUN,
        Tag.STEP_WAITS,
        Tag.ROUND_OPENED,
        Tag.ROUND_CLOSING,
        Tag.ROUND_REPRIEVED,
        Tag.ROUND_CLOSED,
    ),
    About.CLOCK: (Tag.TIMER_SET, Tag.TIMER_EXTENDED, Tag.TIMER_PAUSED, Tag.TIMER_RESUMED),
    About.PERSON: (Tag.SEATED, Tag.REMOVED, Tag.READMITTED),
    About.ROOM: (Tag.ROOM_RENAMED, Tag.PROMPT_CHANGED, Tag.ROOM_CLOSED, Tag.ROOM_KEPT),
}


def acts_in(part_ids: Collection[UUID]) -> defaultdict[UUID, tuple[ActView, ...]]:
    """The newest acts of each part's facilitators, newest first; what one press did, once."""
    found: defaultdict[UUID, tuple[ActView, ...]] = defaultdict(tuple)
    for row in session().execute(_newest(), {"parts": list(part_ids)}) if part_ids else ():
        found[row.Act.part_id] += (_view(row),)
    return found


@built_once  # asked with every picture of a part
def _newest() -> Select[*tuple[Any, ...]]:
    first = func.min(Act.seq)
    rank = func.row_number().over(partition_by=Act.part_id, order_by=first.desc())
    presses = select(first.label("first"), rank.label("rank")).where(among(Act.part_id, "parts"))
    ranked = presses.group_by(Act.part_id, Act.version, Act.person_id, Act.tag).subquery()
    return _acts(Act.seq.in_(select(ranked.c.first).where(ranked.c.rank <= SHOWN)))


def unseen_act(
    part_id: UUID, about: About, person_id: UUID, seen: int, *, of: Collection[UUID] = ()
) -> ActView | None:
    """The newest act about the same thing that somebody else did after version `seen`.

    `of` are the people, or the rooms, that it is about.
    """
    tags = [tag.value for tag in ABOUT[about]]
    subject = {About.PERSON: Act.whom_id, About.ROOM: Act.room_id}.get(about)
    statement = _acts(
        *(() if subject is None else (subject.in_(of),)),
        Act.part_id == part_id,
        Act.version > seen,
        Act.tag.in_(tags),
        Act.person_id != person_id,
    )
    row = session().execute(statement.limit(1)).one_or_none()
    return _view(row) if row else None


def has_begun_since(part_id: UUID, step_id: UUID, seen: int) -> bool:
    """Whether a facilitator began the step after version `seen`."""
    statement = select(Act.seq).where(
        Act.part_id == part_id,
        Act.version > seen,
        Act.tag == Tag.STEP_BEGUN.value,
        Act.step_id == step_id,
    )
    return session().scalar(statement.limit(1)) is not None


def _acts(*which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    who, whom = aliased(Person), aliased(Person)
    return (
        select(
            Act,
            who.name.label("who"),
            whom.name.label("whom"),
            Room.name.label("room"),
            Room.kind,
            SheetStep.title.label("step"),
        )
        .join(who, who.id == Act.person_id)
        .outerjoin(whom, whom.id == Act.whom_id)
        .outerjoin(Room, Room.id == Act.room_id)
        .outerjoin(SheetStep, SheetStep.id == Act.step_id)
        .where(*which)
        .order_by(Act.seq.desc())
    )


def _view(row: Any) -> ActView:
    """One act; of what one press did to several people, how many they were instead of one name."""
    act = row.Act
    several = act.tag == Tag.SEATED and act.number is not None and act.number > 1
    return ActView(
        at=act.at,
        person_id=act.person_id,
        who=row.who,
        tag=act.tag,
        whom=None if several else row.whom,
        room=ActRoom(row.room, row.kind) if row.room else None,
        step=row.step,
        number=act.number,
    )
