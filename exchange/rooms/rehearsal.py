"""A part rehearsed: its sheet run from step to step with pretend people. Pure.

Each question is put to the function that live rooms ask: what a press of next does, how many rooms
there are, who sits where, what becomes of a poll. Nothing is stored, sent or recorded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from exchange.core.text import N_, Sentence, say
from exchange.rooms.arranging import Line, conditions_of
from exchange.rooms.by_case import seat_by_case
from exchange.rooms.choosing import sketches
from exchange.rooms.enums import FOLLOWING, PollState, Seating, StepKind
from exchange.rooms.following import Tables, met_at, rooms_wanted, seated, still_here
from exchange.rooms.messages import StepContent
from exchange.rooms.mixing import Conditions, Guest, Pair, reached, said
from exchange.rooms.polls import TABLE as POLLS
from exchange.rooms.polls import Verb, follow
from exchange.rooms.runsheet import ALONE, LANDING, TABLE, Does, Stand, mixed_from, verb_of

MOST_PEOPLE = 300  # who can rehearse
LARGEST_ROOM = 12  # people; in larger rooms some stay silent


@dataclass(frozen=True)
class RehearsedStep(StepContent):
    """A step as the sheet has it, with its id."""

    id: UUID = field(kw_only=True)


@dataclass(frozen=True)
class Company:
    """With whom a part is rehearsed, what its lists ask, and who of them has met elsewhere."""

    guests: tuple[Guest, ...]
    lines: tuple[Line, ...] = ()
    met: tuple[tuple[Pair, float], ...] = ()

    def asked(self, step: RehearsedStep, rooms: Sequence[UUID]) -> Conditions:
        """What is asked of the seating of a step in these rooms."""
        met = dict(self.met) if step.earlier_events else {}
        return replace(conditions_of(self.lines, rooms), met=met)


@dataclass(frozen=True)
class Scene:
    """What there is while one step runs.

    `tables` are the people in each open room, in order of the rooms; `waiting` are those in the
    plenary. `begins` and `ends` (UTC) count the minutes in which rooms close, as the day will.
    """

    step: RehearsedStep
    does: Does
    begins: datetime
    ends: datetime
    tables: Tables
    names: tuple[str, ...]  # of the rooms; empty for those that go by their number
    waiting: tuple[UUID, ...]
    presenters: frozenset[UUID]  # of pretend cases, where rooms work on cases
    polls: tuple[Verb, ...]
    reached: Sentence | None  # what a seating that was dealt for this step comes to
    warnings: tuple[Sentence, ...]


@dataclass
class _Stage:
    """Where the rehearsal stands between two steps."""

    at: datetime
    current: UUID | None = None
    tables: Tables | None = None  # of the rooms that are open
    names: tuple[str, ...] = ()
    presenters: frozenset[UUID] = frozenset()
    rounds: tuple[Tables, ...] = ()  # that have closed
    poll: PollState | None = None


def rehearse(
    steps: Sequence[RehearsedStep],
    company: Company,
    starts_at: datetime,
    ends_at: datetime,
    chance: Random,
) -> Iterator[Scene]:
    """The scenes of a part whose facilitator presses next as each clock runs out (UTC)."""
    stage = _Stage(starts_at)
    for step in steps:
        stand = Stand.RESTING if stage.tables is None else Stand.IN_ROOMS
        does = TABLE[stand, verb_of(steps, stage.current, step)]
        if does is Does.CLOSE_FIRST and stage.tables is not None:
            stage.rounds, stage.tables = (*stage.rounds, stage.tables), None
            stage.at += timedelta(seconds=LANDING)
        warnings: list[Sentence] = []
        reaches = None
        if step.kind == StepKind.BREAKOUT and stage.tables is None:
            ahead = mixed_from(steps, step.id)
            reaches = _open(stage, step, company, chance, warnings, ahead=ahead)
        polls = _follow(stage, step)
        stage.current, begins = step.id, stage.at
        stage.at += timedelta(minutes=step.minutes)
        warnings += _missing(step) + _late(stage.at, ends_at)
        sitting = {who for table in stage.tables or () for who in table}
        yield Scene(
            step=step,
            does=does,
            begins=begins,
            ends=stage.at,
            tables=stage.tables or (),
            names=stage.names if stage.tables else (),
            waiting=tuple(g.person_id for g in company.guests if g.person_id not in sitting),
            presenters=stage.presenters & sitting,
            polls=polls,
            reached=reaches,
            warnings=tuple(warnings),
        )


def _open(
    stage: _Stage,
    step: RehearsedStep,
    company: Company,
    chance: Random,
    warnings: list[Sentence],
    *,
    ahead: int,
) -> Sentence | None:
    """Open the step's rooms and seat people; what that comes to, and what is to be looked at."""
    seating, guests = Seating(step.seating), company.guests
    rounds = still_here(stage.rounds, [guest.person_id for guest in guests])
    count = rooms_wanted(step, rounds, len(guests))
    rooms = [UUID(int=number) for number in range(1, count + 1)]
    asked = company.asked(step, rooms)
    if seating is Seating.BY_CASE:
        presenting = dict(zip(_presenting(guests, count, chance), rooms, strict=False))
        places = seat_by_case(guests, rooms, presenting, {}, chance, asked=asked)
    else:
        presenting = {}
        places, _ = seated(seating, rounds, guests, rooms, chance, conditions=asked, ahead=ahead)
    stage.presenters = frozenset(presenting)
    stage.tables = [[who for who, room in places.items() if room == each] for each in rooms]
    stage.names = tuple(sketch.name for sketch in sketches(step.topics))
    if seating in FOLLOWING and not rounds:
        warnings.append(
            say(N_("No round comes before from which this could follow: people sit at random."))
        )
    if seating is Seating.SELF_CHOSEN:
        warnings += _narrow(step, count, len(guests))
    else:
        warnings += _odd([len(table) for table in stage.tables], len(guests) - len(places))
    if not places:
        return None
    return said(reached(guests, rooms, [places], replace(asked, met=met_at(rounds))))


