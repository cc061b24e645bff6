"""Named reads of rooms: facts for the rules, access by id, pictures of a part and views of them."""

from exchange.rooms.queries.access import (
    RoomAccess,
    may_read,
    part_to_run,
    role_by,
    room_for,
    room_to_read,
    room_to_run,
    rooms_for,
)
from exchange.rooms.queries.chat import Replay, latest, message_in_clear, place_of, replay
from exchange.rooms.queries.facts import entry_facts, entry_facts_of
from exchange.rooms.queries.parts import (
    PartPage,
    colleagues,
    next_path,
    open_parts,
    part_for_page,
    parts_of,
    people_in,
)
from exchange.rooms.queries.picture import (
    PICTURES,
    VERSIONS,
    NotesHead,
    Picture,
    Somebody,
    notes_heads,
    picture_of,
    tell_notes,
)
from exchange.rooms.queries.verdicts import PLACES, VERDICTS, KnownPlaces, RecentVerdicts
from exchange.rooms.queries.views import console_view, entered_view, place_view, room_view

__all__ = [
    "PICTURES",
    "PLACES",
    "VERDICTS",
    "VERSIONS",
    "KnownPlaces",
    "NotesHead",
    "PartPage",
    "Picture",
    "RecentVerdicts",
    "Replay",
    "RoomAccess",
    "Somebody",
    "colleagues",
    "console_view",
    "entered_view",
    "entry_facts",
    "entry_facts_of",
    "latest",
    "may_read",
    "message_in_clear",
    "next_path",
    "notes_heads",
    "open_parts",
    "part_for_page",
    "part_to_run",
    "parts_of",
    "people_in",
    "picture_of",
    "place_of",
    "place_view",
    "replay",
    "role_by",
    "room_for",
    "room_to_read",
    "room_to_run",
    "room_view",
    "rooms_for",
    "tell_notes",
]
