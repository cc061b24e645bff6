"""Cases that become dilemmas: written by a facilitator, published by their presenter alone.

The audit says that somebody answered, and never what or about which dilemma: nothing leads from the
library to a person.
"""

from uuid import UUID, uuid4

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.cases.models import Case
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, find, lock
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.outbox.enqueue import enqueue
from exchange.rooms.consent import may_answer, may_rewrite
from exchange.rooms.enums import Consent
from exchange.rooms.errors import TextMoved
from exchange.rooms.messages import DilemmaContent
from exchange.rooms.models import CaseRewriting, Dilemma, DilemmaConsent
from exchange.rooms.queries import (
    Rewritten,
    case_to_rewrite,
    consent_of,
    place_of_rewriting,
    rewriting_of,
    row_of_rewriting,
)
from exchange.vault.content import vault


@action
def propose_dilemma(*, actor: Actor, case_id: UUID, content: DilemmaContent) -> CaseRewriting:
    """Show the case's presenter, who agreed to it, their case rewritten; they are told by letter.

    What was proposed before is replaced; what was approved before stays in the library until they
    approve this. Raises `NotFound` for whoever does not read the case as a facilitator, `Refused`.
    """
    case = _held(case_id)
    case_to_rewrite(actor, case_id)
    known = rewriting_of(case)
    require(may_rewrite(known.stage))
    row = known.row
    row.sealed = vault().seal(content.packed(), place_of_rewriting(row))
    row.proposed_by, row.proposed_at, row.declined_at = actor.person, clock.now(), None
    record(actor, Tag.CASE_REWRITTEN, row, event=case.event_id)
    enqueue("case_letter", {"case": case.id.hex})
    return row


@action
def answer_dilemma(*, actor: Actor, case_id: UUID, answer: Consent, mark: str = "") -> None:
    """Say what may become of one's own case; `mark` names the text that is approved or declined.

    Raises `TextMoved` if another text was proposed meanwhile, `NotFound` for whoever does not
    present the case, `Refused` for an answer that nothing asks for any more.
    """
    case = _held(case_id)
    if case.person_id != actor.person or case.withdrawn_at is not None:
        raise NotFound
    known = rewriting_of(case)
    require(may_answer(known.stage, answer))
    if answer in (Consent.APPROVE, Consent.DECLINE) and known.mark != mark:
        raise TextMoved
    if answer is Consent.AGREE:
        known.row.agreed_at = clock.now()
        add(known.row)
    elif answer is Consent.APPROVE:
        _publish(known, case)
    elif answer is Consent.DECLINE:
        known.row.declined_at = clock.now()
    else:
        end_rewriting(case)
    record(actor, Tag.CASE_ANSWERED, known.row)


@action
def retract_dilemma(*, actor: Actor, event_id: UUID) -> None:
    """Take back a dilemma of one's own case, also when the case itself is long gone.

    Raises `NotFound` where the actor has none in the library.
    """
    consent = consent_of(actor.person, event_id)
    if consent is None or consent.approved_at is None:
        raise NotFound
    _retract(consent)
    record(actor, Tag.CASE_ANSWERED, consent)


def end_rewriting(case: Case) -> None:
    """Nothing is made of the case any more. The caller records why."""
    row = row_of_rewriting(case)
    row.agreed_at = row.proposed_at = row.declined_at = row.proposed_by = None
    row.sealed = b""
    consent = consent_of(case.person_id, case.event_id)
    if consent is not None:
        _retract(consent)


def _held(case_id: UUID) -> Case:
    case = lock(Case, case_id)
    if case is None:
        raise NotFound
    return case


def _publish(known: Rewritten, case: Case) -> None:
    content, consent = known.content, known.consent
    if content is None:
        raise TextMoved
    dilemma = find(Dilemma, consent.dilemma_id) if consent else None
    if dilemma is None:
        dilemma = Dilemma(slug=f"dilemma-{uuid4().hex[:16]}")  # outlives its words: says none
    dilemma.title, dilemma.language = content.title, content.language
    dilemma.situation, dilemma.question = content.situation, content.question
    dilemma.options, dilemma.retired_at = list(content.options), None
    add(dilemma)
    if consent is None:
        consent = DilemmaConsent(
            event_id=case.event_id, person_id=case.person_id, dilemma_id=dilemma.id
        )
    consent.approved_at, consent.digest = clock.now(), known.mark
    add(consent)


def _retract(consent: DilemmaConsent) -> None:
    consent.approved_at = None
    dilemma = find(Dilemma, consent.dilemma_id)
    if dilemma is not None:
        dilemma.title = dilemma.situation = dilemma.question = ""
        dilemma.options, dilemma.retired_at = [], dilemma.retired_at or clock.now()
