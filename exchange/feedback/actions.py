"""Cards written, withdrawn, offered and taken back; quotations agreed to and taken back."""

from collections.abc import Collection
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.commitments.queries import commitment_for
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, lock, session
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.events.models import Event
from exchange.feedback.messages import CardContent, Quotation
from exchange.feedback.models import ContactCard, ContactOffer, QuotationConsent
from exchange.feedback.queries import (
    card_row,
    consent_row,
    facts_at,
    past_consents,
    past_their_end,
    place_of,
    place_of_consent,
)
from exchange.feedback.rules import may_agree, may_offer
from exchange.vault.content import destroy_keys, vault
from exchange.vault.envelope import Content


@action
def write_card(*, actor: Actor, content: CardContent) -> ContactCard:
    """Write the actor's card, in the place of the one before. Who has it sees it as it is now."""
    card = card_row(actor.person)
    if card is None:
        card = ContactCard(id=uuid4(), person_id=actor.person)
        vault().make_keys(card.id, [Content.CARDS])
    card.sealed = vault().seal(content.packed(), place_of(card.id))
    card.changed_at = clock.now()
    add(card)
    record(actor, Tag.CARD_WRITTEN, card)
    return card


@action
def withdraw_card(*, actor: Actor) -> None:
    """Destroy the actor's card and offers: it is gone for everybody. Raises `NotFound`."""
    card = card_row(actor.person)
    if card is None:
        raise NotFound
    record(actor, Tag.CARD_WITHDRAWN, card)
    _destroy([card])


@action
def offer_card(*, actor: Actor, event_id: UUID, people: Collection[UUID], everybody: bool) -> None:
    """Offer the card at an event to these people, or to everybody who shared a room; to no others.

    What was offered there before and is not offered now is taken back. Raises `NotFound`,
    `Refused`.
    """
    event = lock(Event, event_id)
    facts = facts_at(actor.person, event_id)
    if event is None or not (facts.companions or _has_offered(actor, event_id)):
        raise NotFound
    require(may_offer(facts, people, everybody=everybody))
    session().execute(
        delete(ContactOffer).where(
            ContactOffer.event_id == event_id, ContactOffer.person_id == actor.person
        )
    )
    to: list[UUID | None] = [*people, *([None] if everybody else [])]
    whose = {"event_id": event_id, "person_id": actor.person, "offered_at": clock.now()}
    session().add_all([ContactOffer(**whose, to_id=each) for each in to])
    record(actor, Tag.CARD_OFFERED, event, people=len(people), everybody=everybody)


@action
def agree_to_quotation(
    *, actor: Actor, commitment_id: UUID, content: Quotation, agreed: bool
) -> None:
    """Let the network quote exactly this of what came of one's own action, until taken back.

    It replaces what was agreed to of the same action before. Raises `NotFound`, `Refused`.
    """
    known = commitment_for(actor, commitment_id)
    event_id = known.row.event_id
    require(may_agree(outcome=known.content.outcome, at_event=event_id is not None, agreed=agreed))
    row = consent_row(actor.person, commitment_id)
    if row is None:
        row = QuotationConsent(
            id=uuid4(), person_id=actor.person, commitment_id=commitment_id, event_id=event_id
        )
        vault().make_keys(row.id, [Content.QUOTATIONS])
    row.sealed = vault().seal(content.packed(), place_of_consent(row.id))
    row.agreed_at = clock.now()
    add(row)
    record(actor, Tag.QUOTATION_AGREED, row, event=event_id, named=bool(content.name))


@action
def take_quotation_back(*, actor: Actor, consent_id: UUID) -> None:
    """Take one's consent back: the text is destroyed with its key. Raises `NotFound`."""
    row = lock(QuotationConsent, consent_id)
    if row is None or row.person_id != actor.person:
        raise NotFound
    record(actor, Tag.QUOTATION_TAKEN_BACK, row, event=row.event_id)
    _destroy_quotations([row])


@action
def forget_cards(*, actor: Actor) -> None:
    """Destroy cards and quotations whose period is over, with their keys and offers."""
    past, consents = past_their_end(clock.now()), past_consents(clock.now())
    if past or consents:
        record(actor, Tag.CARDS_FORGOTTEN, cards=len(past), quotations=len(consents))
        _destroy(past)
        _destroy_quotations(consents)


def _has_offered(actor: Actor, event_id: UUID) -> bool:
    offered = select(ContactOffer.seq).where(
        ContactOffer.event_id == event_id, ContactOffer.person_id == actor.person
    )
    return session().scalar(offered.limit(1)) is not None


def _destroy(cards: Collection[ContactCard]) -> None:
    owners = [card.person_id for card in cards]
    session().execute(delete(ContactOffer).where(ContactOffer.person_id.in_(owners)))
    destroy_keys([card.id for card in cards], [Content.CARDS])
    for card in cards:
        session().delete(card)
    session().flush()


def _destroy_quotations(rows: Collection[QuotationConsent]) -> None:
    destroy_keys([row.id for row in rows], [Content.QUOTATIONS])
    for row in rows:
        session().delete(row)
    session().flush()
