"""The letter that reminds somebody of their actions: that there are some, and never which."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from exchange.accounts.models import Person
from exchange.commitments.enums import CommitmentState
from exchange.commitments.models import Commitment
from exchange.commitments.queries import wants_reminders
from exchange.core.db import find, session
from exchange.mail.letter import letter


def reminder_letter(person_id: UUID) -> dict[str, Any] | None:
    """The letter, or None when nothing is open any more or the person wants no reminder."""
    person = find(Person, person_id)
    still = select(Commitment.seq).where(
        Commitment.person_id == person_id, Commitment.state == CommitmentState.OPEN.value
    )
    if person is None or not person.active or session().scalar(still.limit(1)) is None:
        return None
    if not wants_reminders(person_id):
        return None
    return letter(
        person.email,
        "action_reminder",
        language=person.language,
        name=person.name,
        actions_path="/my-actions",
    )
