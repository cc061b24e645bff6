"""Pages of registration: to register and manage one's place, and staff's lists."""

from exchange.registration.views.mine import mine
from exchange.registration.views.places import places
from exchange.registration.views.staff import staff

blueprints = (places, mine, staff)

__all__ = ["blueprints"]
