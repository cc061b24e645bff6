"""By the clock: long logs of notes get a snapshot, so that nobody waits while they are read."""

import structlog

from exchange.core.actor import system
from exchange.notes import actions, queries
from exchange.notes.document import NotesUnreadable
from exchange.outbox.drain import FAILED
from exchange.outbox.jobs import every
from exchange.vault.envelope import VaultError

log = structlog.get_logger()

CLOCK = system("clock")
MOST = 20  # rooms in one turn, each with a process of its own for part of a second


@every(seconds=60, name="notes.merge")
def merge_long_logs() -> None:
    """Make snapshots where logs have grown long without one."""
    for room_id in queries.long_unread(MOST):
        try:
            actions.merge_log(actor=CLOCK, room_id=room_id)
        except (NotesUnreadable, VaultError) as error:  # the log is read row by row instead
            FAILED.labels("notes.merge").inc()
            log.error("notes_not_merged", room=room_id.hex, error=type(error).__name__)
