"""What is asked of updates before the transaction: whether their bytes are good, by the child.

The check waits for another process and must hold no lock. It need not be repeated inside: what is
in the log is never taken away, so that an update that fits now fits after any number of others'.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from prometheus_client import Counter

from exchange.core.errors import ExchangeError, TooMany
from exchange.notes.actions.log import Head, Update, head_seen, newest_heads, refusal_of
from exchange.notes.document import Verdict, Waiting
from exchange.notes.errors import OutOfStep, TryAgain, Unusable
from exchange.notes.patience import strike, wait_of
from exchange.notes.queries import reader, to_follow
from exchange.rooms.queries import PLACES, VERDICTS, may_read

REFUSED = Counter(
    "exchange_notes_updates_refused", "Updates that the child did not find good", ["verdict"]
)
REFUSALS: dict[Verdict, Callable[[], ExchangeError]] = {
    Verdict.GAP: OutOfStep,
    Verdict.BAD: Unusable,
    Verdict.UNAVAILABLE: TryAgain,
}
NO_NOTES = Head(UUID(int=0), last=0, editor_schema=0, locked=False)  # nobody has written yet

ByRoom = Mapping[UUID, Sequence[Update]]
Refusals = dict[UUID, list[ExchangeError | None]]  # for each of a room's updates; None: nothing


def refusals_before(updates: Sequence[Update]) -> list[ExchangeError | None]:
    """What refuses each update, as if the good ones before it were stored; None: nothing.

    Who may write is asked here so that strangers do not reach the child, and judged again inside.
    So what this process knows of people and logs is good enough to let somebody pass, and spares
    the database a question at every key. Who is not known to write is judged by the database.
    """
    by_room: dict[UUID, list[Update]] = {}
    for each in updates:
        by_room.setdefault(each.room_id, []).append(each)
    refusals = _by_what_is_known(by_room)
    anew = {room_id: each for room_id, each in by_room.items() if room_id not in refusals}
    if anew:
        refusals |= _by_the_database(anew)
    found = {room_id: iter(each) for room_id, each in refusals.items()}
    return [next(found[each.room_id]) for each in updates]


def _by_what_is_known(by_room: ByRoom) -> Refusals:
    """For rooms where everybody is known to write, unless something seems to be missing there.

    The log may have grown in another process: a gap may be none.
    """
    asked: dict[UUID, Waiting] = {}
    for room_id, updates in by_room.items():
        head = head_seen(room_id)
        if head is not None and all(_is_known_to_write(each, head) for each in updates):
            asked[room_id] = Waiting([each.update for each in updates], head.last)
    return {
        room_id: _judged(by_room[room_id], found)
        for room_id, found in _verdicts(asked).items()
        if Verdict.GAP not in found
    }


def _is_known_to_write(each: Update, head: Head) -> bool:
    place = VERDICTS.standing(each.actor, each.room_id)
    if place is None or _too_many(each) is not None:
        return False
    return refusal_of(each, place, head) is None


def _by_the_database(by_room: ByRoom) -> Refusals:
    heads = newest_heads(by_room.keys())
    everything = [each for updates in by_room.values() for each in updates]
    places = iter(PLACES.of([(each.actor, each.room_id) for each in everything], may_read))
    refusals: Refusals = {}
    fit: dict[UUID, list[Update]] = {}
    for room_id, updates in by_room.items():
        head = heads.get(room_id, NO_NOTES)
        found = [refusal_of(each, next(places), head) or _too_many(each) for each in updates]
        refusals[room_id] = found
        fit[room_id] = [each for each, no in zip(updates, found, strict=True) if no is None]
    asked = {
        room_id: Waiting([each.update for each in updates], heads.get(room_id, NO_NOTES).last)
        for room_id, updates in fit.items()
        if updates
    }
    for room_id, verdicts in _verdicts(asked).items():
        judged = iter(_judged(fit[room_id], verdicts))
        refusals[room_id] = [no or next(judged) for no in refusals[room_id]]
    return refusals


def _too_many(each: Update) -> ExchangeError | None:
    wait = wait_of(each.actor.person)
    return TooMany(retry_after=math.ceil(wait)) if wait else None


def _verdicts(asked: Mapping[UUID, Waiting]) -> dict[UUID, list[Verdict]]:
    """The child's; where it did not survive several of a room, each is asked about alone."""
    verdicts = reader.check_rooms(asked, to_follow)
    for room_id, waiting in asked.items():
        if len(waiting.updates) > 1 and Verdict.UNAVAILABLE in verdicts[room_id]:
            since = to_follow(room_id)
            verdicts[room_id] = [
                reader.check(room_id, each, since, waiting.through) for each in waiting.updates
            ]
    return verdicts


def _judged(updates: Sequence[Update], verdicts: Sequence[Verdict]) -> list[ExchangeError | None]:
    """The refusals that follow from verdicts, counted."""
    refusals: list[ExchangeError | None] = []
    for each, verdict in zip(updates, verdicts, strict=True):
        if verdict is not Verdict.OK:
            REFUSED.labels(verdict).inc()
        if verdict in (Verdict.BAD, Verdict.UNAVAILABLE):
            strike(each.actor.person)
        refusals.append(None if verdict is Verdict.OK else REFUSALS[verdict]())
    return refusals
