"""The kinds of data and their periods. A new kind is a row here, with its tables in `kept`."""

from collections.abc import Mapping
from dataclasses import dataclass

from exchange.core.text import N_
from exchange.retention.enums import Kind
from exchange.vault.envelope import Content


@dataclass(frozen=True)
class Period:
    """How long a kind is kept: days after the event, by default and within bounds.

    `seals` names the keys that are destroyed with it. A kind of a `whole_part` is kept for all of
    a part as long as one of its rooms is held: its rows refer to each other. What belongs to the
    event as such, cases, is kept as long as anything of it is held.
    """

    name: str
    promise: str  # with %(days)s
    days: int
    least: int
    most: int
    seals: Content | None = None
    whole_part: bool = False


# A week at least: a complaint needs time to arrive before what it is about has gone.
PERIODS: Mapping[Kind, Period] = {
    Kind.CHAT: Period(
        N_("Chat"),
        N_("What is said in chat is destroyed %(days)s days after the event."),
        days=30,
        least=7,
        most=90,
        seals=Content.CHAT,
    ),
    Kind.VOTES: Period(
        N_("Polls and votes"),
        N_("Polls and how the rooms voted are destroyed %(days)s days after the event."),
        days=30,
        least=7,
        most=90,
        seals=Content.VOTES,
        whole_part=True,
    ),
    Kind.NOTES: Period(
        N_("Notes"),
        N_(
            "The notes of the rooms, with their ideas and actions, can be read by those who were "
            "there, and are destroyed %(days)s days after the event."
        ),
        days=90,
        least=7,
        most=365,
        seals=Content.NOTES,
    ),
    Kind.TAKEAWAYS: Period(
        N_("Proposed takeaways"),
        N_(
            "Lines that were proposed to leave a room, and what became of them, are destroyed "
            "%(days)s days after the event. What a room has released stays, without authors."
        ),
        days=30,
        least=7,
        most=365,
        seals=Content.TAKEAWAYS,
    ),
    Kind.CASES: Period(
        N_("Cases"),
        N_("The cases that people hand in are destroyed %(days)s days after the event."),
        days=30,
        least=7,
        most=90,
        seals=Content.CASES,
    ),
    Kind.PRESENCE: Period(
        N_("Who was in which room"),
        N_(
            "Who was in which room, and when, and who offered their card to whom there, is "
            "forgotten %(days)s days after the event."
        ),
        days=365,
        least=7,
        most=730,
        whole_part=True,
    ),
}
