from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.model import Row


class ContactCard(Row):
    """A person's card, sealed with a key of its own, which withdrawing destroys."""

    __tablename__ = "contact_card"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), unique=True)
    sealed: Mapped[bytes]
    changed_at: Mapped[datetime] = mapped_column(index=True)


class ContactOffer(Row):
    """Somebody offers their card to one person of an event, or to all who shared a room (no one).

    Whether cards are exchanged is computed from both offers whenever it is asked.
    """

    __tablename__ = "contact_offer"
    __table_args__ = (
        Index(
            "uq_contact_offer_one",
            "event_id",
            "person_id",
            "to_id",
            unique=True,
            sqlite_where=text("to_id IS NOT NULL"),
            postgresql_where=text("to_id IS NOT NULL"),
        ),
        Index(
            "uq_contact_offer_all",
            "event_id",
            "person_id",
            unique=True,
            sqlite_where=text("to_id IS NULL"),
            postgresql_where=text("to_id IS NULL"),
        ),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    to_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    offered_at: Mapped[datetime]


class QuotationConsent(Row):
    """What a person lets the network quote: the very text they agreed to, under its own key."""

    __tablename__ = "quotation_consent"
    __table_args__ = (UniqueConstraint("person_id", "commitment_id"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    commitment_id: Mapped[UUID]  # whose outcome it was made of, which may be gone by now
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    sealed: Mapped[bytes]
    agreed_at: Mapped[datetime] = mapped_column(index=True)
