"""The verbs of notes."""

from exchange.notes.actions.keeping import lock_notes, note_export
from exchange.notes.actions.log import obey_forgotten
from exchange.notes.actions.writing import append_update

__all__ = ["append_update", "lock_notes", "note_export", "obey_forgotten"]
