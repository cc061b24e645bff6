"""Notes on the wire."""

from collections.abc import Mapping
from typing import Any

from exchange.core.actor import Actor
from exchange.core.errors import NotFound
from exchange.notes import actions, schemas
from exchange.notes.enums import PointKind
from exchange.notes.queries import backlog, heads_of, moments, past, points_since, reader
from exchange.realtime.budgets import TYPING, Rate
from exchange.realtime.connections import Connected
from exchange.realtime.control import listen
from exchange.realtime.publish import publish_now_unsafe, room_channel
from exchange.realtime.wire import message
from exchange.rooms.actions.opening import give_headings
from exchange.rooms.queries import VERDICTS, tell_notes
from exchange.vault.content import FORGOTTEN
from exchange.web.health import also_check

Data = Mapping[str, Any]
LOOKING = Rate(per_second=1, burst=10)  # at what was written earlier: each page is long

tell_notes(heads_of)
give_headings(actions.head_notes)
also_check("notes", lambda: "ok" if reader.can_read() else "unavailable")
listen(FORGOTTEN, actions.obey_forgotten)


@message("notes.join", schemas.Join, rate=TYPING, recent_actor=True)
def _join(actor: Actor, _: Connected, data: Data) -> Data:
    return backlog(
        actor, data["room"], editor_schema=data["editor_schema"], since=data["since"]
    ).payload()


@message("notes.update", schemas.Update, rate=TYPING, recent_actor=True)
def _update(actor: Actor, connected: Connected, data: Data) -> Data:
    number = actions.append_update(
        actor=actor,
        room_id=data["room"],
        editor_schema=data["editor_schema"],
        update=data["update"],
        sid=connected.sid,
    )
    return {"seq": number}


@message("notes.awareness", schemas.Awareness, rate=TYPING, recent_actor=True)
def _awareness(actor: Actor, connected: Connected, data: Data) -> Data:
    """Pass a caret on, with the name that we know; it is never stored."""
    room_id = data["room"]
    if not VERDICTS.allows(actor, room_id):
        raise NotFound
    caret = {
        "room": room_id.hex,
        "person": actor.person.hex,
        "name": actor.name,
        "update": data["update"],
    }
    publish_now_unsafe("notes.awareness", caret, to=room_channel(room_id), skip=connected.sid)
    return {}


@message("lock_notes", schemas.Lock)
def _lock(actor: Actor, _: Connected, data: Data) -> Data:
    actions.lock_notes(actor=actor, room_id=data["room"], locked=data["locked"])
    return {}


@message("notes.history", schemas.Moments, rate=LOOKING)
def _history(actor: Actor, _: Connected, data: Data) -> Data:
    return moments(actor, data["room"], before=data["before"]).payload()


@message("notes.past", schemas.Past, rate=LOOKING)
def _past(actor: Actor, _: Connected, data: Data) -> Data:
    told = past(
        actor,
        data["room"],
        editor_schema=data["editor_schema"],
        since=data["since"],
        until=data["until"],
    )
    actions.note_look_back(actor=actor, room_id=data["room"])
    return told.payload()


@message("notes.put_back", schemas.PutBack)
def _put_back(actor: Actor, _: Connected, data: Data) -> Data:
    actions.note_put_back(actor=actor, room_id=data["room"], number=data["number"])
    return {}


@message("points.since", schemas.SincePoint)
def _points(actor: Actor, _: Connected, data: Data) -> Data:
    return points_since(actor, data["room"], data["since"]).payload()


@message("points.note", schemas.NotePoint)
def _note(actor: Actor, _: Connected, data: Data) -> Data:
    noted = actions.note_point(
        actor=actor,
        room_id=data["room"],
        key=data["key"],
        kind=PointKind(data["kind"]),
        text=data["text"],
        due_on=data["due"],
        take=data["take"],
    )
    return {"point": noted.payload()}


@message("points.keep", schemas.KeepPoint)
def _keep(actor: Actor, _: Connected, data: Data) -> Data:
    actions.keep_to_oneself(
        actor=actor,
        room_id=data["room"],
        key=data["key"],
        text=data["text"],
        due_on=data["due"],
    )
    return {}


@message("points.change", schemas.ChangePoint)
def _change(actor: Actor, _: Connected, data: Data) -> Data:
    changed = actions.change_point(
        actor=actor,
        room_id=data["room"],
        point_id=data["point"],
        text=data["text"],
        due_on=data["due"],
    )
    return {"point": changed.payload()}


@message("points.take", schemas.TakePoint)
def _take(actor: Actor, _: Connected, data: Data) -> Data:
    taken = actions.take_point(
        actor=actor, room_id=data["room"], point_id=data["point"], taken=data["taken"]
    )
    return {"point": taken.payload()}


@message("points.remove", schemas.OfPoint)
def _remove(actor: Actor, _: Connected, data: Data) -> Data:
    removed = actions.remove_point(actor=actor, room_id=data["room"], point_id=data["point"])
    return {"point": removed.payload()}
