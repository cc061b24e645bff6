"""Showing what changed: one version more, and whole views of it, sent after the commit."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from sqlalchemy import select

from exchange.core.db import on_commit, session, unit
from exchange.core.errors import NotFound
from exchange.realtime.control import announce
from exchange.realtime.publish import (
    facilitators_channel,
    person_channel,
    publish,
    room_channel,
)
from exchange.rooms.enums import Moved
from exchange.rooms.errors import PartNotOpen
from exchange.rooms.models import LivePart
from exchange.rooms.presence import STALE, Changed
from exchange.rooms.queries import (
    Gathering,
    Picture,
    console_view,
    picture_of,
    pictures_of,
    place_view,
    room_view,
)


def hold(part_id: UUID) -> LivePart:
    """The part's live row, held until the transaction ends: changes of a part come one by one.

    Raises `NotFound` where nobody has opened the part, `PartNotOpen` where it has closed.
    """
    live = hold_any(part_id)
    if live is None:
        raise NotFound
    if live.closed_at is not None:
        raise PartNotOpen
    return live


def hold_any(part_id: UUID) -> LivePart | None:
    """The part's live row, held; None where nobody has opened the part yet."""
    unit()
    statement = select(LivePart).where(LivePart.part_id == part_id).with_for_update()
    return session().scalars(statement.execution_options(populate_existing=True)).one_or_none()


def hold_several(part_ids: Collection[UUID]) -> dict[UUID, LivePart]:
    """The live rows of these parts, held; parts that nobody has opened yet are left out.

    They are locked in one order, whoever asks: two processes that let crowds in never wait for
    each other crosswise.
    """
    unit()
    several = select(LivePart).where(LivePart.part_id.in_(part_ids)).order_by(LivePart.part_id)
    statement = several.with_for_update().execution_options(populate_existing=True)
    return {live.part_id: live for live in session().scalars(statement)}


def show(
    live: LivePart,
    *,
    rooms: Iterable[UUID] | None = None,
    moved: Mapping[UUID, Moved] | None = None,
) -> Picture:
    """Send the views that a change concerns, under a new version of the part; returns the picture.

    `live` is held by the caller. `rooms` are those whose view changed (None: all). `moved` names
    those whose place changed, and why: each process then settles its own sockets first, and the
    person's browsers are told their place. Facilitators always get the console.
    """
    live.version += 1
    session().flush()
    picture = picture_of(live.part_id)
    if moved:
        _tell_places(picture, moved)
    _publish(picture, {room.id for room in picture.rooms} if rooms is None else set(rooms))
    return picture


def show_changed(changed: Mapping[UUID, Changed]) -> None:
    """Send the views of what has changed in these parts, each under a new version of its part."""
    for live in hold_several(changed).values():
        live.version += 1
    session().flush()
    for part_id, picture in pictures_of(changed).items():
        here = changed[part_id]
        showing = {room for each in here.people for room in places_showing(picture, each)}
        _publish(picture, here.rooms | showing)


def _publish(picture: Picture, room_ids: Collection[UUID]) -> None:
    for room in picture.rooms:
        if room.id in room_ids:
            publish("room", room_view(picture, room).payload(), to=room_channel(room.id))
    console = console_view(picture).payload()
    publish("console", console, to=facilitators_channel(picture.part.id))


def show_console(part_id: UUID) -> None:
    """Send facilitators the console, where the doors have not been opened or are closed, too."""
    live = hold_any(part_id)
    if live is not None:
        show(live, rooms=())
    else:
        view = console_view(picture_of(part_id))
        publish("console", view.payload(), to=facilitators_channel(part_id))


def _tell_places(picture: Picture, moved: Mapping[UUID, Moved]) -> None:
    part_id = picture.part.id
    places = {person_id: place_view(picture, person_id, why) for person_id, why in moved.items()}
    announce(
        "place_changed",
        part_id=part_id.hex,
        places={id.hex: place.payload()["room"] for id, place in places.items()},
    )
    for person_id, place in places.items():
        publish("place", place.payload(), to=person_channel(part_id, person_id))


def show_soon(part_id: UUID, rooms: Iterable[UUID] = (), *, people: Iterable[UUID] = ()) -> None:
    """Have these rooms, and those that show these people, sent shortly after the commit.

    What others change meanwhile is sent together with it.
    """
    changed = Changed(set(rooms), set(people))
    on_commit(lambda: STALE.mark(part_id, changed))


def places_showing(here: Gathering, person_id: UUID) -> list[UUID]:
    """The room that shows the person: theirs, or the plenary to which newcomers come."""
    somebody = here.people.get(person_id)
    room_id = somebody.where.room_id if somebody else None
    return [room_id] if room_id else [room.id for room in here.rooms[:1]]
