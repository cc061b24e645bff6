"""Closing doors at once, in every process, with a receipt that says when."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.exc import DBAPIError

from exchange.accounts.queries import sessions_that_stand
from exchange.core import clock
from exchange.core.actor import system
from exchange.core.db import release, scope_of
from exchange.core.decision import Decision
from exchange.core.errors import ExchangeError
from exchange.core.pace import give_way
from exchange.core.text import say
from exchange.realtime.connections import Connected
from exchange.realtime.live import SignedOut, close, connections, gone
from exchange.realtime.publish import facilitators_channel
from exchange.rooms import actions
from exchange.rooms.queries import (
    VERDICTS,
    entry_facts_for,
    open_parts,
    parts_of,
    people_in,
    people_of,
)
from exchange.rooms.rules import may_enter
from exchange.rooms.sockets.channels import hear_only, hears_console, sockets_in
from exchange.rooms.sockets.hold import this_process
from exchange.rooms.sockets.lobby import judge_lobbies
from exchange.web.language import translate_to

log = structlog.get_logger()
ACCESS = system("access")
NO_WORDS = say("")
AT_ONCE = 32  # people judged: a few milliseconds; messages need not wait for everybody
AFTER_OTHERS = 0.25  # seconds in which those who hold the sockets close them, and end the rest
SWEPT_AT_ONCE = 16  # and rested after, where no change has told of anybody

Inside = tuple[UUID, UUID]  # a person, and the part that they are in


def obey_access_changed(body: Mapping[str, Any]) -> None:
    """Judge all whom a change may touch, and shut out the refused.

    The body names a person, an organisation or an event; without any, everybody is judged. Each
    process closes its own sockets, all of them before anything is written; what the person held in
    the database ends once, by whichever process comes first; one that holds no socket of theirs
    leaves it to the others, and sees to what is left. A socket goes with the account session
    that it was opened by, too, even where the person may stay by another.
    """
    VERDICTS.clear()
    committed_at, app = _instant(body), this_process().app
    try:
        with app.app_context(), scope_of(app.database):
            if body:
                _obey(body, committed_at)
            else:
                _sweep()
            judge_lobbies()
    except DBAPIError as error:  # the sweep judges everybody again within 20 s
        log.error("revocation_failed", error=type(error).__name__)


def _obey(body: Mapping[str, Any], committed_at: datetime) -> None:
    people, out = _people(body), list[Out]()
    inside = _inside(people, body)
    if inside and not _own(people):
        release()
        time.sleep(AFTER_OTHERS)
        inside = _inside(people, body)
    for first in range(0, len(inside), AT_ONCE):
        out += _shut_out(inside[first : first + AT_ONCE])
        time.sleep(0)
    signed_out = _close_signed_out(_own(people))
    time.sleep(0)  # what they were told leaves now
    for each in out:
        _end_access(each, committed_at)
    for connected in signed_out:
        gone(connected)


def _sweep() -> None:
    """Judge everybody, of whom no change has told: nobody waits for it, and it gives way.

    Some after the other are judged and done with, so that nobody is put out by what has passed.
    """
    for part_id in open_parts():
        began = time.monotonic()
        own = {(each.person_id, part_id) for each in _own(None) if each.part_id == part_id}
        inside = sorted(people_in([part_id]) | own)
        for first in range(0, len(inside), SWEPT_AT_ONCE):
            give_way(began)
            began, now = time.monotonic(), clock.now()
            for each in _shut_out(inside[first : first + SWEPT_AT_ONCE]):
                _end_access(each, now)
        give_way(began)
    sockets = _own(None)
    for first in range(0, len(sockets), SWEPT_AT_ONCE):
        began = time.monotonic()
        for connected in _close_signed_out(sockets[first : first + SWEPT_AT_ONCE]):
            gone(connected)
        give_way(began)


def _people(body: Mapping[str, Any]) -> set[UUID] | None:
    """Those whom the change may touch; None: everybody."""
    if body.get("person_id"):
        return {UUID(body["person_id"])}
    return people_of(UUID(body["organisation_id"])) if body.get("organisation_id") else None


def _inside(people: set[UUID] | None, body: Mapping[str, Any]) -> list[Inside]:
    """Which of them are in open parts, by the database or by a socket held here."""
    parts = set(open_parts())
    if body.get("event_id"):
        parts &= parts_of(UUID(body["event_id"]))
    own = {(each.person_id, each.part_id) for each in _own(people) if each.part_id in parts}
    return sorted(people_in(parts, among=people) | own)


def _own(people: set[UUID] | None) -> list[Connected]:
    """This process's sockets of these people."""
    if people is None:
        return list(connections.everyone())
    return [each for person_id in people for each in connections.of_person(person_id)]


@dataclass(frozen=True)
class Out:
    """Somebody who may be in the part no longer, and what was closed of theirs here."""

    part_id: UUID
    person_id: UUID
    reason: str
    closed: actions.Closed | None


def _shut_out(inside: Sequence[Inside]) -> list[Out]:
    """Judge people, and close the sockets of the refused: they may not hear a word more."""
    out = []
    for (person_id, part_id), facts in entry_facts_for(inside, clock.now()).items():
        verdict = may_enter(facts)
        if not verdict:
            closed = _close_all(sockets_in(part_id, person_id), verdict)
            out.append(Out(part_id, person_id, verdict.code, closed))
        elif not facts.facilitates:
            _step_down(part_id, person_id)
    return out


def _close_all(sockets: Sequence[Connected], verdict: Decision) -> actions.Closed | None:
    for connected in sockets:
        sentence = verdict.sentence or NO_WORDS
        close(connected, verdict.code, translate_to(connected.language, sentence))
    return actions.Closed(len(sockets), clock.now()) if sockets else None


def _close_signed_out(own: Sequence[Connected]) -> list[Connected]:
    """Close those of these sockets whose session is over; returns them."""
    standing = sessions_that_stand({each.session_id for each in own}) if own else set()
    over = [each for each in own if each.session_id not in standing]
    for connected in over:
        close(connected, SignedOut.code, translate_to(connected.language, SignedOut.default))
    return over


def _end_access(each: Out, committed_at: datetime) -> None:
    try:
        actions.end_access(
            actor=ACCESS,
            part_id=each.part_id,
            person_id=each.person_id,
            reason=each.reason,
            committed_at=committed_at,
            closed=each.closed,
        )
    except ExchangeError:  # the part has closed in this moment, and everything ended with it
        return


def _instant(body: Mapping[str, Any]) -> datetime:
    """When the change was committed; the moment of hearing where the announcement does not say."""
    told = body.get("committed_at")
    return datetime.fromisoformat(told) if told else clock.now()


def _step_down(part_id: UUID, person_id: UUID) -> None:
    """Somebody who facilitates no more, but may stay, hears the console no more."""
    own = [each for each in sockets_in(part_id, person_id) if hears_console(each)]
    for connected in own:
        hear_only(connected, connected.channels - {facilitators_channel(part_id)})
    if own:
        actions.step_down(actor=ACCESS, part_id=part_id, person_id=person_id)
