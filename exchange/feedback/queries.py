"""Named reads of contacts and quotations. Nobody learns from them who did not offer a card."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select

from exchange.accounts.models import Person
from exchange.core import clock
from exchange.core.actor import Actor
from exchange.core.db import session
from exchange.core.errors import NotFound
from exchange.events.models import Event, Part
from exchange.feedback.company import Span, companions, present
from exchange.feedback.messages import CardContent, Quotation
from exchange.feedback.models import ContactCard, ContactOffer, QuotationConsent
from exchange.feedback.rules import KEPT, Offered, OfferFacts, exchanged
from exchange.rooms.enums import RoomKind
from exchange.rooms.models import Ban, Connection, LivePart, Room, Seat
from exchange.vault.content import vault
from exchange.vault.envelope import Content, Place

Spans = Mapping[UUID, Sequence[Span]]  # by person


@dataclass(frozen=True)
class Companion:
    """Somebody who shared a room, and whether the reader offers them their card by name."""

    id: UUID
    name: str
    offered: bool


@dataclass(frozen=True)
class Shared:
    """An event after whose session the reader may offer their card, to whom, and what they do."""

    event: Event
    companions: Sequence[Companion]
    everybody: bool


@dataclass(frozen=True)
class Contact:
    """Somebody whose card the reader has, because each offers theirs to the other."""

    person_id: UUID
    card: CardContent
    event: Event


def place_of(card_id: UUID) -> Place:
    """What the seal of a card is bound to: its own key, and its row."""
    return Place("contact_card", card_id, card_id, Content.CARDS)


def card_row(person_id: UUID) -> ContactCard | None:
    """The person's card as it is kept, if they have one."""
    return (
        session()
        .scalars(select(ContactCard).where(ContactCard.person_id == person_id))
        .one_or_none()
    )


def card_of(person_id: UUID) -> CardContent | None:
    """The person's card in the clear. For callers that have judged who reads it."""
    row = card_row(person_id)
    return CardContent.unpacked(vault().open(row.sealed, place_of(row.id))) if row else None


def companions_at(person_id: UUID, event_id: UUID) -> frozenset[UUID]:
    """Who was in a room with the person in a session of the event that is over.

    In breakout rooms; in the plenary where the session had no others.
    """
    parts = select(LivePart.part_id).join(Part, Part.id == LivePart.part_id)
    over = session().scalars(
        parts.where(Part.event_id == event_id, LivePart.closed_at.is_not(None))
    )
    found: set[UUID] = set()
    for part_id in over.all():
        there = _connections(part_id)
        seats = _seats(part_id)
        rooms: list[Spans] = [
            {who: present(spans, there.get(who, ())) for who, spans in room.items()}
            for room in seats.values()
        ]
        found |= companions(person_id, rooms or [there])
    return frozenset(found)


def _connections(part_id: UUID) -> dict[UUID, list[Span]]:
    statement = select(Connection.person_id, Connection.began_at, Connection.ended_at)
    found: dict[UUID, list[Span]] = defaultdict(list)
    for row in session().execute(statement.where(Connection.part_id == part_id)):
        found[row.person_id].append(_span(row.began_at, row.ended_at))
    return found


