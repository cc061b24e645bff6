"""Named reads of notes. Whoever may not see a room gets the same answer as for no room."""

from exchange.notes.queries.documents import (
    ClosedRoom,
    NotesAccess,
    backlog,
    blocks_in_room,
    blocks_of,
    closed_rooms,
    document_of,
    heads_of,
    notes_for,
    notes_in,
    notes_of_part,
    reader,
)
from exchange.notes.queries.history import moments, notes_to_look_back, past
from exchange.notes.queries.log import (
    log_since,
    long_unread,
    place_of,
    place_of_snapshot,
    to_follow,
)
from exchange.notes.queries.points import (
    KeptPoint,
    place_of_point,
    points_in_room,
    points_since,
    view_of,
    words_of,
)

__all__ = [
    "ClosedRoom",
    "KeptPoint",
    "NotesAccess",
    "backlog",
    "blocks_in_room",
    "blocks_of",
    "closed_rooms",
    "document_of",
    "heads_of",
    "log_since",
    "long_unread",
    "moments",
    "notes_for",
    "notes_in",
    "notes_of_part",
    "notes_to_look_back",
    "past",
    "place_of",
    "place_of_point",
    "place_of_snapshot",
    "points_in_room",
    "points_since",
    "reader",
    "to_follow",
    "view_of",
    "words_of",
]
