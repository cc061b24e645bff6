"""Planning a part: its steps added, changed, moved, removed and copied."""

from collections.abc import Iterable
from dataclasses import asdict
from uuid import UUID

from sqlalchemy import select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, session
from exchange.core.errors import NotFound
from exchange.events.models import Part
from exchange.rooms.actions.asking import forget_answers_to
from exchange.rooms.actions.show import hold_any, show
from exchange.rooms.errors import NothingToSave, SheetFull, StepRunning
from exchange.rooms.messages import StepContent
from exchange.rooms.models import LivePart, SheetStep
from exchange.rooms.queries import content_of, part_to_plan, steps_of
from exchange.rooms.runsheet import MOST_STEPS

WORDS = ("title", "prompt", "material", "headings")  # may change while the step runs


@action
def add_step(*, actor: Actor, part_id: UUID, content: StepContent) -> SheetStep:
    """Put a step at the end of the sheet. Raises `SheetFull`, `NotFound`."""
    live = hold_sheet(actor, part_id)
    (step,) = append(part_id, [content])
    record(actor, Tag.STEP_ADDED, step, part=part_id, kind=step.kind)
    show_sheet(live)
    return step


@action
def change_step(*, actor: Actor, part_id: UUID, step_id: UUID, content: StepContent) -> SheetStep:
    """Give a step this content. Of a step that runs or waits the words alone may change.

    Those in the rooms see new words at once. Raises `StepRunning`, `NotFound`.
    """
    live = hold_sheet(actor, part_id)
    step = _step(part_id, step_id)
    before = content_of(step)
    changed = [name for name, value in asdict(content).items() if getattr(before, name) != value]
    if not changed:
        return step
    runs = _runs(live, step)
    if runs and not set(changed) <= set(WORDS):
        raise StepRunning
    _write(step, content)
    record(actor, Tag.STEP_CHANGED, step, part=part_id, fields=changed)
    show_sheet(live, words_changed=runs)
    return step


@action
def move_step(*, actor: Actor, part_id: UUID, step_id: UUID, to: int) -> None:
    """Put a step at place `to` (from 1) of the order; beyond the end means last.

    A step that runs may move, too: only what comes before and after it changes. Raises `NotFound`.
    """
    live = hold_sheet(actor, part_id)
    step = _step(part_id, step_id)
    before = steps_of(part_id)
    order = [each for each in before if each is not step]
    order.insert(max(0, to - 1), step)
    if list(before) == order:
        return
    for position, each in enumerate(order):
        each.position = position
    record(actor, Tag.STEP_MOVED, step, part=part_id, to=order.index(step) + 1)
    show_sheet(live)


@action
def remove_step(*, actor: Actor, part_id: UUID, step_id: UUID) -> None:
    """Take a step out of the sheet. Raises `StepRunning`, `NotFound`."""
    live = hold_sheet(actor, part_id)
    step = _step(part_id, step_id)
    if _runs(live, step):
        raise StepRunning
    if live is not None and live.step_id == step.id:  # the doors have closed upon it
        live.step_id, live.step_began_at = None, None
        session().flush()
    forget_answers_to(step.id)
    session().delete(step)
    record(actor, Tag.STEP_REMOVED, step, part=part_id)
    session().flush()
    show_sheet(live)


@action
def copy_sheet(*, actor: Actor, part_id: UUID, from_part_id: UUID) -> int:
    """Append the steps of another part that the actor may plan; returns how many.

    Raises `NothingToSave` where that part has none, `SheetFull`, `NotFound`.
    """
    source = part_to_plan(actor, from_part_id)
    live = hold_sheet(actor, part_id)
    copied = append(part_id, [content_of(step) for step in steps_of(from_part_id)])
    if not copied:
        raise NothingToSave
    record(actor, Tag.SHEET_COPIED, source, to=part_id, steps=len(copied))
    show_sheet(live)
    return len(copied)


def hold_sheet(actor: Actor, part_id: UUID) -> LivePart | None:
    """Judge the actor and hold the part's plan until the transaction ends; its live row, if any.

    Planners wait for each other; who comes and goes in the part does not wait for planners, since
    the weaker lock lets rows refer to the part. Raises `NotFound`.
    """
    part_to_plan(actor, part_id)
    held = select(Part.seq).where(Part.id == part_id).with_for_update(key_share=True)
    session().execute(held)
    return hold_any(part_id)


def show_sheet(live: LivePart | None, *, words_changed: bool = False) -> None:
    """Let facilitators inside see the sheet as it is now; with changed words, everybody."""
    if live is not None and live.closed_at is None:
        show(live, rooms=None if words_changed else ())


def append(part_id: UUID, contents: Iterable[StepContent]) -> list[SheetStep]:
    """Put steps at the end of the sheet. The caller holds it. Raises `SheetFull`."""
    before, new = steps_of(part_id), list(contents)
    if len(before) + len(new) > MOST_STEPS:
        raise SheetFull
    first = before[-1].position + 1 if before else 0
    return [
        add(SheetStep(part_id=part_id, position=first + n, **asdict(content)))
        for n, content in enumerate(new)
    ]


def _write(step: SheetStep, content: StepContent) -> None:
    for name, value in asdict(content).items():
        setattr(step, name, value)


def _step(part_id: UUID, step_id: UUID) -> SheetStep:
    step = next((each for each in steps_of(part_id) if each.id == step_id), None)
    if step is None:
        raise NotFound
    return step


def _runs(live: LivePart | None, step: SheetStep) -> bool:
    if live is None or live.closed_at is not None:
        return False
    return step.id in (live.step_id, live.next_step_id)
