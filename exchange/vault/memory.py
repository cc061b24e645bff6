"""Opened keys and content are in this process's memory: they must not reach the disk from there."""

import contextlib
import resource


def leave_no_core() -> None:
    """Have the system write no core dump when this process dies, nor its children's."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