def _seats(part_id: UUID) -> dict[UUID, dict[UUID, list[Span]]]:
    statement = (
        select(Seat.room_id, Seat.person_id, Seat.began_at, Seat.ended_at)
        .join(Room, Room.id == Seat.room_id)
        .where(Room.part_id == part_id, Room.kind == RoomKind.BREAKOUT.value)
    )
    found: dict[UUID, dict[UUID, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for row in session().execute(statement):
        found[row.room_id][row.person_id].append(_span(row.began_at, row.ended_at))
    return found


def _span(began_at: datetime, ended_at: datetime | None) -> Span:
    return Span(began_at, ended_at or clock.now())


def facts_at(person_id: UUID, event_id: UUID) -> OfferFacts:
    """What `may_offer` judges."""
    banned = select(Ban.seq).where(
        Ban.event_id == event_id, Ban.person_id == person_id, Ban.lifted_at.is_(None)
    )
    return OfferFacts(
        banned=session().scalar(banned.limit(1)) is not None,
        has_card=card_row(person_id) is not None,
        companions=companions_at(person_id, event_id),
    )


def offers_at(event_id: UUID) -> dict[UUID, Offered]:
    """What everybody offers at the event, by person."""
    rows = session().scalars(select(ContactOffer).where(ContactOffer.event_id == event_id)).all()
    return {
        person_id: Offered(
            everybody=any(row.to_id is None for row in rows if row.person_id == person_id),
            people=frozenset(
                row.to_id for row in rows if row.person_id == person_id and row.to_id is not None
            ),
        )
        for person_id in {row.person_id for row in rows}
    }


def sessions_shared(actor: Actor) -> list[Shared]:
    """The events in whose sessions the actor shared a room with somebody, the newest first."""
    attended = (
        select(Part.event_id)
        .join(Connection, Connection.part_id == Part.id)
        .join(LivePart, LivePart.part_id == Part.id)
        .where(Connection.person_id == actor.person, LivePart.closed_at.is_not(None))
    )
    events = session().scalars(
        select(Event).where(Event.id.in_(attended)).order_by(Event.seq.desc())
    )
    found = []
    for event in events.all():
        people = _people(companions_at(actor.person, event.id))
        mine = offers_at(event.id).get(actor.person, Offered())
        if people:
            listed = [Companion(id, name, id in mine.people) for id, name in people.items()]
            found.append(Shared(event, listed, mine.everybody))
    return found


def _people(ids: Collection[UUID]) -> dict[UUID, str]:
    """Those whose accounts are open, by name."""
    statement = select(Person.id, Person.name).where(Person.id.in_(ids), Person.active.is_(True))
    return {row.id: row.name for row in session().execute(statement.order_by(Person.name))}


def contacts_of(actor: Actor) -> list[Contact]:
    """Everybody whose card the actor has, by what their cards call them."""
    mine = select(ContactOffer.event_id).where(ContactOffer.person_id == actor.person)
    events = session().scalars(select(Event).where(Event.id.in_(mine)).order_by(Event.seq.desc()))
    found: dict[UUID, Contact] = {}
    for event in events.all():
        offers, together = offers_at(event.id), companions_at(actor.person, event.id)
        own = offers.get(actor.person, Offered())
        both = [
            other
            for other, theirs in offers.items()
            if exchanged(actor.person, other, mine=own, theirs=theirs, together=other in together)
        ]
        for other in _people(both):
            card = card_of(other)
            if card is not None:
                found.setdefault(other, Contact(other, card, event))
    if card_row(actor.person) is None:
        return []
    return sorted(found.values(), key=lambda each: each.card.name.casefold())


def contact_for(actor: Actor, person_id: UUID) -> Contact:
    """One contact of the actor. Raises `NotFound` for whoever else, offered or not."""
    for contact in contacts_of(actor):
        if contact.person_id == person_id:
            return contact
    raise NotFound


def past_their_end(now: datetime) -> Sequence[ContactCard]:
    """Cards whose period is over."""
    statement = select(ContactCard).where(ContactCard.changed_at <= now - KEPT)
    return session().scalars(statement.order_by(ContactCard.seq)).all()


@dataclass(frozen=True)
class OpenedQuotation:
    """What somebody lets the network quote, in the clear."""

    row: QuotationConsent
    event: Event
    content: Quotation


def place_of_consent(consent_id: UUID) -> Place:
    """What the seal of a quotation is bound to: its own key, and its row."""
    return Place("quotation_consent", consent_id, consent_id, Content.QUOTATIONS)


def quotations_of(actor: Actor) -> list[OpenedQuotation]:
    """What the actor lets the network quote, newest first."""
    return _quotations(QuotationConsent.person_id == actor.person)


def quotations_at(actor: Actor, event: Event) -> list[OpenedQuotation]:
    """What people let the network quote of an event. For staff; raises `NotFound`."""
    if not actor.is_staff:
        raise NotFound
    return _quotations(QuotationConsent.event_id == event.id)


def quotation_of(actor: Actor, commitment_id: UUID) -> Quotation | None:
    """What the actor lets the network quote of this action, in the clear, if anything."""
    row = consent_row(actor.person, commitment_id)
    return _content_of(row) if row is not None else None


def consent_row(person_id: UUID, commitment_id: UUID) -> QuotationConsent | None:
    """What the person lets the network quote of this action, if anything."""
    statement = select(QuotationConsent).where(
        QuotationConsent.person_id == person_id, QuotationConsent.commitment_id == commitment_id
    )
    return session().scalars(statement).one_or_none()


def _quotations(which: ColumnElement[bool]) -> list[OpenedQuotation]:
    statement = select(QuotationConsent, Event).join(Event, Event.id == QuotationConsent.event_id)
    rows = session().execute(statement.where(which).order_by(QuotationConsent.seq.desc())).all()
    return [
        OpenedQuotation(
            row.QuotationConsent,
            row.Event,
            _content_of(row.QuotationConsent),
        )
        for row in rows
    ]


def _content_of(row: QuotationConsent) -> Quotation:
    return Quotation.unpacked(vault().open(row.sealed, place_of_consent(row.id)))


def past_consents(now: datetime) -> Sequence[QuotationConsent]:
    """Quotations whose period is over."""
    statement = select(QuotationConsent).where(QuotationConsent.agreed_at <= now - KEPT)
    return session().scalars(statement.order_by(QuotationConsent.seq)).all()
