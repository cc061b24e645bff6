"""At the doors: who is let in, sent back to the lobby or shut out, and one's own short break."""

from collections.abc import Mapping
from typing import Any

from exchange.core.actor import Actor
from exchange.realtime.connections import Connected
from exchange.realtime.wire import message
from exchange.rooms import actions, schemas
from exchange.rooms.enums import BanReason
from exchange.rooms.sockets.standing import entered

Data = Mapping[str, Any]


@message("admit", schemas.Admit)
def _admit(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    actions.admit(actor=actor, part_id=part_id, person_id=data["person"])


@message("admit_each", schemas.AdmitEach)
def _admit_each(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    actions.admit_each(actor=actor, part_id=part_id, wanted=data["wanted"])


@message("send_to_lobby", schemas.OfPerson)
def _send_to_lobby(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    actions.send_to_lobby(actor=actor, part_id=part_id, person_id=data["person"])


@message("ban", schemas.Ban)
def _ban(actor: Actor, connected: Connected, data: Data) -> None:
    part_id, reason = entered(connected, data["part"]), BanReason(data["reason"])
    actions.ban(actor=actor, part_id=part_id, person_id=data["person"], reason=reason)


@message("lift_ban", schemas.OfPerson)
def _lift_ban(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    actions.lift_ban(actor=actor, part_id=part_id, person_id=data["person"])


@message("step_aside", schemas.StepAside)
def _step_aside(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    actions.step_aside(actor=actor, part_id=part_id, aside=data["aside"])


@message("bring_back", schemas.OfPart)
def _bring_back(actor: Actor, connected: Connected, data: Data) -> None:
    actions.bring_back(actor=actor, part_id=entered(connected, data["part"]))
