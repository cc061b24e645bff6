"""Which cases a step works on, chosen beforehand."""

from collections.abc import Sequence
from uuid import UUID

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.errors import NotFound
from exchange.rooms.actions.planning import hold_sheet, show_sheet
from exchange.rooms.enums import Seating
from exchange.rooms.models import SheetStep
from exchange.rooms.queries import cases_of_step, steps_of


@action
def choose_cases(
    *, actor: Actor, part_id: UUID, step_id: UUID, case_ids: Sequence[UUID]
) -> SheetStep:
    """Say which cases a step by case works on, one in each room, in this order.

    None: those of who is there. Facilitators alone choose, since they alone read all. Raises
    `NotFound`, `Refused`.
    """
    live = hold_sheet(actor, part_id)
    offered = {each.id for each in cases_of_step(actor, part_id)}
    step = next((each for each in steps_of(part_id) if each.id == step_id), None)
    if step is None or step.seating != Seating.BY_CASE or not offered.issuperset(case_ids):
        raise NotFound
    step.cases = [case_id.hex for case_id in dict.fromkeys(case_ids)]
    record(actor, Tag.CASES_CHOSEN, step, part=part_id, cases=len(step.cases))
    show_sheet(live)
    return step
