"""All rounds at once: from a design where one fits, and by search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from uuid import UUID

from exchange.rooms.mixing.anneal import improved
from exchange.rooms.mixing.bounds import cost_bound
from exchange.rooms.mixing.model import REPEAT, Model, model_of
from exchange.rooms.mixing.problem import FREE, Conditions, Effort, Guest
from exchange.rooms.mixing.report import Reached, reached
from exchange.rooms.mixing.start import dealt_after, from_design
from exchange.rooms.mixing.tables import Rounds
from exchange.rooms.mixing.watch import Watch

WARM = 0.15  # begins where a design's order is kept but for what it cannot give


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
    start = from_design(model, chance, watch, until=0.4, bound=bound)
    if start is not None:
        found = improved(model, start, chance, watch, until=0.7, bound=bound, warmth=WARM)
        good = found[0] < bound + REPEAT
    else:
        start = dealt_after(model, [], chance)
        found = improved(model, start, chance, watch, until=0.3, bound=bound)
        good = found[0] <= bound
    if not good:
        anew = dealt_after(model, [], chance)
        found = min(found, improved(model, anew, chance, watch, until=1, bound=bound))
    return found[1]
