"""What is asked before a step, who has answered, and (for the seating alone) what."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from exchange.core.db import session
from exchange.rooms.asking import Answers, asked_next
from exchange.rooms.models import LivePart, SheetStep, StepAnswer
from exchange.vault.content import vault
from exchange.vault.envelope import Content, Place


@dataclass(frozen=True)
class Asking:
    """The step before which people are asked something, and who has answered."""

    step: SheetStep
    answered: frozenset[UUID]


def asking_of(live: LivePart | None, steps: Sequence[SheetStep]) -> Asking | None:
    """What is asked in an open part now: no statement where nothing is, else one."""
    if live is None or live.closed_at is not None:
        return None
    step = asked_next(steps, live.step_id)
    if step is None:
        return None
    who = select(StepAnswer.person_id).where(StepAnswer.step_id == step.id)
    return Asking(step, frozenset(session().scalars(who)))


def place_of_answer(answer: StepAnswer) -> Place:
    """What an answer's seal is bound to."""
    return Place("step_answer", answer.room_id, answer.id, Content.VOTES)


def answers_to(step_id: UUID) -> Answers:
    """What each person answered, in the clear: for those who seat, who show it to nobody."""
    found = session().scalars(select(StepAnswer).where(StepAnswer.step_id == step_id))
    return {
        each.person_id: int(vault().open(each.sealed, place_of_answer(each)))
        for each in found.all()
    }
