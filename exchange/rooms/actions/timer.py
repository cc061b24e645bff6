"""The part's one clock: started, paused, lengthened, taken away. At zero it cuts nothing off."""

from datetime import datetime, timedelta
from uuid import UUID

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.rooms.actions.acts import require_seen, tell
from exchange.rooms.actions.show import hold, show
from exchange.rooms.enums import RoundState
from exchange.rooms.errors import NoTimer
from exchange.rooms.models import LivePart
from exchange.rooms.queries import About, part_to_run, picture_of


@action
def set_timer(
    *, actor: Actor, part_id: UUID, seconds: int | None, seen: int | None = None
) -> LivePart:
    """Set the one deadline that every clock shows, `seconds` from now; None takes it away.

    Raises `Clash` by `seen`, `NotFound`, `PartNotOpen`, `Refused`.
    """
    live = _held(actor, part_id, seen)
    live.timer_ends_at = clock.now() + timedelta(seconds=seconds) if seconds else None
    live.timer_left = None
    record(actor, Tag.TIMER_SET, live, seconds=seconds)
    tell(actor, live, Tag.TIMER_SET, number=seconds)
    show(live)
    return live


@action
def pause_timer(*, actor: Actor, part_id: UUID, paused: bool, seen: int | None = None) -> LivePart:
    """Stop the clock where it stands, or let what is left of it run from now; idempotent.

    Rooms that are closing close all the same: their countdown is a promise of its own. Raises
    `NoTimer` where no clock is set, `Clash` by `seen`, `NotFound`, `PartNotOpen`, `Refused`.
    """
    live, now = _held(actor, part_id, seen), clock.now()
    if live.timer_ends_at is None and live.timer_left is None:
        raise NoTimer
    if paused == (live.timer_left is not None):
        return live
    if live.timer_ends_at is not None:
        live.timer_left = _seconds_left(live.timer_ends_at, now)
        live.timer_ends_at = None
    elif live.timer_left is not None:
        live.timer_ends_at, live.timer_left = now + timedelta(seconds=live.timer_left), None
    tag = Tag.TIMER_PAUSED if paused else Tag.TIMER_RESUMED
    record(actor, tag, live)
    tell(actor, live, tag)
    show(live)
    return live


def _seconds_left(ends_at: datetime, now: datetime) -> int:
    return max(0, round((ends_at - now).total_seconds()))


@action
def extend_timer(*, actor: Actor, part_id: UUID, seconds: int, seen: int | None = None) -> LivePart:
    """Give `seconds` more: to the timer, and to the countdown of rooms that are closing.

    A timer that has run out counts from now; one that is paused stays so. Raises `NoTimer` where
    neither runs, `Clash` by `seen`, `NotFound`, `PartNotOpen`, `Refused`.
    """
    live = _held(actor, part_id, seen)
    more, now = timedelta(seconds=seconds), clock.now()
    under_way = picture_of(part_id).round
    closing = under_way if under_way and under_way.state == RoundState.CLOSING else None
    if live.timer_ends_at is None and live.timer_left is None and closing is None:
        raise NoTimer
    if live.timer_ends_at is not None:
        live.timer_ends_at = max(live.timer_ends_at, now) + more
    if live.timer_left is not None:
        live.timer_left += seconds
    if closing is not None and closing.closes_at is not None:
        closing.closes_at = closing.closes_at + more
    record(actor, Tag.TIMER_EXTENDED, live, more=seconds)
    tell(actor, live, Tag.TIMER_EXTENDED, number=seconds)
    show(live)
    return live


def _held(actor: Actor, part_id: UUID, seen: int | None) -> LivePart:
    part_to_run(actor, part_id)
    live = hold(part_id)
    require_seen(actor, live, About.CLOCK, seen)
    return live
