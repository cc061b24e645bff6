"""Rooms on the wire: what may be sent, which channels are heard, who is shut out, and the clock.

`init_rooms` binds them to an application; `start` and `stop` are for processes that hold sockets.
"""

from collections.abc import Mapping
from typing import Any

from exchange.realtime.control import listen
from exchange.rooms.sockets import (
    cases,
    conversations,
    doors,
    facilitator,
    lobby,
    participant,
    polls,
    reactions,
    rooms,
)
from exchange.rooms.sockets.channels import obey_place_changed
from exchange.rooms.sockets.hold import keep, this_process
from exchange.rooms.sockets.lobby import obey_doors_changed
from exchange.rooms.sockets.process import Process
from exchange.rooms.sockets.revocation import obey_access_changed
from exchange.web.application import Exchange

__all__ = [
    "cases",
    "conversations",
    "doors",
    "facilitator",
    "init_rooms",
    "lobby",
    "participant",
    "polls",
    "reactions",
    "rooms",
    "start",
    "stop",
]


def init_rooms(app: Exchange) -> None:
    """Have this process obey announcements, for the application's sockets."""
    keep(Process(app))
    listen("place_changed", obey_place_changed)
    listen("access_changed", obey_access_changed)
    listen("doors_changed", obey_doors_changed)
    listen("countdown", _obey_countdown)


def _obey_countdown(_: Mapping[str, Any]) -> None:
    """A countdown began somewhere: look at the clock now, to wake exactly at its end."""
    this_process().countdown.set()


def start() -> None:
    """Register the process and start what it does by itself. For processes that hold sockets."""
    this_process().start()


def stop() -> None:
    """Close the process's intervals, once `realtime.leaving` has sent its browsers elsewhere."""
    this_process().stop()
