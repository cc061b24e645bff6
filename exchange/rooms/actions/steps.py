"""What it means that a step of the run sheet begins: its clock, its rooms, and what it allows."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.actor import Actor
from exchange.realtime.publish import publish, room_channel
from exchange.rooms.actions.opening import guests_in, open_rooms
from exchange.rooms.actions.polls import follow_step
from exchange.rooms.enums import FOLLOWING, Moved, Seating, StepKind
from exchange.rooms.following import Tables, merged_count
from exchange.rooms.models import LivePart, SheetStep
from exchange.rooms.queries import NotesHead, Picture, earlier_tables, picture_of
from exchange.rooms.runsheet import rooms_for

PER_ROOM = 4  # where a seating should follow from a round that there was not


def begin(actor: Actor, live: LivePart, step: SheetStep) -> dict[UUID, Moved]:
    """Put `step` in force: deadline, locks, and for a breakout its rooms; who was moved, and why.

    Rooms that are open stay open: the step takes place in them. The caller holds the part, and
    shows it.
    """
    now = clock.now()
    live.step_id, live.step_began_at, live.next_step_id = step.id, now, None
    live.turn += 1
    live.timer_ends_at = now + timedelta(minutes=step.minutes)
    live.chat_locked, live.hands_locked = not step.chat, not step.hands
    live.private_paused = not step.chat
    picture = picture_of(live.part_id)
    _pause_notes(live, picture, paused=not step.notes)
    follow_step(actor, live, step)
    if not step.hands:
        for hand in picture.hands:
            hand.lowered_at = now
    record(actor, Tag.STEP_BEGUN, live, step=step.id, kind=step.kind, minutes=step.minutes)
    if step.kind != StepKind.BREAKOUT or picture.round is not None:
        return {}
    return _rooms_of(actor, picture, step)


def let_wait(live: LivePart, step: SheetStep | None) -> None:
    """Have `step` begin once the rooms have closed; None: no step. The caller holds the part."""
    wanted = step.id if step else None
    if live.next_step_id != wanted:
        live.next_step_id = wanted
        live.turn += 1


def _pause_notes(live: LivePart, picture: Picture, *, paused: bool) -> None:
    """Stop or allow writing everywhere; open editors are told, as by a facilitator's own lock."""
    if live.notes_paused == paused:
        return
    live.notes_paused = paused
    for room in picture.rooms:
        locked = paused or picture.notes.get(room.id, NotesHead()).locked
        told = {"room": room.id.hex, "locked": locked}
        publish("notes.lock", told, to=room_channel(room.id))


def _rooms_of(actor: Actor, picture: Picture, step: SheetStep) -> dict[UUID, Moved]:
    guests = {guest.person_id for guest in guests_in(picture)}
    earlier = [
        [[person for person in table if person in guests] for table in tables]
        for tables in earlier_tables(step.part_id)
    ]
    if earlier and not any(earlier[-1]):  # nobody of the round before is here
        earlier = []
    seating = Seating(step.seating)
    rooms = _count(step, seating, earlier, len(guests))
    _, moved = open_rooms(actor, picture, rooms=rooms, seating=seating, earlier=earlier)
    return moved


def _count(step: SheetStep, seating: Seating, earlier: Sequence[Tables], people: int) -> int:
    if seating in FOLLOWING and earlier:
        last = earlier[-1]
        return merged_count(last) if seating is Seating.PAIRS_INTO_FOURS else len(last)
    return step.rooms or rooms_for(people, step.per_room or PER_ROOM)
