"""What is written between two and among facilitators, and who may not write, on the wire."""

from collections.abc import Mapping
from typing import Any

from exchange.core.actor import Actor
from exchange.realtime.connections import Connected
from exchange.realtime.wire import message
from exchange.rooms import actions, schemas
from exchange.rooms.queries import conversations_of, replay_told
from exchange.rooms.sockets.participant import TALKING
from exchange.rooms.sockets.standing import entered

Data = Mapping[str, Any]


@message("conversations", schemas.OfPart)
def _conversations(actor: Actor, connected: Connected, data: Data) -> Data:
    part_id = entered(connected, data["part"])
    return {"conversations": [each.payload() for each in conversations_of(actor, part_id)]}


@message("replay_told", schemas.ReplayTold)
def _replay_told(actor: Actor, connected: Connected, data: Data) -> Data:
    part_id = entered(connected, data["part"])
    return replay_told(actor, part_id, data["to"], data["since"]).payload()


@message("tell", schemas.Tell, rate=TALKING)
def _tell(actor: Actor, connected: Connected, data: Data) -> Data:
    said = actions.tell(
        actor=actor,
        part_id=entered(connected, data["part"]),
        to=data["to"],
        text=data["text"],
        key=data["key"],
    )
    return {"number": said.number, "at": said.at.isoformat()}


@message("lock_private", schemas.Lock)
def _lock_private(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    actions.lock_private(actor=actor, part_id=part_id, locked=data["locked"])


@message("mute", schemas.OfPerson)
def _mute(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    actions.mute(actor=actor, part_id=part_id, person_id=data["person"])


@message("unmute", schemas.OfPerson)
def _unmute(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    actions.unmute(actor=actor, part_id=part_id, person_id=data["person"])
