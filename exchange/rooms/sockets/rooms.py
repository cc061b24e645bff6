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


@message("rename", schemas.Rename)
def _rename(actor: Actor, connected: Connected, data: Data) -> None:
    actions.rename_room(
        actor=actor,
        part_id=entered(connected),
        room_id=data["room"],
        name=data["name"],
        seen=data["seen"],
    )


@message("prompt", schemas.Prompt)
def _prompt(actor: Actor, connected: Connected, data: Data) -> None:
    actions.change_prompt(
        actor=actor,
        part_id=entered(connected),
        room_id=data["room"],
        prompt=data["prompt"],
        seen=data["seen"],
    )


@message("close_room", schemas.CloseRoom)
def _close(actor: Actor, connected: Connected, data: Data) -> None:
    actions.close_room(
        actor=actor,
        part_id=entered(connected),
        room_id=data["room"],
        seconds=data["seconds"],
        to=data["to"],
        seen=data["seen"],
    )


@message("keep_room", schemas.DecidedRoom)
def _keep(actor: Actor, connected: Connected, data: Data) -> None:
    actions.keep_room(
        actor=actor, part_id=entered(connected), room_id=data["room"], seen=data["seen"]
    )
