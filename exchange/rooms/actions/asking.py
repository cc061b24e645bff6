"""Answering what is asked before a step; what was answered is soon forgotten."""

from uuid import UUID, uuid4

from sqlalchemy import delete, select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, session
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.events.models import Part
from exchange.realtime.publish import person_channel, publish
from exchange.rooms.actions.show import hold, show_soon
from exchange.rooms.arranging import KEPT
from exchange.rooms.asking import options_of
from exchange.rooms.errors import NoSuchChoice
from exchange.rooms.models import SheetStep, StepAnswer
from exchange.rooms.queries import picture_of, place_of_answer, room_for
from exchange.rooms.rules import may_answer
from exchange.vault.content import vault


@action(unaudited_because="the row says who has answered, and an entry would outlive it")
def answer_step(*, actor: Actor, room_id: UUID, step_id: UUID, choice: int) -> None:
    """Answer what is asked before a step with the option at place `choice` (from 0).

    An answer may be changed until the step begins. Raises `NotFound`, `Refused`, `NoSuchChoice`.
    """
    access = room_for(actor, room_id)
    hold(access.part_id)
    picture = picture_of(access.part_id)
    asked = picture.asking is not None and picture.asking.step.id == step_id
    require(may_answer(access.facts, asked=asked))
    if picture.asking is None or picture.plenary is None:
        raise NotFound
    if choice >= len(options_of(picture.asking.step)):
        raise NoSuchChoice
    mine = (StepAnswer.step_id == step_id, StepAnswer.person_id == actor.person)
    session().execute(delete(StepAnswer).where(*mine))
    answer = StepAnswer(
        id=uuid4(), step_id=step_id, person_id=actor.person, room_id=picture.plenary.id, sealed=b""
    )
    answer.sealed = vault().seal(str(choice).encode(), place_of_answer(answer))
    add(answer)
    told = {"step": step_id.hex}
    publish("answered", told, to=person_channel(access.part_id, actor.person))
    show_soon(access.part_id, [room.id for room in picture.rooms])


@action
def forget_old_answers(*, actor: Actor) -> None:
    """Delete what was answered in parts that ended a week ago, though nobody closed their doors."""
    over = select(SheetStep.id).join(Part, Part.id == SheetStep.part_id)
    over = over.where(Part.ends_at < clock.now() - KEPT)
    old = session().scalars(select(StepAnswer).where(StepAnswer.step_id.in_(over))).all()
    for answer in old:
        session().delete(answer)
    if old:
        record(actor, Tag.ARRANGEMENTS_FORGOTTEN, None, answers=len(old))


def forget_answers(part_id: UUID) -> None:
    """Delete what was answered before the steps of a part. The caller holds it."""
    steps = select(SheetStep.id).where(SheetStep.part_id == part_id)
    session().execute(delete(StepAnswer).where(StepAnswer.step_id.in_(steps)))


def forget_answers_to(step_id: UUID) -> None:
    """Delete what was answered before a step that goes. The caller holds the sheet."""
    session().execute(delete(StepAnswer).where(StepAnswer.step_id == step_id))
