"""Named reads of cases. What is absent and what is not yours get the same answer."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from exchange.accounts.models import Person
from exchange.cases.enums import CaseSeenBy
from exchange.cases.messages import CaseContent
from exchange.cases.models import Case, CaseWish
from exchange.cases.rules import ADMITTED, CaseFacts, KeptCase, may_list, may_read
from exchange.confidentiality.queries import unacknowledged
from exchange.core import clock
from exchange.core.actor import Actor
from exchange.core.db import find, session
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.events.enums import Audience, EventState
from exchange.events.models import Event
from exchange.events.queries import is_facilitator
from exchange.membership.queries import standing_of_person
from exchange.registration.enums import RegistrationState
from exchange.registration.models import Registration
from exchange.registration.queries import standing_registration
from exchange.vault.content import vault
from exchange.vault.envelope import Content, Place


class _Doors:
    """Parts are opened above this feature; who knows of it is bound when the app starts."""

    opened: Callable[[UUID], bool] | None = None
    removed: Callable[[UUID, UUID], bool] | None = None


def ask_doors(
    opened: Callable[[UUID], bool] | None, removed: Callable[[UUID, UUID], bool] | None
) -> None:
    """Have `opened` say whether the doors of a part of the event (by id) were ever opened.

    And `removed`, whether the person (by id, first) was put out of a part of it.
    """
    _Doors.opened, _Doors.removed = opened, removed


@dataclass(frozen=True)
class OpenedCase:
    """A case in the clear, for somebody who may read it."""

    case: Case
    content: CaseContent

    @property
    def id(self) -> UUID:
        return self.case.id


def facts_for(actor: Actor, event: Event) -> CaseFacts:
    """How the actor stands to the event's cases now."""
    person_id, at = actor.person, clock.now()
    registration = standing_registration(person_id, event.id)
    person = find(Person, person_id)
    return CaseFacts(
        at=at,
        person_id=person_id,
        account_active=person is not None and person.active,
        event_published=event.state == EventState.PUBLISHED,
        facilitates=is_facilitator(person_id, event.id),
        registration=RegistrationState(registration.state) if registration else None,
        members_only=event.audience == Audience.MEMBERS_ONLY,
        standing=standing_of_person(person_id, at).standing,
        unacknowledged=len(unacknowledged(person_id, event.id)),
        invited=event.own_cases,
        closes_at=event.cases_close_at,
        opened=_Doors.opened is not None and _Doors.opened(event.id),
        removed=_Doors.removed is not None and _Doors.removed(person_id, event.id),
    )


def kept(case: Case) -> KeptCase:
    """What is judged of the case."""
    return KeptCase(case.person_id, CaseSeenBy(case.seen_by), case.withdrawn_at is not None)


def case_of(person_id: UUID, event_id: UUID) -> OpenedCase | None:
    """The person's own case at the event, if one stands."""
    statement = select(Case).where(
        Case.event_id == event_id, Case.person_id == person_id, Case.withdrawn_at.is_(None)
    )
    case = session().scalars(statement).one_or_none()
    return opened(case) if case else None


def cases_for(actor: Actor, event: Event) -> list[OpenedCase]:
    """The event's cases that the actor may read, in the order in which they were handed in.

    A case stands while its presenter has a place. Raises `Refused` for whoever may not look
    through them at all.
    """
    facts = facts_for(actor, event)
    require(may_list(facts))
    return [opened(case) for case in standing_cases(event.id) if may_read(facts, kept(case))]


def standing_cases(event_id: UUID) -> list[Case]:
    """The event's cases whose presenters have a place, oldest first. For those who judge."""
    statement = (
        select(Case)
        .join(
            Registration,
            (Registration.event_id == Case.event_id)
            & (Registration.person_id == Case.person_id)
            & Registration.state.in_([state.value for state in ADMITTED]),
        )
        .where(Case.event_id == event_id, Case.withdrawn_at.is_(None))
        .options(joinedload(Case.presenter))
        .order_by(Case.seq)
    )
    return list(session().scalars(statement.execution_options(populate_existing=True)))


def case_to_read(actor: Actor, case_id: UUID) -> OpenedCase:
    """A case that the actor may read. Raises `NotFound` for absent, withdrawn and hidden ones."""
    case = find(Case, case_id)
    event = find(Event, case.event_id) if case else None
    if case is None or event is None:
        raise NotFound
    require(may_read(facts_for(actor, event), kept(case)), NotFound)
    return opened(case)


def wish_of(person_id: UUID, event_id: UUID) -> CaseWish | None:
    """What the person wishes to work on at the event, if they have said so."""
    statement = select(CaseWish).where(
        CaseWish.event_id == event_id, CaseWish.person_id == person_id
    )
    return session().scalars(statement).one_or_none()


def wishes_of(event_id: UUID) -> dict[UUID, CaseWish]:
    """What each person wishes to work on at the event."""
    rows = session().scalars(select(CaseWish).where(CaseWish.event_id == event_id))
    return {wish.person_id: wish for wish in rows}


def place_of(case_id: UUID) -> Place:
    """What a case's seal is bound to; its key's scope is the case itself."""
    return Place("event_case", case_id, case_id, Content.CASES)


def opened(case: Case) -> OpenedCase:
    """The case in the clear. The caller has judged who reads it."""
    return OpenedCase(case, CaseContent.unpacked(vault().open(case.sealed, place_of(case.id))))
