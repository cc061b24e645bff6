"""What participants are told is kept, what staff set, and the receipts of forgetting."""

from exchange.retention.views.choices import room_choices, room_words
from exchange.retention.views.receipts import receipts
from exchange.retention.views.staff import staff
from exchange.retention.views.telling import telling

blueprints = (telling, receipts, staff)

__all__ = ["blueprints", "room_choices", "room_words"]
