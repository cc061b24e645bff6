"""What people are told by e-mail about rooms: that there is something to read, and never what."""

from typing import Any

from exchange.accounts.models import Person
from exchange.cases.models import Case
from exchange.core.db import find
from exchange.events.models import Event
from exchange.mail.letter import letter
from exchange.rooms.enums import Rewriting
from exchange.rooms.queries import rewriting_of


def case_letter(case: Case) -> dict[str, Any] | None:
    """The letter to somebody whose case was rewritten, or None once they need not decide."""
    event, person = find(Event, case.event_id), find(Person, case.person_id)
    withdrawn = case.withdrawn_at is not None
    if withdrawn or event is None or person is None:
        return None
    if rewriting_of(case).stage is not Rewriting.PROPOSED:
        return None
    return letter(
        person.email,
        "case_rewritten",
        language=person.language or event.language,
        name=person.name,
        title=event.title,
        case_path=f"/events/{event.slug}/case",
    )
