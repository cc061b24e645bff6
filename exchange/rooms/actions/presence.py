"""Going: the ends of attendance intervals, and the server processes that hold the sockets."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from sqlalchemy import ColumnElement, Row, select, update

from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor, system
from exchange.core.bulk import among
from exchange.core.db import add, lock, session
from exchange.core.errors import ExchangeError
from exchange.core.shared import CROWD, Batched
from exchange.rooms.actions.show import show_changed, show_soon
from exchange.rooms.models import Connection, LobbyStay, ServerProcess
from exchange.rooms.presence import STALE, Changed

PRESENCE = system("presence")
SHOWN_AT_ONCE = 16  # parts: a few hundredths of a second for which they are held
SILENCE = timedelta(seconds=20)  # after which a process counts as dead
Held = type[Connection] | type[LobbyStay]
HELD: tuple[Held, ...] = (Connection, LobbyStay)  # rows that live as long as a process's socket


@dataclass(frozen=True)
class Departure:
    """Somebody's socket that has left a part, or was closed."""

    actor: Actor
    part_id: UUID
    sid: str
    by_choice: bool


def leave(*, actor: Actor, part_id: UUID, sid: str, by_choice: bool = False) -> None:
    """Close the socket's attendance interval; idempotent. The seat stays: people come back.

    `by_choice`: the person leaves; else their line has ended. When many lines drop at one moment,
    they are seen to together.
    """
    _departures.ask(Departure(actor, part_id, sid, by_choice))


@action(unaudited_because="the end of an attendance interval is in its row")
def _leave_all(
    *,
    actor: Actor,  # noqa: ARG001
    departures: Sequence[Departure],
) -> list[bool | ExchangeError]:
    """Whether each had an interval to close."""
    left = {(each.sid, each.part_id, each.actor.person) for each in departures}
    own = [row for row in _open_among({each.sid for each in departures}) if tuple(row[1:]) in left]
    chosen = among(Connection.sid, [each.sid for each in departures if each.by_choice])
    ends = {"ended_at": clock.now(), "by_choice": chosen}
    ending = update(Connection).where(among(Connection.seq, [row.seq for row in own]))
    session().execute(ending.values(**ends), execution_options={"synchronize_session": False})
    _show_soon((row.part_id, row.person_id) for row in own)
    sids = {row.sid for row in own}
    return [each.sid in sids for each in departures]


def _open_among(sids: Collection[str]) -> Sequence[Row[int, str, UUID, UUID]]:
    """The open intervals of these sockets, held; whose they are, and in which part."""
    statement = (
        select(Connection.seq, Connection.sid, Connection.part_id, Connection.person_id)
        .where(among(Connection.sid, sids), Connection.ended_at.is_(None))
        .order_by(Connection.seq)
        .with_for_update()
    )
    return session().execute(statement).all()


_departures: Batched[Departure, bool] = Batched(
    lambda departures: _leave_all(actor=PRESENCE, departures=departures),
    about=lambda departure: departure.part_id,
    most=CROWD,
)


def _show_soon(gone: Iterable[Sequence[UUID]]) -> None:
    """Have the rooms sent that show who has gone from which part."""
    by_part: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for part_id, person_id in gone:
        by_part[part_id].add(person_id)
    for part_id, people in by_part.items():
        show_soon(part_id, people=people)


@action(unaudited_because="a heartbeat changes nothing that people see")
def beat(*, actor: Actor, process_id: UUID, sids: Collection[str] = ()) -> bool:  # noqa: ARG001
    """Say that this process lives and holds the sockets `sids`; the first beat registers it.

    Intervals of sockets that it does not hold (lost while the database was away) end. Returns
    False if the process had been taken for dead: its intervals were closed meanwhile.
    """
    process, now = lock(ServerProcess, process_id), clock.now()
    if process is None:
        add(ServerProcess(id=process_id, began_at=now, beat_at=now))
        return True
    alive = process.ended_at is None
    process.beat_at, process.ended_at = now, None
    for held in HELD:
        lost = set(session().scalars(select(held.sid).where(*_held_by(held, process_id))))
        lost -= set(sids)
        if lost:
            _end_intervals(held, process_id, now, among(held.sid, lost))
    return alive


@action(unaudited_because="the end of an attendance interval is in its row")
def end_process(*, actor: Actor, process_id: UUID) -> None:  # noqa: ARG001
    """Close the intervals of a process that stops."""
    process = lock(ServerProcess, process_id)
    if process is not None and process.ended_at is None:
        process.ended_at = clock.now()
        _end_all(process_id, process.ended_at)


@action(unaudited_because="the end of an attendance interval is in its row")
def end_silent_process(*, actor: Actor, process_id: UUID) -> None:  # noqa: ARG001
    """Close the intervals of a process that was not heard for 20 s, at its last beat."""
    process = lock(ServerProcess, process_id)
    if process is None or process.ended_at or process.beat_at > clock.now() - SILENCE:
        return
    process.ended_at = process.beat_at
    _end_all(process_id, process.beat_at)


def silent_processes() -> list[UUID]:
    """Processes that have not been heard for 20 s, and were not closed yet."""
    statement = select(ServerProcess.id).where(
        ServerProcess.ended_at.is_(None), ServerProcess.beat_at < clock.now() - SILENCE
    )
    return list(session().scalars(statement))


def _held_by(held: Held, process_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return held.process_id == process_id, held.ended_at.is_(None)


def _end_all(process_id: UUID, at: datetime) -> None:
    for held in HELD:
        _end_intervals(held, process_id, at)


def _end_intervals(held: Held, process_id: UUID, at: datetime, *which: ColumnElement[bool]) -> None:
    ending = (*_held_by(held, process_id), *which)
    statement = select(held.part_id, held.person_id).where(*ending).distinct()
    _show_soon(session().execute(statement).all())
    session().execute(update(held).where(*ending).values(ended_at=at))


def send_presence() -> None:
    """Send the views of all rooms whose presence has changed since the last time.

    Where that fails (the database is away), what was not sent is sent with the next.
    """
    waiting = STALE.take()
    try:
        while waiting:
            some = dict(islice(waiting.items(), SHOWN_AT_ONCE))
            show_presence(actor=PRESENCE, changed=some)
            for part_id in some:
                del waiting[part_id]
    finally:
        for part_id, changed in waiting.items():
            STALE.mark(part_id, changed)


@action(unaudited_because="nothing changes but the number under which a view is sent")
def show_presence(*, actor: Actor, changed: Mapping[UUID, Changed]) -> None:  # noqa: ARG001
    """Send the views in which presence has changed, read afresh, and each part's console."""
    show_changed(changed)
