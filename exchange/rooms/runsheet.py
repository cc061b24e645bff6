"""The plan of a part: when each step begins, whether it fits, where next and back lead. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from exchange.core.text import N_, Sentence, say
from exchange.rooms.choosing import sketches, well_named
from exchange.rooms.enums import FOLLOWING, NAMED, Seating, StepKind

MOST_STEPS = 100
MOST_ANSWERS = 6
LONGEST_ANSWER = 120  # characters
MOST_ROOMS = 40
MOST_MINUTES = 480  # of one step
LONGEST_MATERIAL = 4000  # characters
ALLOWS = ("chat", "hands", "votes", "notes")
LANDING = 60  # seconds in which a sentence can be finished, before rooms close
ALONE = 2  # people below whom a room is no room


class Timed(Protocol):
    """Whatever takes minutes."""

    @property
    def minutes(self) -> int: ...


@dataclass(frozen=True)
class Slot:
    """When a step is planned to begin and to end (UTC)."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class Plan:
    """The steps laid out from the part's start, and how they compare with its end."""

    slots: tuple[Slot, ...]
    minutes: int  # of all steps
    length: int  # of the part, in minutes
    over: int  # minutes beyond the end; negative: minutes that are still free

    @property
    def fits(self) -> bool:
        return self.over <= 0

    @property
    def sentence(self) -> Sentence:
        """Whether the steps fill the part, in words."""
        if self.over > 0:
            return say(
                N_("The steps take %(minutes)s min: %(over)s min longer than the part."),
                minutes=self.minutes,
                over=self.over,
            )
        if self.over < 0:
            return say(
                N_("The steps take %(minutes)s min: %(free)s min of the part are free."),
                minutes=self.minutes,
                free=-self.over,
            )
        return say(N_("The steps take %(minutes)s min, as long as the part."), minutes=self.minutes)


def plan(steps: Sequence[Timed], starts_at: datetime, ends_at: datetime) -> Plan:
    """Lay the steps out one after another from `starts_at`, and compare with `ends_at` (UTC)."""
    slots, at = [], starts_at
    for step in steps:
        end = at + timedelta(minutes=step.minutes)
        slots.append(Slot(at, end))
        at = end
    minutes = sum(step.minutes for step in steps)
    length = round((ends_at - starts_at).total_seconds() / 60)
    return Plan(tuple(slots), minutes, length, minutes - length)


class Fault(StrEnum):
    """What is wrong with how a step's rooms are planned."""

    NO_SEATING = "no_seating"
    NO_SIZE = "no_size"
    TWO_SIZES = "two_sizes"
    NO_ROOMS_HERE = "no_rooms_here"
    NO_PRESENTER_HERE = "no_presenter_here"
    NO_NAMES_HERE = "no_names_here"
    BAD_NAMES = "bad_names"
    NAMES_AND_NUMBER = "names_and_number"
    NO_QUESTION = "no_question"
    BAD_ANSWERS = "bad_answers"
    NO_QUESTION_HERE = "no_question_here"


def faults_of(
    kind: str, seating: str, rooms: int | None, per_room: int | None, topics: str = ""
) -> dict[str, Fault]:
    """What is wrong, by the name of the field: breakouts say who sits where, and how large."""
    given = {"seating": seating, "rooms": rooms, "per_room": per_room, "topics": topics}
    if kind != StepKind.BREAKOUT:
        return {name: Fault.NO_ROOMS_HERE for name, value in given.items() if value}
    if not seating:
        return {"seating": Fault.NO_SEATING}
    if seating in NAMED:
        return _faults_of_named(seating, rooms, topics)
    if topics:
        return {"topics": Fault.NO_NAMES_HERE}
    return _faults_of_sizes(seating, rooms, per_room)


def _faults_of_sizes(seating: str, rooms: int | None, per_room: int | None) -> dict[str, Fault]:
    if rooms and per_room:
        return {"per_room": Fault.TWO_SIZES}
    if not (rooms or per_room or seating in (*FOLLOWING, Seating.BY_CASE)):
        return {"rooms": Fault.NO_SIZE}
    return {}


def faults_of_voices(kind: str, voices: str, *, next_presenter: bool) -> dict[str, Fault]:
    """What is wrong with whose voices count: presenters sit in breakout rooms alone."""
    if kind == StepKind.BREAKOUT:
        return {}
    given = {"voices": voices, "next_presenter": next_presenter}
    return {name: Fault.NO_PRESENTER_HERE for name, value in given.items() if value}


def _faults_of_named(seating: str, rooms: int | None, topics: str) -> dict[str, Fault]:
    """Rooms to choose from have names, or there are so many; `per_room` is what one takes."""
    if topics and rooms:
        return {"rooms": Fault.NAMES_AND_NUMBER}
    if topics and not well_named(sketches(topics), MOST_ROOMS):
        return {"topics": Fault.BAD_NAMES}
    enough = topics or (rooms and seating != Seating.BY_TOPIC)
    return {} if enough else {"topics": Fault.NO_SIZE}


