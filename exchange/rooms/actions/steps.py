"""What it means that a step of the run sheet begins: its clock, its rooms, and what it allows."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.actor import Actor
from exchange.realtime.publish import publish, room_channel
from exchange.rooms.actions.acts import tell
from exchange.rooms.actions.opening import Answered, guests_in, head_notes, open_rooms
from exchange.rooms.actions.polls import follow_step
from exchange.rooms.actions.presenting import pass_on
from exchange.rooms.asking import Shares, options_of, shares_of
from exchange.rooms.choosing import sketches
from exchange.rooms.enums import ASKING, Moved, Seating, StepKind, Voices
from exchange.rooms.following import rooms_wanted, still_here
from exchange.rooms.models import LivePart, SheetStep
from exchange.rooms.queries import (
    NO_WORK,
    NotesHead,
    Picture,
    answers_to,
    earlier_tables,
    met_before,
    picture_of,
    work_of,
)
from exchange.rooms.runsheet import mixed_from

QUIET = (Voices.SILENCE, Voices.TURNED_AWAY)  # in which nobody writes privately either


def begin(actor: Actor, live: LivePart, step: SheetStep) -> dict[UUID, Moved]:
    """Put `step` in force: deadline, locks, and for a breakout its rooms; who was moved, and why.

    Rooms that are open stay open: the step takes place in them. The caller holds the part, and
    shows it.
    """
    now = clock.now()
    live.step_id, live.step_began_at, live.next_step_id = step.id, now, None
    live.timer_ends_at, live.timer_left = now + timedelta(minutes=step.minutes), None
    live.chat_locked, live.hands_locked = not step.chat, not step.hands
    live.voices = step.voices
    live.private_paused = not step.chat or step.voices in QUIET
    picture = picture_of(live.part_id)
    _pause_notes(live, picture, paused=not step.notes)
    follow_step(actor, live, step)
    if not step.hands or step.voices == Voices.SILENCE:
        for hand in picture.hands:
            hand.lowered_at = now
    record(actor, Tag.STEP_BEGUN, live, step=step.id, kind=step.kind, minutes=step.minutes)
    tell(actor, live, Tag.STEP_BEGUN, step=step.id)
    moved: dict[UUID, Moved] = {}
    if step.kind == StepKind.BREAKOUT and picture.round is None:
        moved = _rooms_of(actor, picture, step)
    else:
        head_notes(picture, [room.id for room in picture.breakouts or picture.rooms])
    if step.next_presenter:
        pass_on(live)
    return moved


def let_wait(live: LivePart, step: SheetStep | None) -> None:
    """Have `step` begin once the rooms have closed; None: no step. The caller holds the part."""
    live.next_step_id = step.id if step else None


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
    guests = [guest.person_id for guest in guests_in(picture)]
    earlier = still_here(earlier_tables(step.part_id), guests)
    rooms = rooms_wanted(step, earlier, len(guests))
    seating = Seating(step.seating)
    work = work_of(picture, step, rooms) if seating is Seating.BY_CASE else NO_WORK
    named, answered = sketches(step.topics), None
    if step.seating in ASKING:
        shares = _shares(step, guests, rooms)
        answered = Answered(answers_to(step.id), shares.options if shares else None)
        if shares is not None:
            rooms = len(shares.options)
            named = shares.named(options_of(step)) if named else []
    _, moved = open_rooms(
        actor,
        picture,
        rooms=len(work.cases) or rooms,
        seating=seating,
        sketches=named,
        answered=answered,
        most=step.per_room,
        earlier=earlier,
        work=work,
        met=met_before(guests, step.part_id) if step.earlier_events else {},
        ahead=mixed_from(picture.steps, step.id),
    )
    return moved


def _shares(step: SheetStep, people: Sequence[UUID], rooms: int) -> Shares | None:
    """The rooms for what people answered; None where different answers sit together."""
    options, answers = len(options_of(step)), answers_to(step.id)
    if step.seating == Seating.BY_TOPIC:
        return shares_of(answers, people, options, step.per_room)
    return shares_of(answers, people, options, -(-len(people) // rooms)) if step.gather else None
