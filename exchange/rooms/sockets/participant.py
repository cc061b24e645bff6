"""What everybody in a part may send."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from exchange.core.actor import Actor, ActorKind
from exchange.core.decision import Refused
from exchange.core.errors import ExchangeError
from exchange.realtime.budgets import Rate
from exchange.realtime.connections import Connected
from exchange.realtime.live import on_disconnect
from exchange.realtime.wire import message
from exchange.rooms import actions, schemas
from exchange.rooms.messages import Entered
from exchange.rooms.queries import (
    VERDICTS,
    Newcomer,
    next_path,
    part_for_page,
    replay,
    seen_by,
)
from exchange.rooms.sockets.channels import hear_only, settle
from exchange.rooms.sockets.hold import this_process
from exchange.rooms.sockets.standing import entered

Data = Mapping[str, Any]
TALKING = Rate(per_second=2, burst=10)


@message("enter", schemas.Enter)
def _enter(actor: Actor, connected: Connected, data: Data) -> Data:
    part_id = data["part"]
    if connected.part_id not in (None, part_id):
        _end(connected, by_choice=True)
    connected.part_id = part_id  # before it is judged: who is shut out meanwhile is found here
    try:
        admitted = actions.enter(
            actor=actor, part_id=part_id, sid=connected.sid, process_id=this_process().id
        )
    except ExchangeError as error:
        _stand_nowhere(connected)
        if isinstance(error, Refused):
            error.data["next"] = next_path(part_for_page(part_id), error.decision)
        raise
    connected.waits_at = None
    newcomer = Newcomer(part_id, actor.person, admitted.role, data["room"], data["since"])
    return _subscribed(connected, newcomer, admitted.room_id).payload()


def _subscribed(connected: Connected, newcomer: Newcomer, room_id: UUID | None) -> Entered:
    """Subscribe, then read, so that nothing falls between; again if they were moved meanwhile."""
    while True:
        settle(connected, room_id, newcomer.role)
        view = seen_by(newcomer)
        if view.place.room_id == room_id:
            return view
        room_id = view.place.room_id


@message("leave", schemas.OfPart)
def _leave_part(_: Actor, connected: Connected, data: Data) -> Data:
    entered(connected, data["part"])
    _end(connected, by_choice=True)
    return {}


@on_disconnect
def _gone(connected: Connected) -> None:
    _end(connected, by_choice=False)


def _end(connected: Connected, *, by_choice: bool) -> None:
    part_id = connected.part_id
    if part_id is not None:
        actor = Actor(ActorKind.PERSON, person_id=connected.person_id)
        _stand_nowhere(connected)
        actions.leave(actor=actor, part_id=part_id, sid=connected.sid, by_choice=by_choice)


def _stand_nowhere(connected: Connected) -> None:
    VERDICTS.forget([connected.person_id])
    hear_only(connected, set())
    connected.part_id = None


@message("replay", schemas.Replay)
def _replay_chat(actor: Actor, connected: Connected, data: Data) -> Data:
    entered(connected)
    return replay(actor, data["room"], data["since"]).payload()


@message("say", schemas.Say, rate=TALKING, recent_actor=True)
def _say(actor: Actor, connected: Connected, data: Data) -> Data:
    entered(connected)
    said = actions.say(actor=actor, room_id=data["room"], text=data["text"], key=data["key"])
    return {"number": said.number, "at": said.at.isoformat()}


@message("hand", schemas.RaiseHand)
def _hand(actor: Actor, connected: Connected, data: Data) -> Data:
    entered(connected)
    actions.raise_hand(actor=actor, room_id=data["room"], raised=data["raised"])
    return {}


@message("choose_room", schemas.ChooseRoom)
def _choose_room(actor: Actor, connected: Connected, data: Data) -> Data:
    entered(connected)
    actions.choose_room(actor=actor, room_id=data["room"], to=data["to"])
    return {}


@message("answer_step", schemas.AnswerStep)
def _answer_step(actor: Actor, connected: Connected, data: Data) -> Data:
    entered(connected)
    actions.answer_step(
        actor=actor, room_id=data["room"], step_id=data["step"], choice=data["choice"]
    )
    return {}


@message("vote", schemas.Vote)
def _vote(actor: Actor, connected: Connected, data: Data) -> Data:
    entered(connected)
    actions.vote(
        actor=actor,
        room_id=data["room"],
        poll_id=data["poll"],
        number=data["vote"],
        chosen=data["choices"],
    )
    return {}


@message("help", schemas.AskHelp)
def _ask_help(actor: Actor, connected: Connected, data: Data) -> Data:
    entered(connected)
    actions.ask_help(actor=actor, room_id=data["room"], wanted=data["wanted"])
    return {}
