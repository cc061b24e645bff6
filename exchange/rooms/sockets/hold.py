"""The one `Process` of this process."""

from exchange.rooms.sockets.process import Process
from exchange.web.application import application

_NAME = "rooms"


def this_process() -> Process:
    """The process that serves the application under way."""
    process: Process = application().extensions[_NAME]
    return process


def keep(process: Process) -> None:
    """Make it the application's."""
    process.app.extensions[_NAME] = process
