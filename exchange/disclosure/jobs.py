"""Telling those concerned: at once, or when a delayed window is over, whoever forgets it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from exchange.accounts.models import Person
from exchange.core.actor import system
from exchange.core.db import find, transaction
from exchange.disclosure import actions, queries
from exchange.disclosure.emails import disclosure_letter
from exchange.disclosure.models import Disclosure
from exchange.outbox.enqueue import enqueue
from exchange.outbox.jobs import every, job

CLOCK = system("clock")


@job(actions.LETTER)
def write_letter(payload: Mapping[str, Any]) -> None:
    """Write to one of those concerned."""
    disclosure = find(Disclosure, UUID(payload["disclosure"]))
    person = find(Person, UUID(payload["person"]))
    if disclosure is not None and person is not None:
        with transaction():
            enqueue("mail", disclosure_letter(disclosure, person))


@every(seconds=300, name="disclosure.announce")
def announce() -> None:
    """Announce what was opened and could not be announced when it was."""
    for disclosure in queries.unannounced():
        actions.announce_what_is_due(actor=CLOCK, disclosure_id=disclosure.id)
