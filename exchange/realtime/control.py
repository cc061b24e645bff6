"""Messages from process to process: what each must do for the sockets it holds itself.

Revocation is one of them. An action announces that facts about access changed; after its commit
every process, the announcing one included, hears it and judges its own sockets again. A process
that ran alone hears itself; with Redis every process hears it.
"""

import threading
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from exchange.core import clock
from exchange.core.db import on_commit

Listener = Callable[[Mapping[str, Any]], None]


class Carrier(Protocol):
    """Takes an announcement to the other processes."""

    def send(self, topic: str, body: Mapping[str, Any]) -> None: ...


_listeners: dict[str, list[Listener]] = {}
_carrier: Carrier | None = None


def listen(topic: str, listener: Listener) -> None:
    """Call `listener` in this process for each announcement of `topic`."""
    known = _listeners.setdefault(topic, [])
    if listener not in known:
        known.append(listener)


def use_carrier(carrier: Carrier | None) -> None:
    """Set what takes announcements to other processes; None: there are none."""
    global _carrier  # noqa: PLW0603  # one per process, set once at its start
    _carrier = carrier


def announce(topic: str, **body: Any) -> None:
    """Tell every process, this one too, once the transaction under way has committed.

    `committed_at` joins the body: the instant after the commit (ISO 8601, UTC), from which receipts
    count in whichever process they are written.
    """
    on_commit(lambda: _announce_now(topic, {**body, "committed_at": clock.now().isoformat()}))


def _announce_now(topic: str, body: Mapping[str, Any]) -> None:
    """All processes obey side by side: none waits for what another has to do, nor for Redis."""
    if _carrier is None:
        hear(topic, body)
        return
    sending = threading.Thread(target=_carrier.send, args=(topic, body))
    sending.start()
    try:
        hear(topic, body)
    finally:
        sending.join()


def hear(topic: str, body: Mapping[str, Any]) -> None:
    """Obey an announcement in this process."""
    for listener in _listeners.get(topic, ()):
        listener(body)
