"""Who asks by a socket, remembered for messages whose handlers judge the session themselves."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID
from weakref import WeakSet

from exchange.core.actor import Actor
from exchange.core.errors import ExchangeError
from exchange.core.recent import Recent
from exchange.core.shared import Joined
from exchange.realtime.control import listen

ActorsOfSessions = Callable[[Sequence[UUID]], Mapping[UUID, Actor]]

AGE = 10.0  # seconds after which a change of name is seen


class RecentActors:
    """Actors by account session: whose it is never changes, and rights are no part of an actor.

    The end of a session, a closed account and whatever else changes access is announced, and
    empties this table before it does anything else.
    """

    def __init__(self, actors_of_sessions: ActorsOfSessions) -> None:
        self._recent: Recent[UUID, Actor] = Recent(AGE, actors_of_sessions)
        self._now: Joined[UUID, Actor] = Joined(self._anew)
        _of_this_process.add(self)

    def of_session(self, session_id: UUID, *, recent: bool) -> Actor:
        """Who asks by this session: now, or if that is `recent` enough, in the last ten seconds."""
        return self._recent.answer(session_id) if recent else self._now.ask(session_id)

    def _anew(self, sessions: Sequence[UUID]) -> list[Actor | ExchangeError]:
        found = self._recent.anew(set(sessions))
        return [found[session_id] for session_id in sessions]

    def clear(self) -> None:
        """Forget everybody."""
        self._recent.clear()


_of_this_process: WeakSet[RecentActors] = WeakSet()


def _obey_access_changed(_: Mapping[str, Any]) -> None:
    for actors in list(_of_this_process):
        actors.clear()


listen("access_changed", _obey_access_changed)
