"""Pages of registration: to register and manage one's place, and staff's lists."""

from exchange.registration.views.mine import mine
from exchange.registration.views.places import places
from exchange.registration.views.staff import staff

BLUEPRINTS = (places, mine, staff)

__all__ = ["BLUEPRINTS"]
