"""Cases on their way to a dilemma: the text as its presenter is shown it, and where it stands."""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Select, select

from exchange.cases.models import Case
from exchange.cases.queries import OpenedCase, case_to_read
from exchange.core.actor import Actor
from exchange.core.db import find, session
from exchange.core.errors import NotFound
from exchange.events.queries import is_facilitator
from exchange.rooms.enums import Rewriting
from exchange.rooms.messages import DilemmaContent
from exchange.rooms.models import CaseDilemma
from exchange.vault.content import vault
from exchange.vault.envelope import Place


@dataclass(frozen=True)
class Rewritten:
    """A case on its way to a dilemma, with what is proposed in the clear."""

    row: CaseDilemma
    content: DilemmaContent | None

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
        if self.row.digest == self.mark:
            return Rewriting.APPROVED
        return Rewriting.PROPOSED if self.row.declined_at is None else Rewriting.DECLINED

    @property
    def published(self) -> bool:
        """Whether a text that was approved is in the library, be it this one or the one before."""
        return self.row.approved_at is not None


def place_of_rewritten(row: CaseDilemma) -> Place:
    """What the seal of a proposed text is bound to; the key is the case's."""
    return Place("case_dilemma", row.case_id, row.id)


def rewritten(case_ids: Collection[UUID]) -> dict[UUID, Rewritten]:
    """How far each of these cases has come. The caller has judged who reads them."""
    statement = select(CaseDilemma).where(CaseDilemma.case_id.in_(case_ids))
    rows = session().scalars(statement.execution_options(populate_existing=True))
    return {row.case_id: _opened(row) for row in rows}


def _opened(row: CaseDilemma) -> Rewritten:
    if row.sealed is None:
        return Rewritten(row, None)
    plain = vault().open(row.sealed, place_of_rewritten(row))
    return Rewritten(row, DilemmaContent.unpacked(plain))


def rewriting_of(case_id: UUID) -> Rewritten:
    """How far this case has come; with a row that is not kept yet, where nothing was ever said."""
    found = rewritten([case_id]).get(case_id)
    return found or Rewritten(CaseDilemma(case_id=case_id), None)


def case_to_rewrite(actor: Actor, case_id: UUID) -> OpenedCase:
    """A case that the actor reads as a facilitator of its event. Raises `NotFound`."""
    found = case_to_read(actor, case_id)
    if not is_facilitator(actor.person_id, found.case.event_id):
        raise NotFound
    return found


def presents_case(actor: Actor, case_id: UUID) -> bool:
    """Whether it is the actor's own case, and stands."""
    case = find(Case, case_id)
    return case is not None and case.withdrawn_at is None and case.person_id == actor.person_id


def of_cases(*, approved: bool) -> Select[UUID | None]:
    """The ids of dilemmas made of cases: whose consent stands, or was taken back."""
    stands = CaseDilemma.approved_at.is_not(None) if approved else CaseDilemma.approved_at.is_(None)
    return select(CaseDilemma.dilemma_id).where(CaseDilemma.dilemma_id.is_not(None), stands)


def dilemmas_of_cases() -> frozenset[UUID]:
    """Which dilemmas were made of cases. Of whose, nobody is told."""
    return frozenset(filter(None, session().scalars(of_cases(approved=True))))


def is_of_case(dilemma_id: UUID) -> bool:
    """Whether the dilemma was made of a case: its words are what a presenter approved."""
    statement = select(CaseDilemma.seq).where(CaseDilemma.dilemma_id == dilemma_id)
    return session().scalar(statement) is not None
