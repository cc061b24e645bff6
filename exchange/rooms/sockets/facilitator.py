"""What facilitators of the event may send. Each action judges that anew, by the database."""

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from exchange.core.actor import Actor
from exchange.realtime.connections import Connected
from exchange.realtime.wire import message
from exchange.rooms import actions, schemas
from exchange.rooms.choosing import Sketch
from exchange.rooms.enums import Seating
from exchange.rooms.queries import moves_proposed
from exchange.rooms.sockets.standing import entered

Data = Mapping[str, Any]


@message("open_part", schemas.OfPart)
def _open_part(actor: Actor, connected: Connected, data: Data) -> None:
    actions.open_part(actor=actor, part_id=entered(connected, data["part"]))


@message("close_part", schemas.OfPart)
def _close_part(actor: Actor, connected: Connected, data: Data) -> None:
    actions.close_part(actor=actor, part_id=entered(connected, data["part"]))


@message("open_round", schemas.OpenRound)
def _open_round(actor: Actor, connected: Connected, data: Data) -> None:
    actions.open_round(
        actor=actor,
        part_id=entered(connected, data["part"]),
        rooms=data["rooms"],
        seating=Seating(data["seating"]),
        sketches=[
            Sketch(*named) for named in zip_longest(data["names"], data["abouts"], fillvalue="")
        ],
        most=data["most"],
        seen=data["seen"],
    )


@message("close_round", schemas.CloseRound)
def _close_round(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    actions.close_round(actor=actor, part_id=part_id, seconds=data["seconds"], seen=data["seen"])


@message("reprieve", schemas.DecidedPart)
def _reprieve(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    actions.reprieve_round(actor=actor, part_id=part_id, seen=data["seen"])


@message("seat", schemas.Seat)
def _seat(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    actions.seat(
        actor=actor,
        part_id=part_id,
        person_ids=data["people"],
        room_id=data["room"],
        seen=data["seen"],
    )


@message("propose_moves", schemas.OfPart)
def _propose_moves(actor: Actor, connected: Connected, data: Data) -> Data:
    moves = moves_proposed(actor, entered(connected, data["part"]))
    return {"moves": [{"person": who.hex, "room": room.hex} for who, room in moves.items()]}


@message("rebalance", schemas.Rebalance)
def _rebalance(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    moves = {move["person"]: move["room"] for move in data["moves"]}
    actions.rebalance(actor=actor, part_id=part_id, moves=moves)


@message("shuffle", schemas.OfPart)
def _shuffle(actor: Actor, connected: Connected, data: Data) -> None:
    actions.shuffle(actor=actor, part_id=entered(connected, data["part"]))


@message("lock_moves", schemas.Lock)
def _lock_moves(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    actions.lock_moves(actor=actor, part_id=part_id, locked=data["locked"])


@message("timer", schemas.Timer)
def _timer(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    actions.set_timer(actor=actor, part_id=part_id, seconds=data["seconds"], seen=data["seen"])


@message("pause", schemas.PauseTimer)
def _pause(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    actions.pause_timer(actor=actor, part_id=part_id, paused=data["paused"], seen=data["seen"])


@message("extend", schemas.Extend)
def _extend(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    actions.extend_timer(actor=actor, part_id=part_id, seconds=data["seconds"], seen=data["seen"])


@message("broadcast", schemas.Broadcast)
def _broadcast(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    actions.broadcast(actor=actor, part_id=part_id, text=data["text"], key=data["key"])


@message("remove", schemas.OfPerson)
def _remove(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    actions.remove(actor=actor, part_id=part_id, person_id=data["person"])


@message("readmit", schemas.OfPerson)
def _readmit(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    actions.readmit(actor=actor, part_id=part_id, person_id=data["person"])


@message("lower", schemas.LowerHand)
def _lower(actor: Actor, connected: Connected, data: Data) -> None:
    actions.lower_hand(
        actor=actor, part_id=entered(connected), room_id=data["room"], person_id=data["person"]
    )


@message("answer", schemas.OfRoom)
def _answer(actor: Actor, connected: Connected, data: Data) -> None:
    actions.answer_help(actor=actor, part_id=entered(connected), room_id=data["room"])


@message("visit", schemas.Visit)
def _visit(actor: Actor, connected: Connected, data: Data) -> None:
    actions.visit(actor=actor, part_id=entered(connected), room_id=data["room"])


@message("go_to_step", schemas.GoToStep)
def _go_to_step(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    actions.go_to_step(actor=actor, part_id=part_id, step_id=data["step"], seen=data["seen"])


@message("lock_chat", schemas.Lock)
def _lock_chat(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    actions.lock_chat(actor=actor, part_id=part_id, locked=data["locked"])
