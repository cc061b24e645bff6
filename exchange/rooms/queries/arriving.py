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
        else None
        for each in newcomers
    ]
    lacking = {
        (view.room.id, _since(each, view.room.id)): view.room.last
        for each, view in zip(newcomers, views, strict=True)
        if view and view.room
    }
    said = said_since(lacking, {room_id: last for (room_id, _), last in lacking.items()})
    return [
        NotFound()
        if view is None
        else replace(view, chat=said[view.room.id, _since(each, view.room.id)])
        if view.room
        else view
        for each, view in zip(newcomers, views, strict=True)
    ]


def _since(newcomer: Newcomer, room_id: UUID) -> int:
    return newcomer.since if newcomer.holds == room_id else 0


_views: Joined[Newcomer, Entered] = Joined(_views_for)
