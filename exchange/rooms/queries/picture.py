"""A part as it is now, read in a fixed number of statements. Every view is a function of it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from exchange.core.db import session
from exchange.core.errors import ExchangeError, NotFound
from exchange.core.shared import Joined
from exchange.rooms.messages import ActView
from exchange.rooms.models import Hand, HelpCall, SheetStep
from exchange.rooms.queries.acts import acts_of
from exchange.rooms.queries.asking import Asking, asking_of
from exchange.rooms.queries.doors import Doors, doors_of
from exchange.rooms.queries.gathering import PART, ROOMS, Gathering, gathering_of
from exchange.rooms.queries.polls import Polls, polls_of
from exchange.rooms.queries.room_cases import RoomCase, room_cases


@dataclass(frozen=True)
class NotesHead:
    """How far a room's notes have come, when they last moved, and whether they are locked."""

    last: int = 0
    locked: bool = False
    moved_at: datetime | None = None
    points: int = 0  # changes of its ideas and actions


NotesHeads = Callable[[Collection[UUID]], Mapping[UUID, NotesHead]]
_notes_heads: NotesHeads = lambda _: {}  # noqa: E731  # until the notes say


def tell_notes(heads: NotesHeads) -> None:
    """Let views show how notes stand. Notes are built upon rooms, so rooms do not import them."""
    global _notes_heads  # noqa: PLW0603  # one per process, set when notes are loaded
    _notes_heads = heads


def notes_heads(room_ids: Collection[UUID]) -> Mapping[UUID, NotesHead]:
    """Where the notes of these rooms stand, in one statement; rooms without notes are left out."""
    return _notes_heads(room_ids)


@dataclass(frozen=True)
class Picture(Gathering):
    """A gathering with everything that views show of it."""

    hands: tuple[Hand, ...] = ()  # raised, in order
    help: tuple[HelpCall, ...] = ()  # waiting, in order
    notes: Mapping[UUID, NotesHead] = field(default_factory=dict)
    steps: tuple[SheetStep, ...] = ()  # the run sheet, in order; left out before the doors open
    asking: Asking | None = None  # before a step to come
    polls: Polls = field(default_factory=Polls)  # of an open part
    doors: Doors = field(default_factory=Doors)
    cases: Mapping[UUID, RoomCase] = field(default_factory=dict)  # by room
    acts: tuple[ActView, ...] = ()  # of its facilitators, newest first

    def find_step(self, step_id: UUID | None) -> SheetStep | None:
        return next((step for step in self.steps if step.id == step_id), None)


def picture_of(part_id: UUID) -> Picture:
    """The part now, as views show it. Raises `NotFound`. Its version is read first, too."""
    here = gathering_of(part_id)
    live, rooms = here.live, here.rooms
    ids = [room.id for room in rooms]
    steps = steps_of(part_id) if live else ()
    return Picture(
        part=here.part,
        live=live,
        round=here.round,
        rooms=rooms,
        people=here.people,
        at=here.at,
        hands=_open(Hand, Hand.lowered_at, ids),
        help=_open(HelpCall, HelpCall.ended_at, ids),
        notes=notes_heads(ids),
        steps=steps,
        asking=asking_of(live, steps),
        polls=polls_of(part_id) if rooms else Polls(),
        doors=doors_of(here.part),
        cases=room_cases(rooms),
        acts=acts_of(part_id) if rooms else (),
    )


def steps_of(part_id: UUID) -> tuple[SheetStep, ...]:
    """The part's run sheet, in order."""
    return tuple(session().scalars(_steps(), {"part": part_id}))


@cache
def _steps() -> Select[SheetStep]:
    statement = select(SheetStep).where(SheetStep.part_id == PART)
    ordered = statement.order_by(SheetStep.position, SheetStep.seq)
    return ordered.execution_options(populate_existing=True)


def _pictures(part_ids: Sequence[UUID]) -> list[Picture | ExchangeError]:
    """As `picture_of`, each part once, and for other scopes than this one, too."""
    found: dict[UUID, Picture | ExchangeError] = {}
    for part_id in dict.fromkeys(part_ids):
        try:
            found[part_id] = picture_of(part_id)
        except NotFound as error:
            found[part_id] = error
    session().expunge_all()  # so that nothing that happens to this session touches them
    return [found[part_id] for part_id in part_ids]


# A crowd that comes at one moment reads the part once.
PICTURES: Joined[UUID, Picture] = Joined(_pictures)


def _open(model: Any, ended: Any, room_ids: list[UUID]) -> tuple[Any, ...]:
    return tuple(session().scalars(_standing(model, ended), {"rooms": room_ids}))


@cache
def _standing(model: Any, ended: Any) -> Select[Any]:
    statement = select(model).where(model.room_id.in_(ROOMS), ended.is_(None))
    return statement.order_by(model.seq).execution_options(populate_existing=True)
