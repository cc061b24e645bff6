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
from exchange.rooms.models import CaseDilemma, Dilemma
from exchange.rooms.queries import (
    Rewritten,
    case_to_rewrite,
    place_of_rewritten,
    presents_case,
    rewriting_of,
)
from exchange.vault.content import vault


@action
def propose_dilemma(*, actor: Actor, case_id: UUID, content: DilemmaContent) -> CaseDilemma:
    """Show the case's presenter, who agreed to it, their case rewritten; they are told by letter.

    What was proposed before is replaced; what was approved before stays in the library until they
    approve this. Raises `NotFound` for whoever does not read the case as a facilitator, `Refused`.
    """
    known = _held(case_id)
    event_id = case_to_rewrite(actor, case_id).case.event_id
    require(may_rewrite(known.stage))
    row = known.row
    row.sealed = vault().seal(content.packed(), place_of_rewritten(row))
    row.proposed_by, row.proposed_at, row.declined_at = actor.person, clock.now(), None
    record(actor, Tag.CASE_REWRITTEN, row, event=event_id)
    enqueue("case_letter", {"rewritten": row.id.hex})
    return row


@action
def answer_dilemma(*, actor: Actor, case_id: UUID, answer: Consent, mark: str = "") -> None:
    """Say what may become of one's own case; `mark` names the text that is approved or declined.

    Raises `TextMoved` if another text was proposed meanwhile, `NotFound` for whoever does not
    present the case, `Refused` for an answer that nothing asks for any more.
    """
    known = _held(case_id)
    presents = presents_case(actor, case_id)
    if not presents:
        raise NotFound
    require(may_answer(known.stage, answer))
    if answer in (Consent.APPROVE, Consent.DECLINE) and known.mark != mark:
        raise TextMoved
    if answer is Consent.AGREE:
        known.row.agreed_at = clock.now()
        add(known.row)
    elif answer is Consent.APPROVE:
        _publish(known)
    elif answer is Consent.DECLINE:
        known.row.declined_at = clock.now()
    else:
        _take_back(known.row)
    record(actor, Tag.CASE_ANSWERED, known.row)


def end_rewriting(case_id: UUID) -> None:
    """A case is withdrawn, and what was made of it with it. The caller records the withdrawal."""
    _take_back(rewriting_of(case_id).row)


def _held(case_id: UUID) -> Rewritten:
    if lock(Case, case_id) is None:
        raise NotFound
    return rewriting_of(case_id)


def _publish(known: Rewritten) -> None:
    content, row = known.content, known.row
    if content is None:
        raise TextMoved
    dilemma = find(Dilemma, row.dilemma_id) if row.dilemma_id else None
    if dilemma is None:
        # Its address says nothing about the case, and is nobody else's.
        dilemma = Dilemma(slug=f"{content.slug[:60]}-{uuid4().hex[:12]}")
    dilemma.title, dilemma.language = content.title, content.language
    dilemma.situation, dilemma.question = content.situation, content.question
    dilemma.options, dilemma.retired_at = list(content.options), None
    row.dilemma_id = add(dilemma).id
    row.approved_at, row.digest = clock.now(), known.mark


def _take_back(row: CaseDilemma) -> None:
    row.agreed_at = row.approved_at = row.declined_at = row.proposed_at = None
    row.sealed = row.digest = row.proposed_by = None
    dilemma = find(Dilemma, row.dilemma_id) if row.dilemma_id else None
    if dilemma is not None and dilemma.retired_at is None:
        dilemma.retired_at = clock.now()
