"""What is sent about cases in rooms."""

from collections.abc import Mapping
from typing import Any

from exchange.core.actor import Actor
from exchange.realtime.connections import Connected
from exchange.realtime.wire import message
from exchange.rooms import actions, schemas
from exchange.rooms.queries import cases_to_give
from exchange.rooms.sockets.standing import entered

Data = Mapping[str, Any]


@message("present", schemas.Present)
def _present(actor: Actor, connected: Connected, data: Data) -> None:
    entered(connected)
    actions.present(actor=actor, room_id=data["room"], presents=data["presents"])


@message("name_presenter", schemas.NamePresenter)
def _name_presenter(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    actions.name_presenter(
        actor=actor, part_id=part_id, room_id=data["room"], person_id=data["person"]
    )


@message("cases", schemas.OfPart)
def _cases(actor: Actor, connected: Connected, data: Data) -> Data:
    part_id = entered(connected, data["part"])
    return {
        "cases": [
            {
                "id": each.id.hex,
                "title": each.content.title,
                "presenter": each.case.presenter.name,
            }
            for each in cases_to_give(actor, part_id)
        ]
    }


@message("give_case", schemas.GiveCase)
def _give_case(actor: Actor, connected: Connected, data: Data) -> None:
    part_id = entered(connected, data["part"])
    actions.give_case(actor=actor, part_id=part_id, room_id=data["room"], case_id=data["case"])
