"""The commits that chat lines and notes updates of this process share."""

from uuid import UUID
from weakref import WeakValueDictionary

from exchange.core.db import session
from exchange.core.shared import SharedCommits

shared_commits = SharedCommits()
_of_rooms: WeakValueDictionary[tuple[str, UUID], SharedCommits] = WeakValueDictionary()


def commits_for(table: str, room_id: UUID) -> SharedCommits:
    """The queue in which those wait who share a commit of a room's log in `table`.

    SQLite has one writer, so that one queue serves all. On PostgreSQL each log has its own: a
    shared transaction would hold several rooms' rows, and two processes that take them in
    different order would wait for each other.
    """
    if session().get_bind().dialect.name == "sqlite":
        return shared_commits
    return _of_rooms.setdefault((table, room_id), SharedCommits())
