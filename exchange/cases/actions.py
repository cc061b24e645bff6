"""Everything that writes cases: handed in, changed, withdrawn."""

from collections.abc import Callable
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.cases.enums import CaseSeenBy
from exchange.cases.errors import CaseHandedIn, NoSuchTopic
from exchange.cases.messages import CaseContent
from exchange.cases.models import Case, CaseWish
from exchange.cases.queries import case_of, cases_for, facts_for, kept, place_of, wish_of
from exchange.cases.rules import may_change, may_hand_in, may_list, may_withdraw
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, find, lock, session, unit
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.events.models import Event
from exchange.vault.content import destroy_keys, vault
from exchange.vault.envelope import Content

Withdrawn = Callable[[Actor, UUID], None]


class _Above:
    """Rooms and dilemmas made of a case end with it; they are bound when the app starts."""

    withdrawn: Withdrawn | None = None


def end_with(withdrawn: Withdrawn | None) -> None:
    """Have `withdrawn` end what was made of a case (by id), in the transaction that ends it."""
    _Above.withdrawn = withdrawn


@action
def hand_in(
    *,
    actor: Actor,
    event_id: UUID,
    content: CaseContent,
    seen_by: CaseSeenBy,
    shown_in_room: bool,
) -> Case:
    """Hand in the actor's own case for the event, sealed with a key of its own.

    `shown_in_room`: whether the room that works on it may read it there; what admitted people read
    anyway is always shown. Raises `CaseHandedIn`, `NoSuchTopic`, `NotFound`, `Refused`.
    """
    event = _locked(event_id)
    require(may_hand_in(facts_for(actor, event)))
    _require_topic(event, content)
    if case_of(actor.person, event.id) is not None:
        raise CaseHandedIn
    now = clock.now()
    case = Case(
        id=uuid4(),
        event_id=event.id,
        person_id=actor.person,
        sealed=b"",
        handed_in_at=now,
        changed_at=now,
    )
    vault().make_keys(case.id, [Content.CASES])
    _write(case, content, seen_by, shown_in_room)
    try:
        add(case)
    except IntegrityError as error:  # by another tab, in this moment
        raise CaseHandedIn from error
    record(actor, Tag.CASE_HANDED_IN, case, event=event.id, seen_by=seen_by)
    return case


@action
def change_case(
    *,
    actor: Actor,
    case_id: UUID,
    content: CaseContent,
    seen_by: CaseSeenBy,
    shown_in_room: bool,
) -> Case:
    """Change one's own case, until the doors open. Raises `NoSuchTopic`, `NotFound`, `Refused`."""
    case, event = _own(actor, case_id)
    require(may_change(facts_for(actor, event), kept(case)))
    _require_topic(event, content)
    _write(case, content, seen_by, shown_in_room)
    case.changed_at = clock.now()
    record(actor, Tag.CASE_CHANGED, case, event=event.id, seen_by=seen_by)
    return case


@action
def withdraw_case(*, actor: Actor, case_id: UUID) -> None:
    """Take one's own case back, at any time: its words are destroyed with their key.

    Raises `NotFound`, also for a case that was withdrawn before.
    """
    case, event = _own(actor, case_id)
    require(may_withdraw(facts_for(actor, event), kept(case)), NotFound)
    case.withdrawn_at, case.sealed = clock.now(), b""
    destroy_keys([case.id], [Content.CASES])
    record(actor, Tag.CASE_WITHDRAWN, case, event=event.id)
    if _Above.withdrawn is not None:
        _Above.withdrawn(actor, case.id)


@action
def wish(
    *,
    actor: Actor,
    event_id: UUID,
    first_id: UUID | None = None,
    second_id: UUID | None = None,
    topic: str = "",
) -> CaseWish:
    """Say which cases one wishes to work on, in the place of what one said before.

    Of cases that the actor may read, or a topic of the event's list. Raises `NoSuchTopic`,
    `NotFound` for a case that is not theirs to read, `Refused`.
    """
    event = _locked(event_id)
    require(may_list(facts_for(actor, event)))
    offered = {each.id for each in cases_for(actor, event) if each.case.person_id != actor.person}
    wished = [each for each in (first_id, second_id) if each is not None]
    if not offered.issuperset(wished):
        raise NotFound
    if topic and topic not in event.case_topics:
        raise NoSuchTopic
    said = wish_of(actor.person, event.id) or CaseWish(event_id=event.id, person_id=actor.person)
    said.first_id, said.second_id, said.topic = first_id, second_id, topic
    add(said)
    record(actor, Tag.CASE_WISHED, said, event=event.id, cases=len(wished))
    return said


def _locked(event_id: UUID) -> Event:
    event = lock(Event, event_id)
    if event is None:
        raise NotFound
    return event


def _own(actor: Actor, case_id: UUID) -> tuple[Case, Event]:
    # A lock that lets rooms refer to the case meanwhile: they are shown anew when it is withdrawn.
    statement = select(Case).where(Case.id == case_id).with_for_update(key_share=True)
    unit()
    case = session().scalars(statement.execution_options(populate_existing=True)).one_or_none()
    event = find(Event, case.event_id) if case else None
    if case is None or event is None or case.person_id != actor.person:
        raise NotFound
    return case, event


def _require_topic(event: Event, content: CaseContent) -> None:
    if event.case_topics and content.topic not in event.case_topics:
        raise NoSuchTopic


def _write(case: Case, content: CaseContent, seen_by: CaseSeenBy, shown_in_room: bool) -> None:
    case.seen_by = seen_by.value
    case.shown_in_room = shown_in_room or seen_by is CaseSeenBy.ADMITTED
    case.sealed = vault().seal(content.packed(), place_of(case.id))
