"""The one `Process` of this process: the application whose sockets it holds."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the process itself needs what needs to find it
    from exchange.rooms.sockets.process import Process

_kept: list["Process"] = []


def this_process() -> "Process":
    """The process's own; raises `RuntimeError` before an application was made."""
    if not _kept:
        raise RuntimeError("no application was made in this process")
    return _kept[0]


def keep(process: "Process") -> None:
    """Make it the process's own, in place of an earlier application's."""
    _kept[:] = [process]