def faults_of_question(seating: str, question: str, answers: str) -> dict[str, Fault]:
    """What is wrong with what a step asks before it begins, by the name of the field."""
    given = [" ".join(line.split()) for line in answers.splitlines() if line.strip()]
    if seating != Seating.BY_ANSWER:
        return {"question": Fault.NO_QUESTION_HERE} if question or given else {}
    if not question:
        return {"question": Fault.NO_QUESTION}
    fits = 2 <= len(given) <= MOST_ANSWERS and all(len(a) <= LONGEST_ANSWER for a in given)
    return {} if fits and len(set(given)) == len(given) else {"answers": Fault.BAD_ANSWERS}


class Stand(StrEnum):
    """How a live part stands to its sheet."""

    RESTING = "resting"  # in a step, or before the first; no rooms are open
    IN_ROOMS = "in_rooms"  # breakout rooms are open
    LANDING = "landing"  # they are closing, and a step waits for it


class Verb(StrEnum):
    """What happens to a live part's sheet."""

    GO = "go"  # to a step
    GO_ON = "go_on"  # to a step that takes place in the rooms that are open
    STAY = "stay"  # in the step that runs
    LAND = "land"  # the rooms have closed


class Does(StrEnum):
    """What a verb sets going."""

    BEGIN = "begin"
    BEGIN_HERE = "begin_here"  # in the rooms that are open, which stay open
    CLOSE_FIRST = "close_first"  # begin the countdown, and keep the step until it has run out
    WAIT_FOR_IT = "wait_for_it"  # put this step in the place of the one that waits
    KEEP_OPEN = "keep_open"  # the rooms stay open, and nothing waits
    NOTHING = "nothing"


TABLE: Mapping[tuple[Stand, Verb], Does] = {
    (Stand.RESTING, Verb.GO): Does.BEGIN,
    (Stand.RESTING, Verb.GO_ON): Does.BEGIN,
    (Stand.IN_ROOMS, Verb.GO_ON): Does.BEGIN_HERE,
    (Stand.LANDING, Verb.GO_ON): Does.BEGIN_HERE,
    (Stand.RESTING, Verb.STAY): Does.BEGIN,  # the step begins anew
    (Stand.RESTING, Verb.LAND): Does.NOTHING,
    (Stand.IN_ROOMS, Verb.GO): Does.CLOSE_FIRST,
    (Stand.IN_ROOMS, Verb.STAY): Does.NOTHING,
    (Stand.IN_ROOMS, Verb.LAND): Does.NOTHING,  # rooms were closed by hand: the step goes on
    (Stand.LANDING, Verb.GO): Does.WAIT_FOR_IT,
    (Stand.LANDING, Verb.STAY): Does.KEEP_OPEN,
    (Stand.LANDING, Verb.LAND): Does.BEGIN,
}


class Seated(Protocol):
    """A step as far as its rooms are concerned."""

    @property
    def id(self) -> UUID: ...
    @property
    def kind(self) -> str: ...
    @property
    def seating(self) -> str: ...


def shares_rooms(steps: Sequence[Seated], current: UUID | None, target: Seated) -> bool:
    """Whether `target` takes place in the rooms that `current` has open.

    Everyone kept means that open rooms stay open. Steps that keep the rooms of the one before them
    form a stretch with the step that opened them: one goes back and forth in it without moving.
    """
    if target.kind != StepKind.BREAKOUT:
        return False
    if target.seating == Seating.KEPT:
        return True
    opener: UUID | None = None
    for step in steps:
        if step.kind != StepKind.BREAKOUT:
            opener = None
        elif step.seating != Seating.KEPT:
            opener = step.id
        if step.id == current:
            return opener == target.id
    return False


def verb_of(steps: Sequence[Seated], current: UUID | None, target: Seated) -> Verb:
    """What going to `target` is, from the step that runs (None: before the first)."""
    if target.id == current:
        return Verb.STAY
    return Verb.GO_ON if shares_rooms(steps, current, target) else Verb.GO


def mixed_from(steps: Sequence[Seated], step_id: UUID) -> int:
    """How many mixed steps there are from this one on; at least one."""
    order = [each.id for each in steps]
    onward = steps[order.index(step_id) :] if step_id in order else ()
    return max(1, sum(each.seating == Seating.MIXED for each in onward))


def beside(order: Sequence[UUID], current: UUID | None) -> tuple[UUID | None, UUID | None]:
    """The steps to which back and next lead from `current` (None: before the first)."""
    if current is None or current not in order:
        return None, order[0] if order else None
    at = order.index(current)
    return order[at - 1] if at else None, order[at + 1] if at + 1 < len(order) else None


def rooms_for(people: int, per_room: int) -> int:
    """How many rooms come nearest to `per_room` people in each, with nobody left alone.

    Of two counts that are as near, the smaller: 4 people by threes sit together. At most 40.
    """
    counts = [n for n in range(1, MOST_ROOMS + 1) if n == 1 or people // n >= ALONE]
    return min(counts, key=lambda n: (abs(people / n - per_room), n))
