"""How breakout rooms come to be: made with their keys, and people seated in them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from random import SystemRandom
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import func, select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.actor import Actor
from exchange.core.db import add, session
from exchange.events.models import Part
from exchange.rooms.arranging import conditions_of
from exchange.rooms.asking import Answers, seat_alike, seat_mixed
from exchange.rooms.by_case import seat_by_case
from exchange.rooms.choosing import Sketch
from exchange.rooms.enums import Moved, Role, RoomKind, RoundState, SeatedHow, Seating
from exchange.rooms.following import Tables, seated, so_far
from exchange.rooms.mixing import Conditions, Guest, Pair, at_random
from exchange.rooms.models import Room, Round, Seat
from exchange.rooms.queries import NO_WORK, Picture, Work, arrangements, guests_of, line_of
from exchange.vault.content import vault

CHANCE = SystemRandom()

HeadNotes = Callable[[Sequence[UUID], Sequence[str]], None]
_head_notes: HeadNotes = lambda *_: None  # noqa: E731  # until the notes say


def give_headings(head: HeadNotes) -> None:
    """Let notes begin with a step's headings. Notes are built upon rooms: no import leads there."""
    global _head_notes  # noqa: PLW0603  # one per process, set when notes are loaded
    _head_notes = head


@dataclass(frozen=True)
class Answered:
    """What people answered before a step; `options` of the rooms, where alike sit together."""

    answers: Answers
    options: tuple[int, ...] | None

    def seat(
        self, guests: Sequence[Guest], rooms: Sequence[UUID], conditions: Conditions
    ) -> dict[UUID, UUID]:
        """The room of each guest."""
        if self.options is None:
            return seat_mixed(guests, self.answers, rooms, CHANCE, conditions)
        pairs = list(zip(rooms, self.options, strict=True))
        return seat_alike(guests, self.answers, pairs, CHANCE, conditions)


def open_rooms(
    actor: Actor,
    picture: Picture,
    *,
    rooms: int,
    seating: Seating,
    sketches: Sequence[Sketch] = (),
    most: int | None = None,
    earlier: Sequence[Tables] = (),
    work: Work = NO_WORK,
    met: Mapping[Pair, float] = MappingProxyType({}),
    ahead: int = 1,
    answered: Answered | None = None,
) -> tuple[Round, dict[UUID, Moved]]:
    """Make a round of `rooms` rooms and seat those who are present; who is to be told, and why.

    `sketches` name the first of them; a room that people choose takes `most`. `earlier` are the
    tables of earlier rounds, from which some seatings follow; without any, those are seated at
    random. `met`: who has met elsewhere; `ahead`: mixed rounds to come, with this one. `work` names
    the case of each room, where cases are worked on; where people were asked, `answered` seats
    them. The caller holds the part, in which no rooms are open.
    """
    opened = add(_new_round(picture.part.id, seating))
    drawn = [*sketches, *[Sketch()] * rooms][:rooms]
    made = [new_room(opened, at, sketch, most) for at, sketch in enumerate(drawn, 1)]
    ids, guests = [room.id for room in made], guests_in(picture)
    conditions = replace(conditions_in(picture.part, ids), met=met)
    if answered is not None:
        places, how = answered.seat(guests, ids, conditions), SeatedHow.ASKED
    elif work.cases:
        places, how = _at_work(work, made, guests, conditions), SeatedHow.WISH
    else:
        places, how = seated(
            seating, earlier, guests, ids, CHANCE, conditions=conditions, ahead=ahead
        )
    if seating is Seating.MIXED and places:
        opened.reached = asdict(so_far(earlier, places, guests, conditions))
    _sit(opened, places, how)
    head_notes(picture, ids)
    end_signs(picture, clock.now())
    record(actor, Tag.ROUND_OPENED, opened, rooms=rooms, seating=seating, seated=len(places))
    return opened, callers(picture) | dict.fromkeys(places, Moved.ROUND_OPENED)


def _at_work(
    work: Work, rooms: Sequence[Room], guests: Sequence[Guest], conditions: Conditions
) -> dict[UUID, UUID]:
    """Give each room its case, and seat presenters with it and the others by wish."""
    at: dict[UUID, UUID] = {}
    for room, case in zip(rooms, work.cases, strict=False):
        room.case_id, room.presenter_id = case.id, case.person_id
        at[case.id] = room.id
    presenters = {case.person_id: at[case.id] for case in work.cases}
    ids = [room.id for room in rooms]
    return seat_by_case(guests, ids, presenters, work.wishes(at), CHANCE, asked=conditions)


def _new_round(part_id: UUID, seating: Seating) -> Round:
    newest = session().scalar(select(func.max(Round.number)).where(Round.part_id == part_id))
    return Round(
        part_id=part_id,
        number=(newest or 0) + 1,
        state=RoundState.OPEN.value,
        seating=seating.value,
        opened_at=clock.now(),
    )


def new_room(opened: Round, number: int, sketch: Sketch, most: int | None) -> Room:
    """One room of the round, with its own key. The caller holds the part."""
    room = add(
        Room(
            part_id=opened.part_id,
            round_id=opened.id,
            kind=RoomKind.BREAKOUT.value,
            position=number,
            name=sketch.name or str(number),
            prompt=sketch.about,
            capacity=most if opened.seating == Seating.SELF_CHOSEN else None,
        )
    )
    vault().make_keys(room.id)
    return room


def head_notes(picture: Picture, room_ids: Sequence[UUID]) -> None:
    """Give the notes of these rooms the headings of the step that runs, where they are empty."""
    step = picture.find_step(picture.live.step_id) if picture.live else None
    headings = [line for line in step.headings.splitlines() if line.strip()] if step else []
    if headings and room_ids:
        _head_notes(room_ids, headings)


def guests_in(picture: Picture) -> list[Guest]:
    """Who can be seated: participants who are present."""
    return guests_of(
        {
            each.id: each.organisation_id
            for each in picture.people.values()
            if each.present
            and not each.removed
            and not each.aside
            and each.role is Role.PARTICIPANT
        }
    )


def conditions_in(part: Part, room_ids: Sequence[UUID]) -> Conditions:
    """What the facilitators of the part's event ask of a seating in these rooms."""
    return conditions_of(map(line_of, arrangements(part.event_id)), room_ids)


def deal(picture: Picture, under_way: Round, guests: Sequence[Guest]) -> None:
    """Seat the guests in the open rooms at random, colleagues apart and conditions kept."""
    rooms = [room.id for room in picture.breakouts]
    conditions = conditions_in(picture.part, rooms)
    _sit(under_way, at_random(guests, rooms, CHANCE, conditions), SeatedHow.RANDOM)


def _sit(under_way: Round, places: dict[UUID, UUID], how: SeatedHow) -> None:
    now = clock.now()
    for person_id, room_id in places.items():
        session().add(
            Seat(
                round_id=under_way.id,
                room_id=room_id,
                person_id=person_id,
                how=how.value,
                began_at=now,
            )
        )


def callers(picture: Picture) -> dict[UUID, Moved]:
    """Those whose call for help ends with all others: their pages are told, moved or not."""
    return {call.person_id: Moved.HELP_ANSWERED for call in picture.help}


def end_signs(picture: Picture, now: datetime) -> None:
    """Everybody is somewhere else now: hands and calls of before mean nothing there."""
    for hand in picture.hands:
        hand.lowered_at = now
    for call in picture.help:
        call.ended_at = now
