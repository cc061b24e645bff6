"""Which channels this process's sockets hear: what the database says, never what they ask."""

import time
from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from exchange.core.db import scope_of
from exchange.core.errors import NotFound
from exchange.core.pace import give_way
from exchange.extensions import socketio
from exchange.realtime.connections import Connected
from exchange.realtime.live import connections
from exchange.realtime.publish import (
    NAMESPACE,
    facilitators_channel,
    person_channel,
    room_channel,
)
from exchange.rooms.enums import Moved, Role
from exchange.rooms.queries import (
    VERDICTS,
    Gathering,
    gathering_of,
    gatherings_of,
    picture_of,
    place_view,
)
from exchange.rooms.sockets.hold import this_process


def settle(connected: Connected, room_id: UUID | None, role: Role) -> None:
    """Have the socket hear its own channel, its room's and a facilitator's, and no others."""
    if connected.part_id is None:
        hear_only(connected, set())
        return
    wanted = {person_channel(connected.part_id, connected.person_id)}
    if room_id is not None:
        wanted.add(room_channel(room_id))
    if role is Role.FACILITATOR:
        wanted.add(facilitators_channel(connected.part_id))
    hear_only(connected, wanted)


def hear_only(connected: Connected, wanted: set[str]) -> None:
    """Leave every other channel first, then join what is missing."""
    server = socketio.server
    if server is None:
        return
    for channel in connected.channels - wanted:
        server.leave_room(connected.sid, channel, namespace=NAMESPACE)
    for channel in wanted - connected.channels:
        try:
            server.enter_room(connected.sid, channel, namespace=NAMESPACE)
        except ValueError:  # the socket has gone in this moment
            wanted = set()
            break
    connected.channels = wanted


def hears_console(connected: Connected) -> bool:
    """Whether the socket hears what is for facilitators."""
    part_id = connected.part_id
    return part_id is not None and facilitators_channel(part_id) in connected.channels


def obey_place_changed(body: Mapping[str, Any]) -> None:
    """Whoever was moved stops hearing the old room before anything else."""
    part_id = UUID(body["part_id"])
    places = {UUID(person): room for person, room in body["places"].items()}
    VERDICTS.forget(places)
    own = [each for person in places for each in sockets_in(part_id, person)]
    for connected in own:
        told = places[connected.person_id]
        _leave_rooms_but(connected, room_channel(UUID(told)) if told else "")
    if own:
        with scope_of(this_process().app.database):
            _settle_all(own, part_id)


def sockets_in(part_id: UUID, person_id: UUID) -> list[Connected]:
    """This process's sockets of a person in a part."""
    return [each for each in connections.of_person(person_id) if each.part_id == part_id]


def bring_after() -> None:
    """Settle this process's sockets anew, and tell those that missed their move where they belong.

    Word of a move is lost while Redis is away; a room that closed meanwhile would say no more.
    Sockets that change while this looks are left to whatever changes them.
    """
    hearing = {each.sid: each.channels for each in connections.everyone() if each.channels}
    entered: defaultdict[UUID, list[Connected]] = defaultdict(list)
    for connected in connections.everyone():
        if connected.sid in hearing and connected.part_id:
            entered[connected.part_id].append(connected)
    for part_id, sockets in entered.items():
        began = time.monotonic()
        for here in gatherings_of([part_id]).values():
            for connected in sockets:
                if connected.channels is hearing[connected.sid]:
                    _bring(connected, here)
        give_way(began)


def _bring(connected: Connected, here: Gathering) -> None:
    role, room_id = _role(connected), here.room_of(connected.person_id)
    wanted = {room_channel(room_id)} if room_id else set()
    if wanted == {each for each in connected.channels if each.startswith("room:")}:
        return
    settle(connected, room_id, role)
    place = place_view(picture_of(here.part.id), connected.person_id, Moved.SEATED, role=role)
    told = {"to": connected.sid, "namespace": NAMESPACE, "ignore_queue": True}
    socketio.emit("place", place.payload(), **told)


def _leave_rooms_but(connected: Connected, channel: str) -> None:
    rooms = {each for each in connected.channels if each.startswith("room:")}
    hear_only(connected, connected.channels - (rooms - {channel}))


def _settle_all(sockets: list[Connected], part_id: UUID) -> None:
    try:
        here = gathering_of(part_id)
    except NotFound:
        return
    for connected in sockets:
        settle(connected, here.room_of(connected.person_id), _role(connected))


def _role(connected: Connected) -> Role:
    """The role stays what it was judged to be; `access_changed` judges it again."""
    return Role.FACILITATOR if hears_console(connected) else Role.PARTICIPANT
