"""Next and back: one press of the facilitator takes the part from step to step."""

from uuid import UUID

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.errors import NotFound
from exchange.rooms.actions.acts import require_seen, tell
from exchange.rooms.actions.rounds import begin_countdown, stop_countdown
from exchange.rooms.actions.show import hold, show
from exchange.rooms.actions.steps import begin, let_wait
from exchange.rooms.enums import Moved, RoundState
from exchange.rooms.models import LivePart, Round, SheetStep
from exchange.rooms.queries import About, has_begun_since, part_to_run, picture_of
from exchange.rooms.runsheet import LANDING, TABLE, Does, Stand, verb_of


@action
def go_to_step(*, actor: Actor, part_id: UUID, step_id: UUID, seen: int) -> LivePart:
    """Take the part to a step of its run sheet; `seen` is the version of the view that they saw.

    Without open rooms the step begins at once, and so does one that keeps the rooms that are open.
    Else their countdown begins, and the step begins when they have closed: it waits in the
    database, so that whichever process closes the rooms begins it. To go to the step that runs
    keeps the rooms open, or, without rooms, begins it anew; pressed twice, it has begun already.
    Raises `Clash` if somebody else moved the sheet or the rooms meanwhile, `NotFound`,
    `PartNotOpen`, `Refused`.
    """
    part_to_run(actor, part_id)
    live = hold(part_id)
    require_seen(actor, live, About.COURSE, seen)
    picture = picture_of(part_id)
    step = picture.find_step(step_id)
    if step is None:
        raise NotFound
    does = TABLE[_stand(live, picture.round), verb_of(picture.steps, live.step_id, step)]
    twice = step.id == live.step_id and has_begun_since(part_id, step.id, seen)
    if does is Does.NOTHING or (does is Does.BEGIN and twice):
        return live
    if picture.round is not None:
        moved = _in_rooms(actor, live, picture.round, step, does)
    else:
        moved = begin(actor, live, step)
    show(live, moved=moved)
    return live


def _stand(live: LivePart, under_way: Round | None) -> Stand:
    if under_way is None:
        return Stand.RESTING
    return Stand.LANDING if live.next_step_id else Stand.IN_ROOMS


def _in_rooms(
    actor: Actor, live: LivePart, under_way: Round, step: SheetStep, does: Does
) -> dict[UUID, Moved]:
    """What a press means while rooms are open; who was moved."""
    closing = under_way.state == RoundState.CLOSING
    if does in (Does.KEEP_OPEN, Does.BEGIN_HERE) and closing:
        stop_countdown(actor, live, under_way)
    if does is Does.BEGIN_HERE:
        return begin(actor, live, step)
    if does in (Does.CLOSE_FIRST, Does.WAIT_FOR_IT):
        let_wait(live, step)
        record(actor, Tag.STEP_WAITS, live, step=step.id)
        tell(actor, live, Tag.STEP_WAITS, step=step.id)
        if not closing:  # else the countdown that runs is theirs, too
            begin_countdown(actor, live, under_way, LANDING)
    return {}
