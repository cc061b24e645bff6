"""The headings with which notes begin: those of the step for which their room opens."""

from collections.abc import Sequence
from uuid import UUID

from exchange.core.actor import system
from exchange.notes.actions.log import Update, append, hold_heads
from exchange.notes.document.headings import SCHEMA, with_headings

STEP = system("step")  # nobody's words: whoever pressed next did not write them


def head_notes(room_ids: Sequence[UUID], headings: Sequence[str]) -> None:
    """Put headings into the notes of these rooms, where nothing has been written or locked yet.

    For actions that open rooms or begin a step, in their transaction: the heads are held, so that
    of two who do it, in whichever process, the second finds them there.
    """
    heads = hold_heads(room_ids)
    update = with_headings(headings)
    append(
        [
            (Update(STEP, room_id, SCHEMA, update, None), head.grow(SCHEMA))
            for room_id, head in heads.items()
            if head.last == 0 and not head.locked
        ],
        heads,
    )
