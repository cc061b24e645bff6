"""Everything that writes people's own actions: taken on, changed, deleted, reminded of."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.commitments import rules
from exchange.commitments.enums import CommitmentState
from exchange.commitments.messages import CommitmentContent
from exchange.commitments.models import Commitment, ReminderChoice
from exchange.commitments.queries import (
    commitment_by_key,
    count_of,
    has_reminder_due,
    opened,
    past_their_end,
    place_of,
)
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.clock import today
from exchange.core.db import add, lock, session, unit
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.membership.queries import find_network
from exchange.outbox.enqueue import enqueue
from exchange.vault.content import destroy_keys, vault
from exchange.vault.envelope import Content

REMIND = "action_reminder"


@action
def take_on(
    *,
    actor: Actor,
    key: UUID,
    text: str,
    due_on: date | None = None,
    event_id: UUID | None = None,
) -> Commitment:
    """Keep an action for the actor alone, sealed with a key of its own.

    The same `key` again gives what is kept already. Raises `Refused` for a day that has passed,
    and for too many.
    """
    known = commitment_by_key(actor.person, key)
    if known is not None:
        return known
    require(rules.may_add(kept=count_of(actor.person)))
    require(rules.may_be_due(due_on, _today()))
    now, id = clock.now(), uuid4()
    vault().make_keys(id, [Content.ACTIONS])
    commitment = Commitment(
        id=id,
        person_id=actor.person,
        key=key,
        event_id=event_id,
        state=CommitmentState.OPEN.value,
        due_on=due_on,
        sealed=vault().seal(CommitmentContent(text).packed(), place_of(id)),
        made_at=now,
        changed_at=now,
    )
    add(commitment)
    record(actor, Tag.ACTION_TAKEN_ON, commitment, event=event_id)
    return commitment


@action
def change_commitment(
    *,
    actor: Actor,
    commitment_id: UUID,
    content: CommitmentContent,
    due_on: date | None,
    state: CommitmentState,
) -> None:
    """Replace the words, day and state of one's own action. Raises `NotFound`, `Refused`."""
    commitment = _own(actor, commitment_id)
    if due_on != commitment.due_on:
        require(rules.may_be_due(due_on, _today()))
    commitment.sealed = vault().seal(content.packed(), place_of(commitment.id))
    commitment.due_on, commitment.state = due_on, state.value
    commitment.changed_at = clock.now()
    record(actor, Tag.ACTION_CHANGED, commitment, state=state)


@action
def follow_room(*, actor: Actor, key: UUID, text: str, due_on: date | None) -> None:
    """Have one's copy say what its row in the room says now, if there is a copy."""
    commitment = commitment_by_key(actor.person, key)
    if commitment is None:
        return
    content = CommitmentContent(text, opened(commitment).content.outcome)
    change_commitment(
        actor=actor,
        commitment_id=commitment.id,
        content=content,
        due_on=due_on,
        state=CommitmentState(commitment.state),
    )


@action
def let_go(*, actor: Actor, key: UUID) -> None:
    """Delete one's copy of what was let go of in the room, if there is a copy."""
    commitment = commitment_by_key(actor.person, key)
    if commitment is not None:
        delete_commitment(actor=actor, commitment_id=commitment.id)


@action
def delete_commitment(*, actor: Actor, commitment_id: UUID) -> None:
    """Destroy one's own action with its key. Raises `NotFound`."""
    commitment = _own(actor, commitment_id)
    record(actor, Tag.ACTION_DELETED, commitment)
    _destroy([commitment])


@action
def choose_reminders(*, actor: Actor, wanted: bool) -> None:
    """Say whether one wants to be reminded of one's actions by e-mail."""
    statement = select(ReminderChoice).where(ReminderChoice.person_id == actor.person)
    chosen = session().scalars(statement.with_for_update()).one_or_none()
    chosen = chosen or ReminderChoice(person_id=actor.person)
    chosen.wanted = wanted
    add(chosen)
    record(actor, Tag.ACTION_REMINDERS_CHOSEN, wanted=wanted)


@action
def remind(*, actor: Actor, person_id: UUID) -> None:
    """Have the person written to once about all of their actions that are due a reminder."""
    unit()
    now = clock.now()
    due = select(Commitment).where(Commitment.person_id == person_id, has_reminder_due(now))
    rows = session().scalars(due.order_by(Commitment.seq).with_for_update()).all()
    if not rows:
        return
    for commitment in rows:
        commitment.reminded = rules.reminders_due(commitment.made_at, now)
    enqueue(REMIND, {"person": person_id.hex})
    record(actor, Tag.ACTION_REMINDED, person=person_id, actions=len(rows))


@action
def forget_past(*, actor: Actor) -> None:
    """Destroy actions whose period is over, with their keys."""
    past = past_their_end(clock.now())
    if past:
        record(actor, Tag.ACTIONS_FORGOTTEN, actions=len(past))
        _destroy(past)


def _destroy(commitments: Sequence[Commitment]) -> None:
    destroy_keys([each.id for each in commitments], [Content.ACTIONS])
    for each in commitments:
        session().delete(each)
    session().flush()


def _own(actor: Actor, commitment_id: UUID) -> Commitment:
    commitment = lock(Commitment, commitment_id)
    if commitment is None or commitment.person_id != actor.person:
        raise NotFound
    return commitment


def _today() -> date:
    network = find_network()
    return today(network.time_zone if network else "UTC")
