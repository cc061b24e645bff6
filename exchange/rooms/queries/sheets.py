"""Run sheets and methods, for those who plan; and who sat where in earlier rounds."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from exchange.core.actor import Actor
from exchange.core.db import find, session
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.events.models import Event, Facilitation, Part
from exchange.events.queries import is_facilitator
from exchange.events.rules import manages_events
from exchange.rooms.enums import RoomKind, RoundState
from exchange.rooms.messages import StepContent
from exchange.rooms.models import LivePart, Method, Room, Round, Seat, SheetStep
from exchange.rooms.rules import may_plan

MOST_TO_COPY = 100


def part_to_plan(actor: Actor, part_id: UUID) -> Part:
    """The part, for whoever may plan it. Raises `NotFound` for everybody else."""
    part = find(Part, part_id)
    if part is None:
        raise NotFound
    facilitates = is_facilitator(actor.person_id, part.event_id)
    decision = may_plan(keeps_events=bool(manages_events(actor)), facilitates=facilitates)
    require(decision, NotFound)
    return part


def step_to_plan(actor: Actor, part_id: UUID, step_id: UUID) -> SheetStep:
    """A step of the part, for whoever may plan it. Raises `NotFound`."""
    part_to_plan(actor, part_id)
    step = find(SheetStep, step_id)
    if step is None or step.part_id != part_id:
        raise NotFound
    return step


def content_of(step: SheetStep) -> StepContent:
    """What the step consists of."""
    return StepContent(**{name: getattr(step, name) for name in StepContent.__annotations__})


def running_steps(part_id: UUID) -> dict[UUID, bool]:
    """While doors are open: the step that runs (True), the one that waits for rooms (False)."""
    statement = select(LivePart.step_id, LivePart.next_step_id).where(
        LivePart.part_id == part_id, LivePart.closed_at.is_(None)
    )
    row = session().execute(statement).one_or_none()
    if row is None:
        return {}
    found = {row.next_step_id: False, row.step_id: True}
    return {step_id: runs for step_id, runs in found.items() if step_id is not None}


@dataclass(frozen=True)
class OtherSheet:
    """Another part's sheet that could be copied."""

    part: Part
    event: Event


def sheets_to_copy(actor: Actor, part_id: UUID) -> list[OtherSheet]:
    """Parts with a run sheet that the actor may plan, the newest first, but for this one."""
    planned = select(SheetStep.part_id).where(SheetStep.part_id != part_id)
    statement = (
        select(Part, Event).join(Event, Event.id == Part.event_id).where(Part.id.in_(planned))
    )
    if not manages_events(actor):
        own = select(Facilitation.event_id).where(
            Facilitation.person_id == actor.person, Facilitation.ended_at.is_(None)
        )
        statement = statement.where(Event.id.in_(own))
    rows = session().execute(statement.order_by(Part.starts_at.desc()).limit(MOST_TO_COPY))
    return [OtherSheet(row.Part, row.Event) for row in rows]


def methods() -> Sequence[Method]:
    """The network's methods, by name."""
    return session().scalars(select(Method).order_by(Method.name)).all()


def require_planner(actor: Actor) -> None:
    """Whoever plans some event sees the network's methods; raises `NotFound` for others."""
    statement = select(Facilitation.seq).where(
        Facilitation.person_id == actor.person_id, Facilitation.ended_at.is_(None)
    )
    facilitates = session().scalar(statement.limit(1)) is not None
    decision = may_plan(keeps_events=bool(manages_events(actor)), facilitates=facilitates)
    require(decision, NotFound)


def method_for(actor: Actor, method_id: UUID) -> Method:
    """A method, for whoever plans. Raises `NotFound`."""
    require_planner(actor)
    method = find(Method, method_id)
    if method is None:
        raise NotFound
    return method


def earlier_tables(part_id: UUID) -> list[list[list[UUID]]]:
    """Who sat where in the part's closed rounds, oldest first: for each, its rooms in order.

    Somebody who was moved counts where they sat last; in the plenary, they sat in no room.
    """
    rooms = session().execute(
        select(Room.id, Round.id)
        .join(Round, Round.id == Room.round_id)
        .where(
            Round.part_id == part_id,
            Round.state == RoundState.CLOSED.value,
            Room.kind == RoomKind.BREAKOUT.value,
        )
        .order_by(Round.number, Room.position)
    )
    rounds: dict[UUID, dict[UUID, list[UUID]]] = defaultdict(dict)
    for room_id, round_id in rooms:
        rounds[round_id][room_id] = []
    seats = session().execute(
        select(Seat.round_id, Seat.person_id, Seat.room_id)
        .where(Seat.round_id.in_(list(rounds)))
        .order_by(Seat.seq)
    )
    last = {(round_id, person_id): room_id for round_id, person_id, room_id in seats}
    for (round_id, person_id), room_id in last.items():
        if room_id in rounds[round_id]:
            rounds[round_id][room_id].append(person_id)
    return [list(tables.values()) for tables in rounds.values()]
