"""All rounds at once: from a design where one fits, and by search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from uuid import UUID

from exchange.rooms.mixing.anneal import improved
from exchange.rooms.mixing.bounds import cost_bound
from exchange.rooms.mixing.model import Model, model_of
from exchange.rooms.mixing.problem import FREE, Conditions, Effort, Guest
from exchange.rooms.mixing.report import Reached, reached
from exchange.rooms.mixing.start import dealt_after, from_design
from exchange.rooms.mixing.tables import Rounds
from exchange.rooms.mixing.watch import Watch

WARM = 0.3  # begins where most of a design's order is kept


@dataclass(frozen=True)
class Plan:
    """The room of each person in each round, and what that comes to."""

    rounds: tuple[Mapping[UUID, UUID], ...]
    reached: Reached


def plan_rounds(
    guests: Sequence[Guest],
    room_ids: Sequence[UUID],
    rounds: int,
    chance: Random,
    *,
    conditions: Conditions = FREE,
    effort: Effort = Effort(),  # noqa: B008 (frozen)
) -> Plan:
    """The best seating found for so many rounds, guests in any order.

    For the next round after some, ask for the rounds that are left with those who are there, and
    put what happened into `conditions.met` (`met_in`). Sizes are as even as capacities and pinned
    people allow. Takes `effort` at most, and less where nothing better is possible. Raises
    `NoSeats`.
    """
    model = model_of(guests, room_ids, rounds, conditions)
    found = _best(model, chance, Watch(effort)) if model.people and rounds else []
    seatings = tuple(
        {
            guest.person_id: model.room_ids[room]
            for guest, room in zip(model.guests, rooms, strict=False)  # empty seats come last
        }
        for rooms in found
    )
    return Plan(seatings, reached(model.guests, model.room_ids, seatings, conditions))


def _best(model: Model, chance: Random, watch: Watch) -> Rounds:
    bound = cost_bound(model)
    start = from_design(model, chance, watch, until=0.25, bound=bound)
    if start is not None:
        return improved(model, start, chance, watch, until=1, bound=bound, warmth=WARM)[1]
    found = []
    for until in (0.3, 1):  # a short run is enough where much is free; else a long one is better
        dealt = dealt_after(model, [], chance)
        found.append(improved(model, dealt, chance, watch, until=until, bound=bound))
        if found[-1][0] <= bound:
            break
    return min(found)[1]
