"""What is said in rooms: by a person, by a facilitator in every room, by the platform itself."""

from collections.abc import Iterator, Sequence
from uuid import UUID, uuid4

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core.action import action
from exchange.core.actor import Actor, system
from exchange.core.decision import Refused
from exchange.core.errors import ExchangeError, NotFound, NotSignedIn
from exchange.core.shared import Batched
from exchange.rooms.actions.acts import tell
from exchange.rooms.actions.log import Line, Said, append, hold_logs, stored_before
from exchange.rooms.actions.show import hold, show
from exchange.rooms.enums import MessageKind, Notice
from exchange.rooms.queries import PLACES, part_to_run, picture_of
from exchange.rooms.rules import RoomFacts, may_say_this

TOGETHER = system("chat")  # what many say at one moment is stored together; each line has its own


def say(*, actor: Actor, room_id: UUID, text: str, key: UUID) -> Said:
    """Say `text` (1 to 2000 characters) in the room in which the actor stands.

    The same `key` from the same person again gives the message that is stored already, even if
    they have left the room since. What many
    say at one moment shares a commit; nobody is answered before their own is saved. Raises
    `NotFound`, `NotSignedIn`, or `Refused` while the chat is locked.
    """
    return _said.ask(Line(actor, room_id, MessageKind.SAID, text, key))


@action(
    unaudited_because="the room's own log holds it, and the audit holds nothing of what is said"
)
def _say_all(*, actor: Actor, lines: Sequence[Line]) -> list[Said | ExchangeError]:  # noqa: ARG001
    """Judge each line as of now, under the locks of their rooms, and store what is allowed."""
    heads = hold_logs({line.room_id for line in lines})
    places = PLACES.of([(line.actor, line.room_id) for line in lines])
    refusals = [
        _refusal(place, line.text) if line.room_id in heads else NotFound()
        for line, place in zip(lines, places, strict=True)
    ]
    allowed = [line for line, no in zip(lines, refusals, strict=True) if no is None]
    said = iter(append(allowed, heads))
    known = stored_before(_sent_again(lines, refusals))
    return [
        known.get(line.name, no) if no else next(said)
        for line, no in zip(lines, refusals, strict=True)
    ]


def _sent_again(lines: Sequence[Line], refusals: Sequence[ExchangeError | None]) -> Iterator[Line]:
    """Refused lines that may have been stored while their writer was in the room.

    Whoever was moved before the acknowledgement came would else be told that their line was not
    said, and say it twice.
    """
    for line, no in zip(lines, refusals, strict=True):
        if no is not None and not isinstance(no, NotSignedIn):
            yield line


def _refusal(place: RoomFacts | ExchangeError, text: str) -> ExchangeError | None:
    if isinstance(place, ExchangeError):
        return place
    decision = may_say_this(place, text)
    return None if decision else Refused(decision)


_said: Batched[Line, Said] = Batched(
    lambda lines: _say_all(actor=TOGETHER, lines=lines), about=lambda line: line.room_id
)


@action
def broadcast(*, actor: Actor, part_id: UUID, text: str, key: UUID) -> int:
    """Say `text` in every open room of the part; returns how many rooms.

    Again with the same `key` it is said in no room twice. Raises `NotFound`, `PartNotOpen`,
    `Refused`.
    """
    part_to_run(actor, part_id)
    live = hold(part_id)
    heads = hold_logs([room.id for room in picture_of(part_id).rooms])
    append([Line(actor, room_id, MessageKind.BROADCAST, text, key) for room_id in heads], heads)
    record(actor, Tag.BROADCAST, live, rooms=len(heads))
    tell(actor, live, Tag.BROADCAST)
    show(live, rooms=())
    return len(heads)


def notice(actor: Actor, room_id: UUID, what: Notice) -> None:
    """Have the platform itself say in a room what the actor does there. Raises `NotFound`."""
    heads = hold_logs([room_id])
    if room_id not in heads:
        raise NotFound
    append([Line(actor, room_id, MessageKind.NOTICE, what.value, uuid4())], heads)
