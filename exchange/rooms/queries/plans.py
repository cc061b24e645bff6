"""What the mixed rounds of a sheet can come to, worked out on demand and kept nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from uuid import UUID

from exchange.events.models import Part
from exchange.rooms.arranging import conditions_of
from exchange.rooms.enums import Role, Seating
from exchange.rooms.following import planned, rooms_wanted
from exchange.rooms.mixing import Guest, NoSeats, Reached
from exchange.rooms.models import SheetStep
from exchange.rooms.queries.arranging import (
    arrangements,
    guests_of,
    line_of,
    met_before,
    registered,
)
from exchange.rooms.queries.picture import picture_of, steps_of


@dataclass(frozen=True)
class MixedPlan:
    """Who the plan is for, and what it reaches; None: it cannot be made for so few people."""

    people: int
    present: bool  # those who are in the rooms now; else those who are registered
    rounds: int
    reached: Reached | None


def mixed_plan(part: Part) -> MixedPlan | None:
    """The plan for the part's mixed rounds; None where its sheet has none.

    For those who are present while the part runs, else for those registered. Nothing of it is
    kept: a round is seated when it opens, with those who are there.
    """
    steps = [step for step in steps_of(part.id) if step.seating == Seating.MIXED]
    if not steps:
        return None
    guests, present = _guests(part)
    return MixedPlan(len(guests), present, len(steps), _reached(part, steps, guests))


def _guests(part: Part) -> tuple[list[Guest], bool]:
    here = {
        each.id: each.organisation_id
        for each in picture_of(part.id).people.values()
        if each.present and not each.removed and each.role is Role.PARTICIPANT
    }
    people = here or {each.id: each.organisation_id for each in registered(part.event_id)}
    return guests_of(people), bool(here)


def _reached(part: Part, steps: Sequence[SheetStep], guests: Sequence[Guest]) -> Reached | None:
    people = [guest.person_id for guest in guests]
    sizes = [rooms_wanted(step, [], len(people)) for step in steps]
    rooms = [UUID(int=number) for number in range(1, max(sizes) + 1)]
    conditions = conditions_of(map(line_of, arrangements(part.event_id)), rooms)
    if any(step.earlier_events for step in steps):
        conditions = replace(conditions, met=met_before(people, part.id))
    if len(people) < 2:
        return None
    try:
        return planned(guests, rooms, sizes, Random(0), conditions)  # noqa: S311  # the same plan each time
    except NoSeats:
        return None
