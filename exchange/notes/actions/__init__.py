"""The verbs of notes."""

from exchange.notes.actions.heading import head_notes
from exchange.notes.actions.keeping import (
    lock_notes,
    note_export,
    note_look_back,
    note_put_back,
)
from exchange.notes.actions.log import obey_forgotten
from exchange.notes.actions.merging import merge_log
from exchange.notes.actions.points import (
    change_point,
    keep_to_oneself,
    note_point,
    remove_point,
    take_point,
)
from exchange.notes.actions.writing import append_update

__all__ = [
    "append_update",
    "change_point",
    "head_notes",
    "keep_to_oneself",
    "lock_notes",
    "merge_log",
    "note_export",
    "note_look_back",
    "note_point",
    "note_put_back",
    "obey_forgotten",
    "remove_point",
    "take_point",
]
