"""Waiting for a condition, never for a time."""

import time
from collections.abc import Callable


def wait_until(holds: Callable[[], bool], *, seconds: float = 15) -> None:
    """Return as soon as `holds()`; fail when it never does within `seconds`."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"never came true: {holds}"
        time.sleep(0.05)
