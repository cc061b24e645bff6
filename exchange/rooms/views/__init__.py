"""The room page, and the pages on which a part is planned."""

from exchange.rooms.views import cases, lists, methods, rehearsal, steps
from exchange.rooms.views.attendance import attendance
from exchange.rooms.views.bans import bans
from exchange.rooms.views.case_dilemmas import case_dilemmas
from exchange.rooms.views.dilemmas import dilemmas
from exchange.rooms.views.room import pages
from exchange.rooms.views.sheets import sheets

blueprints = (pages, sheets, methods.library, dilemmas, case_dilemmas, bans, attendance)

__all__ = ["blueprints", "cases", "lists", "rehearsal", "steps"]
