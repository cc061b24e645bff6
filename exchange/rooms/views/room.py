"""The page on which one takes part: a shell for the browser's room, or the reason for none."""

import json
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, g, render_template, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.actor import Actor
from exchange.core.errors import NotFound
from exchange.realtime.live import keep_key, live_token
from exchange.rooms.queries import PartPage, entry_facts, next_path, part_for_page
from exchange.rooms.rules import Entry, may_enter, may_wait
from exchange.web.actor import current_actor, signed_in
from exchange.web.application import application
from exchange.web.language import current_language

pages = Blueprint("rooms", __name__)

TEXTS = Path("src") / "room" / "texts.json"  # below the static folder
HIDDEN = (Entry.EVENT_NOT_PUBLISHED, Entry.ACCOUNT_CLOSED)  # the same as no such page


@pages.get("/live/<part_id>")
@signed_in
def room(part_id: str) -> Response | tuple[str, int] | str:
    """The room page of a part with its lobby, or why the reader is kept out and what helps."""
    actor, part = current_actor(), part_for_page(_id(part_id))
    facts = entry_facts(actor.person, part.part_id, clock.now())
    decision = may_enter(facts)
    if may_wait(facts):
        config = room_config(actor, part, facilitates=facts.facilitates)
        return render_template("rooms/room.html", part=part, config=config)
    if decision.code in HIDDEN:
        raise NotFound
    refused = render_template(
        "rooms/refused.html",
        part=part,
        decision=decision,
        next_path=next_path(part, decision),
        doors_at=facts.doors_at,
        kept=kept_config(actor, part),
        contact=_contact(part),
    )
    return refused, 403


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def _session(actor: Actor) -> UUID:
    if actor.session_id is None:
        raise NotFound
    return actor.session_id


def _contact(part: PartPage) -> str:
    """Whom to write to about the event; empty where nobody is named."""
    return part.contact or (g.network.contact_email if g.network else "")


def room_config(actor: Actor, part: PartPage, *, facilitates: bool) -> dict[str, Any]:
    """What the page's script needs to connect and to speak to its reader."""
    return {
        "part": part.part_id.hex,
        "token": live_token(application(), _session(actor)),
        "keep_key": keep_key(application(), _session(actor)),
        "me": {"id": actor.person.hex, "name": actor.name},
        "title": part.heading,
        "starts_at": part.starts_at.isoformat(),
        "event_url": part.event_path,
        "leave_url": part.event_path,
        "confidentiality_url": f"{part.event_path}/confidentiality",
        "contact": _contact(part),
        "sign_in_url": f"/sign-in?next={url_for('rooms.room', part_id=part.part_id.hex)}",
        "notes_url": f"/live/{part.part_id.hex}/notes/",
        "rooms_url": f"/live/{part.part_id.hex}/rooms/",
        "sheet_url": url_for("sheets.show", part_id=part.part_id.hex) if facilitates else "",
        "case_url": url_for("cases.mine", slug=part.slug)
        if part.own_cases and not facilitates
        else "",
        "language": current_language(),
        "locale": str(get_locale()).replace("_", "-"),
        "zone": part.time_zone,
        "texts": client_texts(),
    }


def kept_config(actor: Actor, part: PartPage) -> dict[str, Any]:
    """What opens the reader's own words that wait in their browser, where no room opens."""
    return {
        "part": part.part_id.hex,
        "keep_key": keep_key(application(), _session(actor)),
        "me": actor.person.hex,
        "texts": {
            key: text
            for key, text in client_texts().items()
            if key.startswith(("leftover.", "words.", "dialog."))
        },
    }


def client_texts() -> dict[str, str]:
    """The texts of the browser's room by their keys, in the reader's language."""
    folder = Path(current_app.static_folder or "static")
    return {key: gettext(text) for key, text in _english(folder / TEXTS).items() if text}


@cache
def _english(path: Path) -> dict[str, str]:
    """The English texts that the browser's room is written with; none before it is written."""
    if not path.exists():
        return {}
    texts: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return texts
