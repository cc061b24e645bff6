"""Who sits with whom. Pure: the same people, rooms, steps and random source, the same seating."""

from exchange.rooms.mixing.bounds import rounds_bound
from exchange.rooms.mixing.late import merged, seat_late
from exchange.rooms.mixing.methods import at_random, hosts_stay, rooms_kept
from exchange.rooms.mixing.plan import Plan, plan_rounds
from exchange.rooms.mixing.problem import (
    FREE,
    Conditions,
    Effort,
    Guest,
    Pair,
    Table,
    by_room,
    met_in,
)
from exchange.rooms.mixing.report import Reached, reached, said
from exchange.rooms.mixing.sizes import NoSeats
from exchange.rooms.mixing.wishes import ByWish, by_wish

__all__ = [
    "FREE",
    "ByWish",
    "Conditions",
    "Effort",
    "Guest",
    "NoSeats",
    "Pair",
    "Plan",
    "Reached",
    "Table",
    "at_random",
    "by_room",
    "by_wish",
    "hosts_stay",
    "merged",
    "met_in",
    "plan_rounds",
    "reached",
    "rooms_kept",
    "rounds_bound",
    "said",
    "seat_late",
]
