"""Who asks by a socket, remembered for a second, for messages that do not need it anew."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from exchange.core.actor import Actor
from exchange.core.recent import Recent
from exchange.realtime.control import listen

# By account session. Its end, a closed account and whatever else changes access is announced, and
# empties this table before it does anything else.
ACTORS: Recent[UUID, Actor] = Recent()


def _obey_access_changed(_: Mapping[str, Any]) -> None:
    ACTORS.clear()


listen("access_changed", _obey_access_changed)
