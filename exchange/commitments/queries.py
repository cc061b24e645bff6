"""Named reads of people's own actions. Somebody else's and none get the same answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from exchange.accounts.models import Person
from exchange.commitments.enums import CommitmentState
from exchange.commitments.messages import CommitmentContent
from exchange.commitments.models import Commitment, ReminderChoice
from exchange.commitments.rules import KEPT, REMINDERS, kept_until
from exchange.core.actor import Actor
from exchange.core.db import session
from exchange.core.errors import NotFound
from exchange.vault.content import vault
from exchange.vault.envelope import Content, Place


@dataclass(frozen=True)
class OpenedCommitment:
    """An action in the clear, for its owner."""

    row: Commitment
    content: CommitmentContent

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def state(self) -> CommitmentState:
        return CommitmentState(self.row.state)

    @property
    def kept_until(self) -> datetime:
        return kept_until(self.row.changed_at)


def place_of(commitment_id: UUID) -> Place:
    """What the seal of an action is bound to: its own key, and its row."""
    return Place("commitment", commitment_id, commitment_id, Content.ACTIONS)


def opened(row: Commitment) -> OpenedCommitment:
    """The action in the clear. For callers that have judged whose it is."""
    return OpenedCommitment(
        row, CommitmentContent.unpacked(vault().open(row.sealed, place_of(row.id)))
    )


def commitments_of(actor: Actor, state: CommitmentState | None = None) -> list[OpenedCommitment]:
    """The actor's own actions, the next due first, those without a day last."""
    statement = _of(actor).options(joinedload(Commitment.event))
    if state is not None:
        statement = statement.where(Commitment.state == state.value)
    order = (Commitment.due_on.is_(None), Commitment.due_on, Commitment.seq.desc())
    return [opened(row) for row in session().scalars(statement.order_by(*order))]


def commitment_for(actor: Actor, commitment_id: UUID) -> OpenedCommitment:
    """One of the actor's own actions. Raises `NotFound`."""
    row = session().scalars(_of(actor).where(Commitment.id == commitment_id)).one_or_none()
    if row is None:
        raise NotFound
    return opened(row)


def commitment_by_key(person_id: UUID, key: UUID) -> Commitment | None:
    """The person's action with this key, if there is one."""
    return (
        session()
        .scalars(select(Commitment).where(Commitment.person_id == person_id, Commitment.key == key))
        .one_or_none()
    )


def count_of(person_id: UUID) -> int:
    """How many actions the person keeps."""
    counted = select(func.count()).where(Commitment.person_id == person_id)
    return session().scalar(counted) or 0


def wants_reminders(person_id: UUID) -> bool:
    """Whether the person is reminded by e-mail; they are until they say otherwise."""
    chosen = select(ReminderChoice.wanted).where(ReminderChoice.person_id == person_id)
    return session().scalar(chosen) is not False


def people_to_remind(now: datetime) -> Sequence[UUID]:
    """Whose open actions have a reminder due, of those who want them and have an account."""
    statement = (
        select(Commitment.person_id)
        .join(Person, Person.id == Commitment.person_id)
        .outerjoin(ReminderChoice, ReminderChoice.person_id == Commitment.person_id)
        .where(
            Person.active.is_(True),
            or_(ReminderChoice.wanted.is_(None), ReminderChoice.wanted.is_(True)),
            has_reminder_due(now),
        )
        .distinct()
    )
    return session().scalars(statement).all()


def has_reminder_due(now: datetime) -> ColumnElement[bool]:
    """Whether an open action has a reminder that is due and not done with."""
    due = [
        and_(Commitment.reminded < number, Commitment.made_at <= now - after)
        for number, after in enumerate(REMINDERS, start=1)
    ]
    return and_(Commitment.state == CommitmentState.OPEN.value, or_(*due))


def past_their_end(now: datetime) -> Sequence[Commitment]:
    """Actions whose period is over."""
    statement = select(Commitment).where(Commitment.changed_at <= now - KEPT)
    return session().scalars(statement.order_by(Commitment.seq)).all()


def _of(actor: Actor) -> Select[Commitment]:
    return select(Commitment).where(Commitment.person_id == actor.person)
