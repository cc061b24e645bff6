"""Signs to the room that are gone in a moment: passed on, never stored."""

from collections.abc import Mapping
from typing import Any

from exchange.core.actor import Actor
from exchange.core.decision import require
from exchange.core.errors import ExchangeError
from exchange.realtime.budgets import Rate
from exchange.realtime.connections import Connected
from exchange.realtime.publish import publish_now_unsafe, room_channel
from exchange.realtime.wire import message
from exchange.rooms import schemas
from exchange.rooms.queries import PLACES
from exchange.rooms.rules import may_react
from exchange.rooms.sockets.standing import entered

Data = Mapping[str, Any]
CALM = Rate(per_second=0.5, burst=6)


@message("react", schemas.React, rate=CALM, recent_actor=True)
def _react(actor: Actor, connected: Connected, data: Data) -> None:
    """Pass a sign on to the room in which the actor stands, with the name that we know."""
    entered(connected)
    room_id = data["room"]
    [place] = PLACES.of([(actor, room_id)])
    if isinstance(place, ExchangeError):
        raise place
    require(may_react(place))
    sign = {
        "room": room_id.hex,
        "person": actor.person.hex,
        "name": actor.name,
        "reaction": data["reaction"],
    }
    publish_now_unsafe("reaction", sign, to=room_channel(room_id))