def _presenting(guests: Sequence[Guest], rooms: int, chance: Random) -> list[UUID]:
    """Who brings a pretend case, one for each room as far as there are people."""
    people = [guest.person_id for guest in guests]
    return chance.sample(people, min(rooms, len(people)))


def _narrow(step: RehearsedStep, rooms: int, people: int) -> list[Sentence]:
    """Whether rooms that people choose themselves hold everybody."""
    over = people - rooms * step.per_room if step.per_room else 0
    if over <= 0:
        return []
    return [say(N_("%(people)s people cannot be seated: the rooms hold fewer."), people=over)]


def _odd(sizes: Sequence[int], unseated: int) -> list[Sentence]:
    """What is odd about rooms of these sizes."""
    if unseated:
        text = N_("%(people)s people have no room yet: they wait until a facilitator places them.")
        return [say(text, people=unseated)]
    counted = (
        (N_("Rooms in which nobody sits: %(rooms)s."), sum(size == 0 for size in sizes)),
        (N_("Rooms with one person alone: %(rooms)s."), sum(0 < size < ALONE for size in sizes)),
        (
            N_("Rooms with more than twelve people: %(rooms)s."),
            sum(size > LARGEST_ROOM for size in sizes),
        ),
    )
    return [say(text, rooms=rooms) for text, rooms in counted if rooms]


def _follow(stage: _Stage, step: RehearsedStep) -> tuple[Verb, ...]:
    """What becomes of polls that were prepared, one for each time that one is opened."""
    verbs = follow(StepKind(step.kind), step.votes, stage.poll)
    for verb in verbs:
        stage.poll = POLLS[PollState.PREPARED if verb is Verb.OPEN else stage.poll, verb]  # type: ignore[index]
    return verbs


def _missing(step: RehearsedStep) -> list[Sentence]:
    if step.kind == StepKind.EXTERNAL_CALL and "://" not in step.material:
        return [say(N_("The link of the call is missing. Put it into the step’s material."))]
    if step.kind == StepKind.POLL and not step.votes:
        return [say(N_("Nobody can vote in this step. Let it allow votes."))]
    return []


def _late(ends: datetime, part_ends_at: datetime) -> list[Sentence]:
    over = round((ends - part_ends_at).total_seconds() / 60)
    if over <= 0:
        return []
    return [say(N_("This step lasts %(minutes)s min beyond the end of the part."), minutes=over)]
