"""Who hears which channel, known from both sides: a crowd that goes at once is not looked for."""

from collections import defaultdict
from typing import Any

from socketio import Manager


class Going(dict[str, None]):
    """Sockets on their way out, in place of a list: each of a crowd is looked for several times."""

    def append(self, sid: str) -> None:
        self[sid] = None

    remove = dict.__delitem__


class Channels(Manager):
    """Socket.IO's table of channels, with those of each socket beside it.

    The original looks through all channels of the process for each socket that goes.
    """

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self._of_socket: defaultdict[tuple[str, str], set[str | None]] = defaultdict(set)

    def basic_enter_room(
        self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None
    ) -> None:
        super().basic_enter_room(sid, namespace, room, eio_sid=eio_sid)
        self._of_socket[namespace, sid].add(room)

    def basic_leave_room(self, sid: str, namespace: str, room: str | None) -> None:
        super().basic_leave_room(sid, namespace, room)
        self._of_socket[namespace, sid].discard(room)

    def pre_disconnect(self, sid: str, namespace: str) -> Any:
        self.pending_disconnect.setdefault(namespace, Going())
        return super().pre_disconnect(sid, namespace)

    def basic_disconnect(self, sid: str, namespace: str, **options: Any) -> None:
        for room in list(self._of_socket[namespace, sid]):
            self.basic_leave_room(sid, namespace, room)
        del self._of_socket[namespace, sid]
        channels, self.rooms = self.rooms, {namespace: {}}  # in none of which the base class looks
        try:
            super().basic_disconnect(sid, namespace, **options)
        finally:
            self.rooms = channels
