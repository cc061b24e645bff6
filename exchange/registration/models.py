from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.accounts.models import Person
from exchange.core.model import Row, unique_while
from exchange.events.models import Event
from exchange.membership.models import Organisation
from exchange.registration.enums import Shown

_STANDS = "state IN ('confirmed', 'waitlisted', 'offered', 'attended', 'absent')"


class Registration(Row):
    """A person's place at an event, or their place in its queue.

    Price and VAT are copied as they stood. `seq` is the order of sign-up: first come, first served.
    """

    __tablename__ = "registration"
    __table_args__ = (
        unique_while("uq_registration_standing", "event_id", "person_id", holds=_STANDS),
        Index("ix_registration_event_id_state", "event_id", "state"),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    state: Mapped[str] = mapped_column(String(20))
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    offer_expires_at: Mapped[datetime | None] = mapped_column(index=True)
    price_who: Mapped[str] = mapped_column(String(20))
    price: Mapped[Decimal]  # excluding VAT
    vat_rate: Mapped[Decimal] = mapped_column(Numeric(5, 4))
    currency: Mapped[str] = mapped_column(String(3))
    order_number: Mapped[str] = mapped_column(String(60), default="")  # the customer's own
    shown: Mapped[str] = mapped_column(String(20), default=Shown.ORGANISATION.value)

    event: Mapped[Event] = relationship()
    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
