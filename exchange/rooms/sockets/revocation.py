"""Closing doors at once, in every process, with a receipt that says when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.exc import DBAPIError

from exchange.accounts.queries import sessions_that_stand
from exchange.core import clock
from exchange.core.actor import system
from exchange.core.db import scope_of
from exchange.core.decision import Decision
from exchange.core.errors import ExchangeError
from exchange.core.text import say
from exchange.realtime.connections import Connected
from exchange.realtime.live import SignedOut, close, connections
from exchange.realtime.publish import facilitators_channel
from exchange.rooms import actions
from exchange.rooms.queries import (
    VERDICTS,
    colleagues,
    entry_facts_of,
    open_parts,
    parts_of,
    people_in,
)
from exchange.rooms.rules import may_enter
from exchange.rooms.sockets.channels import hear_only, hears_console, sockets_in
from exchange.rooms.sockets.hold import this_process
from exchange.rooms.sockets.lobby import judge_lobbies
from exchange.web.language import translate_to

log = structlog.get_logger()
ACCESS = system("access")
NO_WORDS = say("")


def obey_access_changed(body: Mapping[str, Any]) -> None:
    """Judge all whom a change may touch, and shut out the refused.

    The body names a person, an organisation or an event; without any, everybody is judged. Each
    process closes its own sockets; what the person held in the database ends once, by whichever
    process comes first. A socket goes with the account session that it was opened by, too, even
    where the person may stay by another.
    """
    VERDICTS.clear()
    committed_at, app = _instant(body), this_process().app
    try:
        with app.app_context(), scope_of(app.database):
            _shut_out_signed_out(body)
            for part_id in _parts(body):
                _judge(part_id, _people(part_id, body), committed_at)
            judge_lobbies()
    except DBAPIError as error:  # the sweep judges everybody again within 20 s
        log.error("revocation_failed", error=type(error).__name__)


def _shut_out_signed_out(body: Mapping[str, Any]) -> None:
    """Close the sockets whose session is over; on closing, their attendance ends."""
    own = _sockets(body)
    standing = sessions_that_stand({each.session_id for each in own}) if own else set()
    for connected in own:
        if connected.session_id not in standing:
            close(connected, SignedOut.code, translate_to(connected.language, SignedOut.default))


def _sockets(body: Mapping[str, Any]) -> list[Connected]:
    """This process's sockets of the person named; of everybody, where nobody is."""
    person_id = body.get("person_id")
    return list(connections.of_person(UUID(person_id)) if person_id else connections.everyone())


def _judge(part_id: UUID, person_ids: set[UUID], committed_at: datetime) -> None:
    facts = entry_facts_of(sorted(person_ids), part_id, clock.now())
    verdicts = {person_id: may_enter(each) for person_id, each in facts.items()}
    for person_id, verdict in verdicts.items():
        if not verdict:
            _shut_out(part_id, person_id, verdict, committed_at)
        elif not facts[person_id].facilitates:
            _step_down(part_id, person_id)


def _shut_out(part_id: UUID, person_id: UUID, verdict: Decision, committed_at: datetime) -> None:
    """Sockets first, since nobody may hear a word more; then the rows; then the receipt."""
    own = sockets_in(part_id, person_id)
    for connected in own:
        sentence = verdict.sentence
        close(connected, verdict.code, translate_to(connected.language, sentence or NO_WORDS))
    closed = actions.Closed(len(own), clock.now()) if own else None
    try:
        actions.end_access(
            actor=ACCESS,
            part_id=part_id,
            person_id=person_id,
            reason=verdict.code,
            committed_at=committed_at,
            closed=closed,
        )
    except ExchangeError:  # the part has closed in this moment, and everything ended with it
        return


def _instant(body: Mapping[str, Any]) -> datetime:
    """When the change was committed; the moment of hearing where the announcement does not say."""
    told = body.get("committed_at")
    return datetime.fromisoformat(told) if told else clock.now()


def _parts(body: Mapping[str, Any]) -> list[UUID]:
    parts = open_parts()
    if body.get("event_id"):
        concerned = parts_of(UUID(body["event_id"]))
        return [part_id for part_id in parts if part_id in concerned]
    return parts


def _people(part_id: UUID, body: Mapping[str, Any]) -> set[UUID]:
    """Those in the part, by the database or a socket held here, whom the change may touch."""
    here = {each.person_id for each in connections.everyone() if each.part_id == part_id}
    people = people_in(part_id) | here
    if body.get("person_id"):
        people &= {UUID(body["person_id"])}
    if body.get("organisation_id") and people:
        people = colleagues(people, UUID(body["organisation_id"]))
    return people


def _step_down(part_id: UUID, person_id: UUID) -> None:
    """Somebody who facilitates no more, but may stay, hears the console no more."""
    own = [each for each in sockets_in(part_id, person_id) if hears_console(each)]
    for connected in own:
        hear_only(connected, connected.channels - {facilitators_channel(part_id)})
    if own:
        actions.step_down(actor=ACCESS, part_id=part_id, person_id=person_id)
