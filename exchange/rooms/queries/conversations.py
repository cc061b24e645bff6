"""Conversations: between two, and the facilitators' own. Opened for those who are in them alone."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from exchange.accounts.models import Person
from exchange.core import clock
from exchange.core.actor import Actor
from exchange.core.db import session
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.rooms.enums import MessageKind
from exchange.rooms.messages import ChatMessage, ConversationHead, ConversationView, Party, Replay
from exchange.rooms.models import Connection, Conversation, LivePart, Mute, Remark
from exchange.rooms.queries.chat import PAGE
from exchange.rooms.queries.facts import entry_facts, entry_facts_of
from exchange.rooms.queries.picture import picture_of
from exchange.rooms.rules import (
    EntryFacts,
    PairFacts,
    may_facilitate,
    may_read_privately,
    may_write_privately,
)
from exchange.vault.content import vault
from exchange.vault.envelope import Content, Place


def require_to_write(actor: Actor, part_id: UUID, to: UUID | None, *, opened: bool) -> None:
    """Raise `Refused` unless the actor may write to `to` now (None: the part's facilitators).

    `opened`: there is such a conversation already. Raises `NotFound` for an unknown part.
    """
    if to is None:
        require(may_facilitate(entry_facts(actor.person, part_id, clock.now())))
    else:
        require(may_write_privately(_pair_facts(actor.person, to, part_id, opened=opened)))


def _require_to_read(actor: Actor, part_id: UUID, to: UUID | None) -> None:
    if to is None:
        require(may_facilitate(entry_facts(actor.person, part_id, clock.now())))
    else:
        require(may_read_privately(_pair_facts(actor.person, to, part_id, opened=True)))


def _pair_facts(person_id: UUID, other_id: UUID, part_id: UUID, *, opened: bool) -> PairFacts:
    now = clock.now()
    entries = entry_facts_of({person_id, other_id}, part_id, now)
    if person_id not in entries:
        raise NotFound
    seen = _seen({person_id, other_id}, part_id, now)
    other = seen.get(other_id, NEVER)
    live = session().execute(_locks(person_id, part_id)).one_or_none()
    return PairFacts(
        entry=entries[person_id],
        is_here=seen.get(person_id, NEVER).at == now,
        other=entries.get(other_id) if other_id != person_id else None,
        other_seen=other.at,
        other_left=other.left,
        beside=not opened and _beside(person_id, other_id, part_id),
        opened=opened,
        muted=live is not None and bool(live.muted),
        locked=live is not None and live.private_locked,
        paused=live is not None and live.private_paused,
    )


class _Seen(NamedTuple):
    """When somebody was last in the part, and whether they went by choice then."""

    at: datetime | None
    left: bool


NEVER = _Seen(None, left=False)


def _seen(person_ids: Collection[UUID], part_id: UUID, now: datetime) -> dict[UUID, _Seen]:
    """How each was last in the part, `now` if they are; whoever never came is left out."""
    is_open = func.max(case((Connection.ended_at.is_(None), 1), else_=0)).label("is_open")
    last = func.max(Connection.ended_at).label("last")
    chosen = func.max(case((Connection.by_choice, Connection.ended_at))).label("chosen")
    statement = (
        select(Connection.person_id, is_open, last, chosen)
        .where(Connection.part_id == part_id, Connection.person_id.in_(person_ids))
        .group_by(Connection.person_id)
    )
    rows = session().execute(statement)
    return {
        row.person_id: _Seen(now, left=False)
        if row.is_open
        else _Seen(row.last, left=row.chosen == row.last)
        for row in rows
    }


def _locks(person_id: UUID, part_id: UUID) -> Select[*tuple[Any, ...]]:
    muted = select(Mute.seq).where(
        Mute.part_id == part_id, Mute.person_id == person_id, Mute.lifted_at.is_(None)
    )
    locks = LivePart.private_locked, LivePart.private_paused
    return select(*locks, muted.exists().label("muted")).where(LivePart.part_id == part_id)


def _beside(person_id: UUID, other_id: UUID, part_id: UUID) -> bool:
    people = picture_of(part_id).people
    one, other = people.get(person_id), people.get(other_id)
    return bool(one and other and one.room_id and one.room_id == other.room_id)


def between(part_id: UUID, person_id: UUID, to: UUID | None) -> Select[Conversation]:
    """The statement that finds a conversation; `to` None: the facilitators' own."""
    statement = select(Conversation).where(Conversation.part_id == part_id)
    if to is None:
        return statement.where(Conversation.one_id.is_(None))
    one, other = sorted((person_id, to))
    return statement.where(Conversation.one_id == one, Conversation.other_id == other)


def conversations_of(actor: Actor, part_id: UUID) -> list[ConversationView]:
    """The actor's conversations in the part, the newest first; facilitators always have theirs.

    Empty for somebody who is not in the part. Raises `NotFound` for an unknown part.
    """
    now = clock.now()
    facts = entry_facts(actor.person, part_id, now)
    is_here = _seen({actor.person}, part_id, now).get(actor.person, NEVER).at == now
    found = []
    if may_facilitate(facts):
        own = session().scalars(between(part_id, actor.person, None)).one_or_none()
        found.append(ConversationView(None, own.last if own else 0))
    if may_read_privately(_alone(facts, is_here=is_here)):
        found += [
            ConversationView(_other(row, actor.person), row.Conversation.last)
            for row in session().execute(_with_names(_is_in({actor.person}, part_id)))
        ]
    return found


def _alone(facts: EntryFacts, *, is_here: bool) -> PairFacts:
    """Facts for reading, which depends on nobody else."""
    return PairFacts(facts, is_here=is_here, other=None)


def _is_in(person_ids: Collection[UUID], part_id: UUID) -> ColumnElement[bool]:
    mine = or_(Conversation.one_id.in_(person_ids), Conversation.other_id.in_(person_ids))
    return and_(Conversation.part_id == part_id, mine)


def _with_names(which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    one, other = aliased(Person), aliased(Person)
    return (
        select(Conversation, one.name.label("one"), other.name.label("other"))
        .join(one, one.id == Conversation.one_id)
        .join(other, other.id == Conversation.other_id)
        .where(which)
        .order_by(Conversation.last_at.desc(), Conversation.seq)
    )


def _other(row: Any, person_id: UUID) -> Party:
    conversation = row.Conversation
    if conversation.one_id == person_id:
        return Party(conversation.other_id, row.other)
    return Party(conversation.one_id, row.one)


def replay_told(actor: Actor, part_id: UUID, to: UUID | None, since: int) -> Replay:
    """Up to 200 lines after number `since` of the actor's conversation with `to`.

    None: the facilitators' own. A conversation that has not begun is empty. Raises `NotFound`,
    `Refused` for somebody who is not in the part, or facilitates no more.
    """
    _require_to_read(actor, part_id, to)
    conversation = session().scalars(between(part_id, actor.person, to)).one_or_none()
    if conversation is None:
        return Replay((), since, more=False)
    statement = (
        select(Remark, Person.name)
        .join(Person, Person.id == Remark.person_id)
        .where(Remark.conversation_id == conversation.id, Remark.number > since)
        .order_by(Remark.number)
        .limit(PAGE)
    )
    rows = session().execute(statement).all()
    messages = tuple(_opened(row.Remark, row.name) for row in rows)
    newest = messages[-1].number if messages else since
    return Replay(messages, max(conversation.last, newest), more=newest < conversation.last)


def place_of_remark(remark: Remark) -> Place:
    """What a remark's seal is bound to: its conversation, and its place in it."""
    row = f"{remark.conversation_id.hex}.{remark.number}"
    return Place("remark", remark.sealed_in, row, Content.CHAT)


def _opened(remark: Remark, name: str) -> ChatMessage:
    text = vault().open(remark.sealed, place_of_remark(remark)).decode()
    return remark_in_clear(remark, text, name)


def remark_in_clear(remark: Remark, text: str, name: str) -> ChatMessage:
    """A remark as the two get it; its `room` is the conversation, `name` the writer's."""
    return ChatMessage(
        room_id=remark.conversation_id,
        number=remark.number,
        kind=MessageKind.SAID.value,
        person_id=remark.person_id,
        name=name,
        text=text,
        at=remark.at,
    )


def newest_told(since: datetime) -> list[ConversationHead]:
    """How far the conversations are in which something was written after `since`."""
    statement = select(Conversation).where(Conversation.last_at > since)
    rows = session().scalars(statement.execution_options(populate_existing=True))
    return [
        ConversationHead(row.part_id, person_id, other_id, row.last)
        for row in rows
        for person_id, other_id in {(row.one_id, row.other_id), (row.other_id, row.one_id)}
    ]
