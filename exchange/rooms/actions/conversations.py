"""What is written between two people of a part, and among its facilitators."""

from uuid import UUID

from sqlalchemy import select

from exchange.accounts.models import Person
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, session, unit
from exchange.realtime.publish import facilitators_channel, person_channel, publish
from exchange.rooms.actions.log import Said
from exchange.rooms.actions.plenary import make_plenary
from exchange.rooms.messages import Party, Told
from exchange.rooms.models import Conversation, Remark
from exchange.rooms.queries import between, place_of_remark, remark_in_clear, require_to_write
from exchange.vault.content import vault


@action(
    unaudited_because="the conversation holds it, and the audit holds nothing of what is written"
)
def tell(*, actor: Actor, part_id: UUID, to: UUID | None, text: str, key: UUID) -> Said:
    """Write `text` (1 to 2000 characters) to one person of the part; None: to its facilitators.

    The same `key` from the same person again gives the line that is stored already, whatever has
    changed since. Who may write is judged at each line. Raises `NotFound`, or `Refused` with the
    reason of `may_write_privately` or `may_facilitate`.
    """
    conversation = _held(part_id, actor.person, to)
    stored = _stored(conversation, actor.person, key) if conversation else None
    if stored is not None:
        return stored
    require_to_write(actor, part_id, to, opened=conversation is not None)
    if conversation is None:
        conversation = _begun(part_id, actor.person, to)
    return _stored(conversation, actor.person, key) or _append(conversation, actor, text, key)


def _held(part_id: UUID, person_id: UUID, to: UUID | None) -> Conversation | None:
    """The conversation, held until the transaction ends: its lines are numbered one by one."""
    unit()
    statement = between(part_id, person_id, to).with_for_update(key_share=True)
    return session().scalars(statement.execution_options(populate_existing=True)).one_or_none()


def _begun(part_id: UUID, person_id: UUID, to: UUID | None) -> Conversation:
    """The conversation, begun unless the other did so in this moment. The part is held for it."""
    plenary = make_plenary(part_id)
    begun = _held(part_id, person_id, to)
    if begun is not None:
        return begun
    one, other = sorted((person_id, to)) if to else (None, None)
    return add(
        Conversation(
            part_id=part_id,
            one_id=one,
            other_id=other,
            sealed_in=plenary.id,
            last=0,
            last_at=clock.now(),
        )
    )


def _stored(conversation: Conversation, person_id: UUID, key: UUID) -> Said | None:
    statement = select(Remark.number, Remark.at).where(
        Remark.conversation_id == conversation.id,
        Remark.person_id == person_id,
        Remark.key == key,
    )
    row = session().execute(statement).one_or_none()
    return Said(row.number, row.at) if row else None


def _append(conversation: Conversation, actor: Actor, text: str, key: UUID) -> Said:
    """Store the line, and pass it on once it is committed."""
    now = clock.now()
    conversation.last += 1
    conversation.last_at = now
    remark = Remark(
        conversation_id=conversation.id,
        sealed_in=conversation.sealed_in,
        number=conversation.last,
        person_id=actor.person,
        key=key,
        at=now,
    )
    remark.sealed = vault().seal(text.encode(), place_of_remark(remark))
    add(remark)
    parties = _parties(conversation)
    told = Told(remark_in_clear(remark, text, actor.name), parties).payload()
    for channel in _channels(conversation):
        publish("told", told, to=channel)
    return Said(remark.number, now)


def _parties(conversation: Conversation) -> tuple[Party, ...]:
    people = conversation.one_id, conversation.other_id
    rows = session().execute(select(Person.id, Person.name).where(Person.id.in_(people)))
    return tuple(Party(row.id, row.name) for row in rows)


def _channels(conversation: Conversation) -> list[str]:
    """Where the two hear of it, or the facilitators, wherever they stand."""
    part_id = conversation.part_id
    if conversation.one_id is None or conversation.other_id is None:
        return [facilitators_channel(part_id)]
    return [person_channel(part_id, id) for id in (conversation.one_id, conversation.other_id)]
