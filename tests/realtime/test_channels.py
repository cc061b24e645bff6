"""The table of channels says what Socket.IO's own says, and keeps nothing of who has gone."""

import random
from collections.abc import Callable
from typing import Any

from socketio import Manager

from exchange.realtime.channels import Channels

LIVE = "/live"


def known(manager: Manager) -> dict[Any, set[str]]:
    rooms = manager.rooms.get(LIVE, {})
    return {channel: set(sids) for channel, sids in rooms.items() if sids}


def come(manager: Manager, sid: str, _: str) -> None:
    for channel in (None, sid):
        manager.basic_enter_room(sid, LIVE, channel, eio_sid=f"e{sid}")


ACTS: dict[str, Callable[[Manager, str, str], None]] = {
    "come": come,
    "join": lambda manager, sid, channel: manager.basic_enter_room(sid, LIVE, channel),
    "leave": lambda manager, sid, channel: manager.basic_leave_room(sid, LIVE, channel),
    "be going": lambda manager, sid, _: manager.pre_disconnect(sid, LIVE),
    "go": lambda manager, sid, _: manager.basic_disconnect(sid, LIVE),
}


def test_it_knows_what_the_original_knows_through_coming_moving_and_going() -> None:
    ours, theirs, chance = Channels(), Manager(), random.Random(1)
    here: list[str] = []
    for number in range(300):
        act = chance.choice(list(ACTS)) if here else "come"
        if act == "come":
            here.append(f"s{number}")
        sid = here[-1] if act == "come" else chance.choice(here)
        channel = f"room:{chance.randrange(5)}"
        for manager in (ours, theirs):
            ACTS[act](manager, sid, channel)
        if act == "go":
            here.remove(sid)
        assert known(ours) == known(theirs)
        assert ours.is_connected(sid, LIVE) == theirs.is_connected(sid, LIVE)
    for sid in here:
        ours.basic_disconnect(sid, LIVE)
    assert (ours.rooms, dict(ours._of_socket), ours.pending_disconnect) == ({}, {}, {})
