"""What people are told by e-mail about rooms: that there is something to read, and never what."""

from typing import Any

from exchange.accounts.models import Person
from exchange.cases.models import Case
from exchange.core.db import find
from exchange.events.models import Event
from exchange.mail.letter import letter
from exchange.rooms.enums import Rewriting
from exchange.rooms.models import CaseDilemma
from exchange.rooms.queries import rewritten


def case_letter(row: CaseDilemma) -> dict[str, Any] | None:
    """The letter to somebody whose case was rewritten, or None once they need not decide."""
    known, case = rewritten([row.case_id])[row.case_id], find(Case, row.case_id)
    event = find(Event, case.event_id) if case else None
    person = find(Person, case.person_id) if case else None
    if known.stage is not Rewriting.PROPOSED or event is None or person is None:
        return None
    return letter(
        person.email,
        "case_rewritten",
        language=person.language or event.language,
        name=person.name,
        title=event.title,
        case_path=f"/events/{event.slug}/case",
    )
