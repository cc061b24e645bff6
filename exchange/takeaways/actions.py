"""Proposing lines, holding them back, changing their words, and letting them go.

Who proposed a line, and who held one back, stands nowhere: not in its row, and of a veto not in
the audit either, where it is an act of the room.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor, system
from exchange.core.db import add, lock, session
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.harvest.actions import receive
from exchange.outbox.enqueue import enqueue
from exchange.rooms.models import Room
from exchange.rooms.queries import were_in
from exchange.takeaways import queries, rules
from exchange.takeaways.errors import LineGone, LineMovedOn, SameWords
from exchange.takeaways.models import Takeaway
from exchange.vault.content import vault
from exchange.vault.envelope import Content

LETTER = "takeaways_letter"
THE_ROOM = system("room")


@dataclass(frozen=True)
class Wording:
    """A line of the room by its key, and the words in which it is proposed: its own, if empty."""

    key: str
    suggested: str = ""


def propose(*, actor: Actor, room_id: UUID, wordings: Sequence[Wording]) -> int:
    """Propose these lines of the room's notes; returns how many were. Their text is fixed by it.

    Raises `LineGone` where the notes do not say that any more or it was proposed meanwhile,
    `NotFound`, `Refused`, `TryAgain`.
    """
    lines = {line.key: line.text for line in queries.candidates(actor, room_id)}
    if not all(each.key in lines for each in wordings):
        raise LineGone
    texts = [each.suggested or lines[each.key] for each in wordings]
    _propose(actor=actor, room_id=room_id, texts=texts)
    return len(texts)


@action
def _propose(*, actor: Actor, room_id: UUID, texts: Sequence[str]) -> None:
    room = _held(room_id)
    access = queries.access_for(actor, room_id)
    known = queries.proposed_in(room_id)
    count = len(known) + len(texts)
    require(rules.may_propose(access.facts, until=access.until, lines=count))
    if {each.text for each in known}.intersection(texts) or not texts:
        raise LineGone
    vault().make_missing(room_id, Content.TAKEAWAYS)
    now, hours = clock.now(), timedelta(hours=access.event.takeaway_hours)
    for text in dict.fromkeys(texts):
        line = Takeaway(room_id=room_id, version=1, shown_at=now, releases_at=now + hours)
        line.sealed = queries.sealed(line, text)
        add(line)
    record(actor, Tag.TAKEAWAYS_PROPOSED, room, lines=len(texts))


@action
def hold_back(*, actor: Actor, room_id: UUID, takeaway_id: UUID, version: int) -> None:
    """Keep a line in the room, for good. No reason is asked, and nobody is told who.

    `version`: the wording that was looked at. Raises `LineMovedOn`, `NotFound`, `Refused`.
    """
    access, line = _line(actor, room_id, takeaway_id)
    require(rules.may_hold_back(access.facts, queries.line_facts(line)))
    if line.version != version:
        raise LineMovedOn
    line.held_at = clock.now()
    record(THE_ROOM, Tag.TAKEAWAY_HELD_BACK, access.room)


@action
def reword(*, actor: Actor, room_id: UUID, takeaway_id: UUID, version: int, text: str) -> None:
    """Put other words before the room, whose period begins anew; the old ones are not released.

    `version`: the wording that is replaced. Raises `LineMovedOn`, `SameWords`, `NotFound` or
    `Refused`.
    """
    access, line = _line(actor, room_id, takeaway_id)
    require(rules.may_reword(access.facts, queries.line_facts(line)))
    before = queries.opened(line).text
    if line.version != version:
        raise LineMovedOn
    if text == before:
        raise SameWords
    line.version += 1
    line.sealed = queries.sealed(line, text, before)
    line.shown_at, line.told_at = clock.now(), None
    line.releases_at = line.shown_at + timedelta(hours=access.event.takeaway_hours)
    record(actor, Tag.TAKEAWAY_REWORDED, access.room, version=line.version)


@action
def release(*, actor: Actor, takeaway_id: UUID) -> None:
    """Let a line go whose period has ended: into the event's harvest, without its room.

    Raises `NotFound`, `Refused`.
    """
    line = lock(Takeaway, takeaway_id)
    if line is None:
        raise NotFound
    room, event = queries.room_of(line)
    require(rules.may_release(queries.line_facts(line), known=len(were_in(room))))
    line.released_at = clock.now()
    receive(event, queries.opened(line).text)
    record(actor, Tag.TAKEAWAY_RELEASED, event)


@action
def show_room(*, actor: Actor, room_id: UUID) -> None:
    """Write to those who were in the room that lines wait for their look. Raises `NotFound`."""
    room = _held(room_id)
    lines = [each.takeaway for each in queries.proposed_in(room_id) if _is_untold(each.takeaway)]
    if not lines:
        return
    for line in lines:
        line.told_at = clock.now()
    people = were_in(room)
    for person_id in sorted(people):
        enqueue(LETTER, {"room": room_id.hex, "person": person_id.hex})
    record(actor, Tag.TAKEAWAYS_SHOWN, room, lines=len(lines), people=len(people))


def _is_untold(line: Takeaway) -> bool:
    return line.told_at is None and line.held_at is None and line.released_at is None


def _held(room_id: UUID) -> Room:
    # A lock that lets seats and notes refer to the room meanwhile.
    statement = select(Room).where(Room.id == room_id).with_for_update(key_share=True)
    found = session().scalars(statement.execution_options(populate_existing=True))
    room = found.one_or_none()
    if room is None:
        raise NotFound
    return room


def _line(actor: Actor, room_id: UUID, takeaway_id: UUID) -> tuple[queries.Access, Takeaway]:
    """A line of the room, held, for somebody who may look. Raises `NotFound`."""
    access, line = queries.access_for(actor, room_id), lock(Takeaway, takeaway_id)
    if line is None or line.room_id != room_id:
        raise NotFound
    return access, line
