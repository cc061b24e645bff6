"""Rooms on the wire: what may be sent, which channels are heard, who is shut out, and the clock.

`init_rooms` binds them to an application; `start` and `stop` are for processes that hold sockets.
"""

from exchange.realtime.control import listen
from exchange.rooms.sockets import facilitator, participant
from exchange.rooms.sockets.channels import PlaceListener
from exchange.rooms.sockets.hold import keep
from exchange.rooms.sockets.process import Process
from exchange.rooms.sockets.revocation import AccessListener
from exchange.web.application import Exchange

__all__ = ["facilitator", "init_rooms", "participant", "start", "stop"]


def init_rooms(app: Exchange) -> None:
    """Have this process obey announcements, for the application's sockets."""
    process = Process(app)
    keep(process)
    listen("place_changed", PlaceListener(app))
    listen("access_changed", AccessListener(app))
    listen("countdown", process.hear_countdown)


def start(app: Exchange) -> None:
    """Register the process and start what it does by itself."""
    process: Process = app.extensions["rooms"]
    process.start()


def stop(app: Exchange) -> None:
    """Close the process's attendance intervals; `realtime.leaving` has sent its browsers elsewhere."""
    process: Process = app.extensions["rooms"]
    process.stop()
