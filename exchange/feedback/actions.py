"""Everything that writes contacts: a card written and withdrawn, offered and taken back."""

from collections.abc import Collection
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, lock, session
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.events.models import Event
from exchange.feedback.messages import CardContent
from exchange.feedback.models import ContactCard, ContactOffer
from exchange.feedback.queries import card_row, facts_at, past_their_end, place_of
from exchange.feedback.rules import may_offer
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
def forget_cards(*, actor: Actor) -> None:
    """Destroy cards whose period is over, with their keys and offers."""
    past = past_their_end(clock.now())
    if past:
        record(actor, Tag.CARDS_FORGOTTEN, cards=len(past))
        _destroy(past)


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
