"""What facilitators send about polls."""

from collections.abc import Mapping
from typing import Any

from exchange.core.actor import Actor
from exchange.realtime.connections import Connected
from exchange.realtime.wire import message
from exchange.rooms import actions, schemas
from exchange.rooms.enums import PollKind
from exchange.rooms.messages import PollContent
from exchange.rooms.queries import dilemmas_to_ask
from exchange.rooms.sockets.standing import entered

Data = Mapping[str, Any]


@message("prepare_poll", schemas.PreparePoll)
def _prepare(actor: Actor, connected: Connected, data: Data) -> Data:
    part_id = entered(connected, data["part"])
    content = PollContent(data["question"], tuple(data["options"]), data["background"])
    poll = actions.prepare_poll(
        actor=actor,
        part_id=part_id,
        kind=PollKind(data["kind"]),
        content=content,
        room_id=data["room"],
    )
    return {"poll": poll.id.hex}


@message("dilemmas", schemas.OfPart)
def _dilemmas(actor: Actor, connected: Connected, data: Data) -> Data:
    part_id = entered(connected, data["part"])
    return {"dilemmas": [each.payload() for each in dilemmas_to_ask(actor, part_id)]}


@message("open_poll", schemas.OfPoll)
def _open(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    actions.open_poll(actor=actor, part_id=part_id, poll_id=data["poll"])


@message("reveal", schemas.OfPoll)
def _reveal(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    actions.reveal(actor=actor, part_id=part_id, poll_id=data["poll"])


@message("vote_again", schemas.OfPoll)
def _vote_again(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    actions.vote_again(actor=actor, part_id=part_id, poll_id=data["poll"])


@message("close_poll", schemas.OfPoll)
def _close(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    actions.close_poll(actor=actor, part_id=part_id, poll_id=data["poll"])
