"""What somebody sees who has come in: read once for all of a crowd that comes at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from exchange.core.db import session
from exchange.core.errors import ExchangeError, NotFound
from exchange.core.shared import Joined
from exchange.rooms.enums import Role
from exchange.rooms.messages import Entered
from exchange.rooms.queries.chat import said_since
from exchange.rooms.queries.picture import pictures_of
from exchange.rooms.queries.views import entered_view


@dataclass(frozen=True)
class Newcomer:
    """Somebody who was let into a part, as `role`, and of which chat they have how much already."""

    part_id: UUID
    person_id: UUID
    role: Role
    holds: UUID | None = None  # the room whose chat they have
    since: int = 0  # up to this number


def seen_by(newcomer: Newcomer) -> Entered:
    """Everything that they may see, and up to 200 messages of their room that they lack.

    They were let in a moment ago, and the picture shows them in the room whose words they get. It
    is read after they were subscribed. Raises `NotFound`.
    """
    return _views.ask(newcomer)


def _views_for(newcomers: Sequence[Newcomer]) -> list[Entered | ExchangeError]:
    pictures = pictures_of({each.part_id for each in newcomers})
    session().expunge_all()  # they are for other scopes, too: nothing of this session touches them
    views = [
        entered_view(pictures[each.part_id], each.person_id, each.role)
        if each.part_id in pictures
        else NotFound()
        for each in newcomers
    ]
    return _with_chat(newcomers, views)


def _with_chat(
    newcomers: Sequence[Newcomer], views: Sequence[Entered | ExchangeError]
) -> list[Entered | ExchangeError]:
    """The views of those who are in a room with what they lack of its chat."""
    lacking = {
        each: ((view.room.id, each.since if each.holds == view.room.id else 0), view.room.last)
        for each, view in zip(newcomers, views, strict=True)
        if isinstance(view, Entered) and view.room
    }
    said = said_since(dict(lacking.values()))
    return [
        replace(view, chat=said[lacking[each][0]])
        if isinstance(view, Entered) and view.room
        else view
        for each, view in zip(newcomers, views, strict=True)
    ]


_views: Joined[Newcomer, Entered] = Joined(_views_for)
