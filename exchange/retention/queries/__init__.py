"""Named reads of what is kept, until when, and what was destroyed."""

from exchange.retention.queries.holds import hold_to_lift, holds_of, rooms_to_hold
from exchange.retention.queries.kept import KEPT, Reach, Table
from exchange.retention.queries.proving import open_everything
from exchange.retention.queries.receipts import Receipt, receipts_for
from exchange.retention.queries.schedule import (
    Line,
    default_periods,
    due,
    has_begun,
    periods_of,
    schedule_of,
    stand_of,
)

__all__ = [
    "KEPT",
    "Line",
    "Reach",
    "Receipt",
    "Table",
    "default_periods",
    "due",
    "has_begun",
    "hold_to_lift",
    "holds_of",
    "open_everything",
    "periods_of",
    "receipts_for",
    "rooms_to_hold",
    "schedule_of",
    "stand_of",
]
