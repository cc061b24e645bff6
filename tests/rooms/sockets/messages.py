"""Every message of the wire with a sound body, by who may send it."""

from typing import Any
from uuid import uuid4

from tests.rooms.conftest import Browser

FACILITATORS: dict[str, dict[str, Any]] = {
    "open_part": {"part": "PART"},
    "close_part": {"part": "PART"},
    "open_round": {"part": "PART", "rooms": 2, "seating": "random"},
    "seat": {"part": "PART", "people": ["ME"], "room": "ROOM"},
    "propose_moves": {"part": "PART"},
    "rebalance": {"part": "PART", "moves": [{"person": "0" * 32, "room": "0" * 32}]},
    "shuffle": {"part": "PART"},
    "lock_moves": {"part": "PART", "locked": True},
    "rename": {"room": "ROOM", "name": "Mine"},
    "timer": {"part": "PART", "seconds": 60},
    "extend": {"part": "PART", "seconds": 60},
    "close_round": {"part": "PART", "seconds": 0},
    "reprieve": {"part": "PART"},
    "broadcast": {"part": "PART", "text": "Hear", "key": "KEY"},
    "remove": {"part": "PART", "person": "ME"},
    "readmit": {"part": "PART", "person": "ME"},
    "lower": {"room": "ROOM", "person": "ME"},
    "answer": {"room": "ROOM"},
    "visit": {"room": "ROOM"},
    "lock_chat": {"part": "PART", "locked": True},
    "pause": {"part": "PART", "paused": True},
    "add_room": {"part": "PART"},
    "prompt": {"room": "ROOM", "prompt": "Ask"},
    "close_room": {"room": "ROOM", "seconds": 0},
    "keep_room": {"room": "ROOM"},
    "lock_private": {"part": "PART", "locked": True},
    "mute": {"part": "PART", "person": "ME"},
    "unmute": {"part": "PART", "person": "ME"},
    "go_to_step": {"part": "PART", "step": "ME", "seen": 0},
    "prepare_poll": {"part": "PART", "kind": "single", "question": "Q", "options": ["A", "B"]},
    "dilemmas": {"part": "PART"},
    "open_poll": {"part": "PART", "poll": "ME"},
    "reveal": {"part": "PART", "poll": "ME"},
    "vote_again": {"part": "PART", "poll": "ME"},
    "close_poll": {"part": "PART", "poll": "ME"},
    "cases": {"part": "PART"},
    "give_case": {"part": "PART", "room": "ROOM", "case": "ME"},
    "name_presenter": {"part": "PART", "room": "ROOM", "person": "ME"},
}
DOORS: dict[str, dict[str, Any]] = {
    "admit": {"part": "PART", "person": "ME"},
    "admit_each": {"part": "PART", "wanted": True},
    "send_to_lobby": {"part": "PART", "person": "ME"},
    "ban": {"part": "PART", "person": "ME", "reason": "conduct"},
    "lift_ban": {"part": "PART", "person": "ME"},
}
FACILITATORS |= DOORS
EVERYBODYS: dict[str, dict[str, Any]] = {
    "replay": {"room": "ROOM", "since": 0},
    "say": {"room": "ROOM", "text": "Hello", "key": "KEY"},
    "hand": {"room": "ROOM", "raised": True},
    "help": {"room": "ROOM", "wanted": True},
    "react": {"room": "ROOM", "reaction": "clap"},
    "choose_room": {"room": "ROOM", "to": "ME"},
    "answer_step": {"room": "ROOM", "step": "ME", "choice": 0},
    "present": {"room": "ROOM", "presents": True},
    "vote": {"room": "ROOM", "poll": "ME", "vote": 1, "choices": [0]},
}
ELSEWHERE: dict[str, dict[str, Any]] = {  # of the part, wherever one stands in it
    "leave": {"part": "PART"},
    "step_aside": {"part": "PART", "aside": True},
    "bring_back": {"part": "PART"},
    "conversations": {"part": "PART"},
    "tell": {"part": "PART", "to": "ME", "text": "Hello", "key": "KEY"},
    "replay_told": {"part": "PART", "to": "ME", "since": 0},
}
INSIDERS = {**FACILITATORS, **EVERYBODYS, **ELSEWHERE}
OUTSIDE: dict[str, dict[str, Any]] = {  # sent before the doors
    "enter": {"part": "PART"},
    "wait": {"part": "PART"},
    "choose_shown": {"part": "PART", "shown": "name"},
}


def filled(data: dict[str, Any], browser: Browser, here: str) -> dict[str, Any]:
    values = {"PART": browser.part, "ROOM": here, "ME": uuid4().hex, "KEY": uuid4().hex}
    return {name: _filled(value, values) for name, value in data.items()}


def _filled(value: Any, values: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_filled(each, values) for each in value]
    return values.get(value, value) if isinstance(value, str) else value
