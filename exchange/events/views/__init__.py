"""Pages of events: the start page, the list and each event for everybody; and staff's own."""

from exchange.events.views import acts
from exchange.events.views.public import pages
from exchange.events.views.staff import staff_pages

__all__ = ["acts", "pages", "staff_pages"]
