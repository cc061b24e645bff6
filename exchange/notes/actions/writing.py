"""Writing notes: an update is checked, judged, sealed and committed before anybody hears of it."""

from collections.abc import Sequence
from uuid import UUID

from exchange.core.action import action
from exchange.core.actor import Actor, system
from exchange.core.errors import ExchangeError
from exchange.core.shared import Apart, Batched
from exchange.notes.actions.checking import refusals_before
from exchange.notes.actions.log import Update, append, hold_heads, refusal_of
from exchange.rooms.queries import PLACES, may_read

TOGETHER = system("notes")  # what many write at one moment is stored together


def append_update(
    *, actor: Actor, room_id: UUID, editor_schema: int, update: bytes, sid: str | None = None
) -> int:
    """Append a Yjs update to the notes of the room in which the actor stands; returns its number.

    `sid` names the socket that sent it and need not hear of it. Raises `NotFound`, `NotSignedIn`,
    `ReadOnly`, `OldEditor`, `OutOfStep`, `Unusable` or `TryAgain`; then nothing was kept or passed
    on. What many write at one moment is checked and stored together.
    """
    return _written.ask(Update(actor, room_id, editor_schema, update, sid))


@action(unaudited_because="each update is a row with its person and time, and content stays out")
def _append_all(*, actor: Actor, updates: Sequence[Update]) -> list[int | ExchangeError]:  # noqa: ARG001
    """Judge each update as of now, under the locks of their notes, and store what is allowed.

    Updates of one room were checked as if those before them were stored. Where one of those is
    refused, they are served one by one: nothing may build on what is not there.
    """
    heads = hold_heads({each.room_id for each in updates})
    places = PLACES.of([(each.actor, each.room_id) for each in updates], may_read)
    outcomes: list[int | ExchangeError] = []
    stored: list[tuple[Update, int]] = []
    incomplete: set[UUID] = set()
    for each, place in zip(updates, places, strict=True):
        refusal = refusal_of(each, place, heads.get(each.room_id))
        if refusal is not None:
            incomplete.add(each.room_id)
            outcomes.append(refusal)
            continue
        if each.room_id in incomplete:
            raise Apart
        stored.append((each, heads[each.room_id].grow(each.editor_schema)))
        outcomes.append(stored[-1][1])
    append(stored, heads)
    return outcomes


_written: Batched[Update, int] = Batched(
    lambda updates: _append_all(actor=TOGETHER, updates=updates),
    about=lambda each: each.room_id,
    check=refusals_before,
)
