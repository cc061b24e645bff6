"""The verbs of retention."""

from exchange.retention.actions.choosing import choose_defaults, choose_periods
from exchange.retention.actions.forgetting import forget
from exchange.retention.actions.holding import lift_hold, place_hold
from exchange.retention.actions.losing import give_up

__all__ = ["choose_defaults", "choose_periods", "forget", "give_up", "lift_hold", "place_hold"]
