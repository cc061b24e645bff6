"""Several facilitators at once: each sees what the others did, and nobody undoes it unawares."""

from collections.abc import Collection
from uuid import UUID

from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.actor import Actor
from exchange.core.db import add
from exchange.rooms.errors import Clash
from exchange.rooms.models import Act, LivePart
from exchange.rooms.queries import About, unseen_act


def tell(
    actor: Actor,
    live: LivePart,
    tag: Tag,
    *,
    whom: UUID | None = None,
    room: UUID | None = None,
    step: UUID | None = None,
    number: int | None = None,
) -> None:
    """Have the other facilitators see what the actor did. The caller holds the part, and shows it.

    What the clock does by itself is nobody's act.
    """
    if actor.person_id is None:
        return
    add(
        Act(
            part_id=live.part_id,
            version=live.version + 1,
            at=clock.now(),
            person_id=actor.person_id,
            tag=tag.value,
            whom_id=whom,
            room_id=room,
            step_id=step,
            number=number,
        )
    )


def require_seen(
    actor: Actor, live: LivePart, about: About, seen: int | None, *, of: Collection[UUID] = ()
) -> None:
    """Raise `Clash` if somebody else did something about it that the actor had not seen.

    `seen` is the version of the view by which the actor decided (None: by no view at all), `of` are
    the people or rooms that it is about. Their own acts since then are no surprise to them: presses
    in quick succession are obeyed one after the other. The caller holds the part.
    """
    if seen is None:
        return
    act = unseen_act(live.part_id, about, actor.person, seen, of=of)
    if act is not None:
        raise Clash(act=act.payload())
