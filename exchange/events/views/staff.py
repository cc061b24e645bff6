"""Staff's pages of events."""

from flask import Blueprint

staff_pages = Blueprint("staff_events", __name__, url_prefix="/staff/events")
