"""What facilitators send about single rooms that are open."""

from collections.abc import Mapping
from typing import Any

from exchange.core.actor import Actor
from exchange.realtime.connections import Connected
from exchange.realtime.wire import message
from exchange.rooms import actions, schemas
from exchange.rooms.sockets.standing import entered

Data = Mapping[str, Any]


@message("add_room", schemas.AddRoom)
def _add(actor: Actor, connected: Connected, data: Data) -> Data:
    part_id = entered(connected, data["part"])
    room = actions.add_room(actor=actor, part_id=part_id, name=data["name"])
    return {"room": room.id.hex}


def _room(actor: Actor, connected: Connected, data: Data) -> dict[str, Any]:
    """Who acts on which room, and the version that they saw."""
    return {
        "actor": actor,
        "part_id": entered(connected),
        "room_id": data["room"],
        "seen": data["seen"],
    }


@message("rename", schemas.Rename)
def _rename(actor: Actor, connected: Connected, data: Data) -> None:
    actions.rename_room(**_room(actor, connected, data), name=data["name"])


@message("prompt", schemas.Prompt)
def _prompt(actor: Actor, connected: Connected, data: Data) -> None:
    actions.change_prompt(**_room(actor, connected, data), prompt=data["prompt"])


@message("close_room", schemas.CloseRoom)
def _close(actor: Actor, connected: Connected, data: Data) -> None:
    room = _room(actor, connected, data)
    actions.close_room(**room, seconds=data["seconds"], to=data["to"])


@message("keep_room", schemas.DecidedRoom)
def _keep(actor: Actor, connected: Connected, data: Data) -> None:
    actions.keep_room(**_room(actor, connected, data))
