"""Every act is on record: the actions that leave no audit entry are these, each for its reason."""

import importlib
import pkgutil
from pathlib import Path

import pytest

import exchange
from exchange.audit.messages import SENTENCES
from exchange.audit.tags import Tag
from exchange.core.action import ACTIONS

SOURCES = Path(exchange.__file__).parent

CLOCK = "a reading of the clock, which changes nothing that anybody may do"
INTERVAL = "the end of an attendance interval is in its row"
HAND = "a raised hand is a row of its own, with both its times"
STAY = "each stay in the lobby is a row, with both its times"
UNAUDITED = {
    "accounts.actions.sessions.note_seen": CLOCK,
    "accounts.actions.tokens.note_token_used": CLOCK,
    "notes.actions.merging._keep_snapshot": (
        "it says what the log says, and a person's rows are in the log"
    ),
    "notes.actions.writing._append_all": (
        "each update is a row with its person and time, and content stays out"
    ),
    "rooms.actions.aside.step_aside": "a short break is a row, with both its times",
    "rooms.actions.attention.ask_help": "asking is audited; taking it back is the call's own end",
    "rooms.actions.attention.lower_hand": HAND,
    "rooms.actions.attention.raise_hand": HAND,
    "rooms.actions.voting.vote": "the ballot says who has voted; an entry would say when",
    "rooms.actions.attention.step_down": "the role's end was audited where it ended",
    "rooms.actions.asking.answer_step": (
        "the row says who has answered, and an entry would outlive it"
    ),
    "rooms.actions.chat._say_all": (
        "the room's own log holds it, and the audit holds nothing of what is said"
    ),
    "rooms.actions.conversations.tell": (
        "the conversation holds it, and the audit holds nothing of what is written"
    ),
    "rooms.actions.lobby._wait_all": STAY,
    "rooms.actions.lobby.leave_lobby": STAY,
    "rooms.actions.presence.beat": "a heartbeat changes nothing that people see",
    "rooms.actions.presence.end_process": INTERVAL,
    "rooms.actions.presence.end_silent_process": INTERVAL,
    "rooms.actions.entering._enter_all": (
        "each attendance interval is a row; the first of a person is audited"
    ),
    "rooms.actions.presence._leave_all": INTERVAL,
    "rooms.actions.presence.show_presence": (
        "nothing changes but the number under which a view is sent"
    ),
}


def actions() -> dict[str, str | None]:
    """Every action of the product, and why it need not record."""
    for module in pkgutil.walk_packages(exchange.__path__, "exchange."):
        importlib.import_module(module.name)
    own = {name: known for name, known in ACTIONS.items() if name.startswith("exchange.")}
    return {name.removeprefix("exchange."): known.unaudited_because for name, known in own.items()}


def test_every_action_records_but_those_that_say_why_not():
    found = actions()
    assert len(found) > 60
    assert {name: why for name, why in found.items() if why is not None} == UNAUDITED


@pytest.mark.parametrize("tag", Tag)
def test_every_tag_has_a_sentence(tag: Tag):
    assert SENTENCES[tag]


def test_every_tag_is_recorded_somewhere():
    own = (SOURCES / "audit" / "tags.py", SOURCES / "audit" / "messages.py")
    texts = [path.read_text() for path in SOURCES.rglob("*.py") if path not in own]
    used = "\n".join(texts)
    assert [tag.name for tag in Tag if f"Tag.{tag.name}" not in used] == []
