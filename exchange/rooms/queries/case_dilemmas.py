"""Cases on their way to a dilemma: the text as its presenter is shown it, and where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Select, select

from exchange.cases.models import Case
from exchange.cases.queries import OpenedCase, case_to_read
from exchange.core.actor import Actor
from exchange.core.db import session
from exchange.core.errors import NotFound
from exchange.events.queries import is_facilitator
from exchange.rooms.enums import Rewriting
from exchange.rooms.messages import DilemmaContent
from exchange.rooms.models import CaseRewriting, DilemmaConsent
from exchange.vault.content import vault
from exchange.vault.envelope import Content, Place


@dataclass(frozen=True)
class Rewritten:
    """A case on its way to a dilemma, with what is proposed in the clear."""

    row: CaseRewriting
    content: DilemmaContent | None
    consent: DilemmaConsent | None

    @property
    def mark(self) -> str:
        """The digest that names exactly the text that is proposed; empty without one."""
        return sha256(self.content.packed()).hexdigest() if self.content else ""

    @property
    def stage(self) -> Rewriting:
        if self.row.agreed_at is None:
            return Rewriting.CLOSED
        if self.content is None:
            return Rewriting.AGREED
        if self.published and self.consent and self.consent.digest == self.mark:
            return Rewriting.APPROVED
        return Rewriting.PROPOSED if self.row.declined_at is None else Rewriting.DECLINED

    @property
    def published(self) -> bool:
        """Whether a text that was approved is in the library, be it this one or the one before."""
        return self.consent is not None and self.consent.approved_at is not None


def place_of_rewriting(row: CaseRewriting) -> Place:
    """What the seal of a proposed text is bound to; the key is the case's."""
    return Place("case_rewriting", row.case_id, row.id, Content.CASES)


def rewritten(cases: Sequence[Case]) -> dict[UUID, Rewritten]:
    """How far each of these cases has come. The caller has judged who reads them."""
    rows = session().scalars(
        select(CaseRewriting)
        .where(CaseRewriting.case_id.in_([case.id for case in cases]))
        .execution_options(populate_existing=True)
    )
    whose = {case.id: case for case in cases}
    return {row.case_id: _opened(row, whose[row.case_id]) for row in rows.all()}


def rewriting_of(case: Case) -> Rewritten:
    """How far this case has come; with a row that is not kept yet, where nothing was ever said."""
    return _opened(row_of_rewriting(case), case)


def row_of_rewriting(case: Case) -> CaseRewriting:
    """The same row with nothing opened, for a case whose key is destroyed."""
    statement = select(CaseRewriting).where(CaseRewriting.case_id == case.id)
    found = session().scalars(statement.execution_options(populate_existing=True)).one_or_none()
    return found or CaseRewriting(case_id=case.id, event_id=case.event_id, sealed=b"")


def _opened(row: CaseRewriting, case: Case) -> Rewritten:
    consent = consent_of(case.person_id, case.event_id)
    if not row.sealed:
        return Rewritten(row, None, consent)
    plain = vault().open(row.sealed, place_of_rewriting(row))
    return Rewritten(row, DilemmaContent.unpacked(plain), consent)


def consent_of(person_id: UUID, event_id: UUID) -> DilemmaConsent | None:
    """What the person has said about a dilemma made of their case at the event."""
    statement = select(DilemmaConsent).where(
        DilemmaConsent.person_id == person_id, DilemmaConsent.event_id == event_id
    )
    return session().scalars(statement.execution_options(populate_existing=True)).one_or_none()


def case_to_rewrite(actor: Actor, case_id: UUID) -> OpenedCase:
    """A case that the actor reads as a facilitator of its event. Raises `NotFound`."""
    found = case_to_read(actor, case_id)
    if not is_facilitator(actor.person_id, found.case.event_id):
        raise NotFound
    return found


def of_cases(*, approved: bool) -> Select[UUID]:
    """The ids of dilemmas made of cases: whose consent stands, or was taken back."""
    at = DilemmaConsent.approved_at
    return select(DilemmaConsent.dilemma_id).where(at.is_not(None) if approved else at.is_(None))


def dilemmas_of_cases() -> frozenset[UUID]:
    """Which dilemmas were made of cases. Of whose, nobody is told."""
    return frozenset(session().scalars(of_cases(approved=True)))


def is_of_case(dilemma_id: UUID) -> bool:
    """Whether the dilemma was made of a case: its words are what a presenter approved."""
    statement = select(DilemmaConsent.seq).where(DilemmaConsent.dilemma_id == dilemma_id)
    return session().scalar(statement) is not None
