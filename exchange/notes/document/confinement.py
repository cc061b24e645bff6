"""What a child process gives up before it touches what people wrote."""

import contextlib
import ctypes
import os
import resource
from collections.abc import Callable

MEMORY = 1 << 30
NOBODY = 65534
PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 4, 38
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000


def confine() -> list[str]:
    """Give up what the system lets us give up, and say what: never a reason not to start."""
    steps: dict[str, Callable[[], None]] = {
        "network": _leave_networks,  # first: it may take the rights that the next one gives up
        "user": _become_nobody,
        "memory": lambda: _limit("RLIMIT_AS", MEMORY),
        "files": lambda: _limit("RLIMIT_FSIZE", 0, "RLIMIT_NOFILE", 8),
        "processes": lambda: _limit("RLIMIT_NPROC", 0),
        "core": _leave_no_core,
        "privileges": lambda: _prctl(PR_SET_NO_NEW_PRIVS, 1),
    }
    given_up = []
    for name, step in steps.items():
        with contextlib.suppress(AttributeError, ValueError, OSError):
            step()
            given_up.append(name)
    return given_up


def _leave_networks() -> None:
    """Into a network that leads nowhere; whoever is not root needs a user's space for that."""
    spaces = CLONE_NEWNET if os.getuid() == 0 else CLONE_NEWNET | CLONE_NEWUSER
    if ctypes.CDLL(None, use_errno=True).unshare(spaces):
        raise OSError(ctypes.get_errno(), "unshare")


def _become_nobody() -> None:
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def _leave_no_core() -> None:
    _limit("RLIMIT_CORE", 0)
    _prctl(PR_SET_DUMPABLE, 0)


def _limit(*limits: str | int) -> None:
    for name, most in zip(limits[::2], limits[1::2], strict=True):
        resource.setrlimit(getattr(resource, str(name)), (int(most), int(most)))


def _prctl(option: int, value: int) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")
