"""The demonstration's mailbox: the letters that would have been sent, newest first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from exchange.core.db import session
from exchange.mail.letter import Rendered, render
from exchange.outbox.models import OutboxMessage

SHOWN = 50


@dataclass(frozen=True)
class Kept:
    """A letter and the instant (UTC) at which it was written."""

    written_at: datetime
    letter: Rendered


def newest_letters() -> list[Kept]:
    """The newest letters of a demonstration. Outside one there are none: sent means emptied."""
    statement = (
        select(OutboxMessage)
        .where(OutboxMessage.kind == "mail", OutboxMessage.given_up_at.is_(None))
        .order_by(OutboxMessage.seq.desc())
        .limit(SHOWN)
    )
    messages = session().scalars(statement)
    return [Kept(m.created_at, render(m.payload)) for m in messages if m.payload]
