"""Parts as they are now, in a fixed number of statements. Every view is a function of a picture."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, select

from exchange.core.bulk import among
from exchange.core.db import session
from exchange.core.prepared import built_once
from exchange.rooms.messages import ActView
from exchange.rooms.models import Hand, HelpCall, SheetStep
from exchange.rooms.queries.acts import acts_in
from exchange.rooms.queries.asking import Asking, asking_of
from exchange.rooms.queries.doors import Doors, doors_of
from exchange.rooms.queries.gathering import PARTS, ROOMS, Gathering, gatherings_of, one_of
from exchange.rooms.queries.polls import Polls, polls_in
from exchange.rooms.queries.room_cases import RoomCase, room_cases


@dataclass(frozen=True)
class NotesHead:
    """How far a room's notes have come, when they last moved, and whether they are locked."""

    last: int = 0
    locked: bool = False
    moved_at: datetime | None = None
    points: int = 0  # changes of its ideas and actions


Sign = TypeVar("Sign", Hand, HelpCall)
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
    """The part now, as views show it. Raises `NotFound`."""
    return one_of(pictures_of([part_id]), part_id)


def pictures_of(part_ids: Collection[UUID]) -> dict[UUID, Picture]:
    """The parts now, as views show them; unknown ones are left out. Versions are read first, too.

    For all of them together as many statements as for one, but where a poll is under way or a
    question asked before a step.
    """
    here = gatherings_of(part_ids)
    opened = [each.part.id for each in here.values() if each.live]
    running = [each.part.id for each in here.values() if each.rooms]
    rooms = [room for each in here.values() for room in each.rooms]
    ids = [room.id for room in rooms]
    hands, calls = _open(Hand, Hand.lowered_at, ids), _open(HelpCall, HelpCall.ended_at, ids)
    notes, cases = notes_heads(ids), room_cases(rooms)
    steps, polls, acts = sheets_of(opened), polls_in(running), acts_in(running)
    doors = doors_of([each.part for each in here.values()])
    found: dict[UUID, Picture] = {}
    for id, each in here.items():
        own = [room.id for room in each.rooms]
        found[id] = Picture(
            part=each.part,
            live=each.live,
            round=each.round,
            rooms=each.rooms,
            people=each.people,
            at=each.at,
            hands=_in_rooms(hands, own),
            help=_in_rooms(calls, own),
            notes={room_id: notes[room_id] for room_id in own if room_id in notes},
            steps=steps[id],
            asking=asking_of(each.live, steps[id]),
            polls=polls.get(id, Polls()),
            doors=doors[id],
            cases={room_id: cases[room_id] for room_id in own if room_id in cases},
            acts=acts[id],
        )
    return found


def steps_of(part_id: UUID) -> tuple[SheetStep, ...]:
    """The part's run sheet, in order."""
    return sheets_of([part_id])[part_id]


def sheets_of(part_ids: Collection[UUID]) -> defaultdict[UUID, tuple[SheetStep, ...]]:
    """The parts' run sheets, each in order."""
    found: defaultdict[UUID, tuple[SheetStep, ...]] = defaultdict(tuple)
    for step in session().scalars(_steps(), {"parts": list(part_ids)}) if part_ids else ():
        found[step.part_id] += (step,)
    return found


@built_once
def _steps() -> Select[SheetStep]:
    statement = select(SheetStep).where(among(SheetStep.part_id, PARTS))
    ordered = statement.order_by(SheetStep.position, SheetStep.seq)
    return ordered.execution_options(populate_existing=True)


def _in_rooms(signs: Iterable[Sign], room_ids: Collection[UUID]) -> tuple[Sign, ...]:
    return tuple(sign for sign in signs if sign.room_id in room_ids)


def _open(model: type[Sign], ended: Any, room_ids: Sequence[UUID]) -> Sequence[Sign]:
    return session().scalars(_standing(model, ended), {"rooms": room_ids}).all() if room_ids else ()


@built_once
def _standing(model: Any, ended: Any) -> Select[Any]:
    statement = select(model).where(among(model.room_id, ROOMS), ended.is_(None))
    return statement.order_by(model.seq).execution_options(populate_existing=True)
