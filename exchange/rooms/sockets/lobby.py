"""The lobby on the wire: those who wait stay connected, and are told when they may come in.

Each process judges its own waiting sockets, by two statements for all of a part: when facilitators
act at the doors, whenever access changes anywhere, and every 20 s, since doors open by the clock.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.exc import DBAPIError

from exchange.core import clock
from exchange.core.actor import Actor, ActorKind
from exchange.core.db import scope_of
from exchange.core.decision import Decision, require
from exchange.core.errors import ExchangeError, NotFound
from exchange.core.text import say
from exchange.extensions import socketio
from exchange.realtime.connections import Connected
from exchange.realtime.live import close, connections, gone, on_disconnect
from exchange.realtime.publish import NAMESPACE
from exchange.realtime.wire import WireSchema, message
from exchange.registration.actions import choose_shown
from exchange.registration.enums import Shown
from exchange.rooms import actions, schemas
from exchange.rooms.queries import entry_facts, entry_facts_of, event_of, lobby_for
from exchange.rooms.rules import EntryFacts, may_enter, may_wait
from exchange.rooms.sockets.hold import this_process
from exchange.web.language import translate_to

log = structlog.get_logger()
Data = Mapping[str, Any]
APART = 10  # milliseconds between two entrances of a crowd that is let in at one moment
NO_WORDS = say("")


@message("wait", schemas.OfPart)
def _wait(actor: Actor, connected: Connected, data: Data) -> Data:
    part_id = data["part"]
    if connected.waits_at != part_id:
        _gone(connected)
    connected.waits_at = part_id  # before it is judged: whatever changes meanwhile finds it here
    try:
        why = actions.wait(
            actor=actor, part_id=part_id, sid=connected.sid, process_id=this_process().id
        )
    except ExchangeError:
        _gone(connected)
        raise
    connected.waits_for = why.code
    lobby = lobby_for(part_id, actor.person).payload()
    return {"lobby": lobby, **_told(connected, why), "now": clock.now().isoformat()}


@message("choose_shown", schemas.ChooseShown)
def _choose_shown(actor: Actor, _: Connected, data: Data) -> Data:
    require(may_wait(entry_facts(actor.person, data["part"], clock.now())), NotFound)
    event = event_of(data["part"])
    choose_shown(actor=actor, event_id=event.id, shown=Shown(data["shown"]))
    return {"lobby": lobby_for(data["part"], actor.person).payload()}


class Nothing(WireSchema):
    """A message without fields."""


@message("check", Nothing)
def _check(_: Actor, __: Connected, ___: Data) -> Data:
    """For a browser that measures the line and compares its clock."""
    return {"now": clock.now().isoformat()}


@on_disconnect
def _gone(connected: Connected) -> None:
    if connected.waits_at is not None:
        actor = Actor(ActorKind.PERSON, person_id=connected.person_id)
        actions.leave_lobby(actor=actor, part_id=connected.waits_at, sid=connected.sid)
        connected.waits_at = None


def obey_doors_changed(body: Data) -> None:
    """Judge this process's sockets in the lobby of one part."""
    app = this_process().app
    own = [each for each in connections.everyone() if each.waits_at == UUID(body["part_id"])]
    if not own:
        return
    try:
        with app.app_context(), scope_of(app.database):
            _judge(UUID(body["part_id"]), own)
    except DBAPIError as error:  # judged again within 20 s
        log.error("lobby_not_judged", error=type(error).__name__)


def judge_lobbies() -> None:
    """Judge everybody who waits at a socket of this process. The caller has a scope open."""
    by_part: defaultdict[UUID, list[Connected]] = defaultdict(list)
    for connected in connections.everyone():
        if connected.waits_at is not None:
            by_part[connected.waits_at].append(connected)
    for part_id, own in by_part.items():
        _judge(part_id, own)


def _judge(part_id: UUID, own: Sequence[Connected]) -> None:
    people = {connected.person_id for connected in own}
    facts = entry_facts_of(people, part_id, clock.now())
    coming = [each for each in own if may_enter(facts[each.person_id])]
    for connected in own:
        if connected not in coming:
            _keep_waiting(connected, facts[connected.person_id])
    for connected in coming:
        _tell(connected, "doors", {"within": APART * len(coming)})


def _keep_waiting(connected: Connected, facts: EntryFacts) -> None:
    entry = may_enter(facts)
    if not may_wait(facts):
        close(connected, entry.code, translate_to(connected.language, entry.sentence or NO_WORDS))
        gone(connected)
    elif entry.code != connected.waits_for:
        connected.waits_for = entry.code
        _tell(connected, "lobby", _told(connected, entry))


def _told(connected: Connected, why: Decision) -> dict[str, str]:
    message = translate_to(connected.language, why.sentence or NO_WORDS)
    return {"reason": why.code, "why": message}


def _tell(connected: Connected, event: str, payload: Data) -> None:
    told = {"to": connected.sid, "namespace": NAMESPACE, "ignore_queue": True}
    socketio.emit(event, dict(payload), **told)
