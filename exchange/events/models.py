from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.accounts.models import Person
from exchange.core.model import Row, unique_while
from exchange.events.enums import Audience, Delivery, EventState

# Prose fields marked (md) hold Markdown: paragraphs, lists, emphasis and links.


class Programme(Row):
    """A series of events under one name."""

    __tablename__ = "programme"

    title: Mapped[str] = mapped_column(String(160), unique=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)


class Event(Row):
    """An exchange, workshop, training or course.

    Currency, VAT rate, zone and language are the event's own, taken from the network when it was
    made, so that a later change of the profile alters no price that was announced.
    """

    __tablename__ = "event"

    slug: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default=EventState.DRAFT.value, index=True)
    programme_id: Mapped[UUID | None] = mapped_column(ForeignKey("programme.id"), index=True)
    title: Mapped[str] = mapped_column(String(160))
    organiser: Mapped[str] = mapped_column(String(120))  # the body that offers it
    language: Mapped[str] = mapped_column(String(10))
    currency: Mapped[str] = mapped_column(String(3))
    vat_rate: Mapped[Decimal] = mapped_column(Numeric(5, 4))
    time_zone: Mapped[str] = mapped_column(String(40))
    summary: Mapped[str] = mapped_column(String(200))
    rationale: Mapped[str] = mapped_column(Text)  # (md)
    audience: Mapped[str] = mapped_column(String(20), default=Audience.MEMBERS_ONLY.value)
    delivery: Mapped[str] = mapped_column(String(20), default=Delivery.ROOMS.value)
    peer_led: Mapped[bool] = mapped_column(default=False)
    facilitated_by: Mapped[str] = mapped_column(String(120), default="")
    venue: Mapped[dict[str, Any]] = mapped_column(default=dict)  # name, address, directions (md)
    call_provider: Mapped[str] = mapped_column(String(60), default="")
    call_link: Mapped[str] = mapped_column(String(500), default="")  # seen by admitted people alone
    capacity: Mapped[int]
    capacity_per_organisation: Mapped[int | None]
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    binding_from: Mapped[datetime | None]
    late_entry: Mapped[bool] = mapped_column(default=False)
    suggested_roles: Mapped[list[str]] = mapped_column(default=list)
    suggested_responsibilities: Mapped[list[str]] = mapped_column(default=list)
    outcomes: Mapped[list[str]] = mapped_column(default=list)
    figures: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # value, label
    research: Mapped[dict[str, Any]] = mapped_column(default=dict)  # title, finding
    contact_role: Mapped[str] = mapped_column(String(120), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    in_house_on_request: Mapped[bool] = mapped_column(default=False)
    for_whole_teams: Mapped[bool] = mapped_column(default=False)
    interest_before_dates: Mapped[bool] = mapped_column(default=False)
    own_cases: Mapped[bool] = mapped_column(default=False)  # people with a place may hand one in
    case_invitation: Mapped[str] = mapped_column(Text, default="")  # (md)
    cases_close_at: Mapped[datetime | None]
    case_topics: Mapped[list[str]] = mapped_column(default=list)  # none: in one's own words
    dilemma_game: Mapped[bool] = mapped_column(default=False)
    admits_each: Mapped[bool] = mapped_column(default=False)  # people are let in one by one
    # For how long a room may hold back what was proposed to leave it.
    takeaway_hours: Mapped[int] = mapped_column(default=48)
    created_at: Mapped[datetime]

    programme: Mapped[Programme | None] = relationship()
    parts: Mapped[list["Part"]] = relationship(
        back_populates="event", order_by="Part.number", cascade="all, delete-orphan"
    )
    agenda: Mapped[list["AgendaItem"]] = relationship(
        order_by="AgendaItem.part_number, AgendaItem.position", cascade="all, delete-orphan"
    )
    prices: Mapped[list["Price"]] = relationship(order_by="Price.seq", cascade="all, delete-orphan")
    people: Mapped[list["EventPerson"]] = relationship(
        order_by="EventPerson.position", cascade="all, delete-orphan"
    )
    partners: Mapped[list["Partner"]] = relationship(
        order_by="Partner.position", cascade="all, delete-orphan"
    )
    testimonials: Mapped[list["Testimonial"]] = relationship(
        order_by="Testimonial.position", cascade="all, delete-orphan"
    )
    materials: Mapped[list["Material"]] = relationship(
        order_by="Material.position", cascade="all, delete-orphan"
    )


class Part(Row):
    """One dated stretch of an event; it is what one joins live."""

    __tablename__ = "part"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(160), default="")
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime] = mapped_column(index=True)

    event: Mapped[Event] = relationship(back_populates="parts")


class AgendaItem(Row):
    __tablename__ = "agenda_item"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    part_number: Mapped[int]
    position: Mapped[int]
    at: Mapped[str] = mapped_column(String(5))  # wall clock of the event's zone, "09:30"
    minutes: Mapped[int]
    title: Mapped[str] = mapped_column(String(160))
    text: Mapped[str] = mapped_column(Text, default="")


class Price(Row):
    """What a place costs, excluding VAT, for one kind of buyer."""

    __tablename__ = "price"
    __table_args__ = (UniqueConstraint("event_id", "who"),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    who: Mapped[str] = mapped_column(String(20))
    amount: Mapped[Decimal]
    covers: Mapped[list[str]] = mapped_column(default=list)


class EventPerson(Row):
    """A trainer, facilitator or speaker as the page presents them; gives no rights."""

    __tablename__ = "event_person"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    position: Mapped[int]
    role: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    biography: Mapped[str] = mapped_column(Text, default="")  # (md)


class Partner(Row):
    __tablename__ = "event_partner"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(160))
    about: Mapped[str] = mapped_column(Text, default="")  # (md)
    url: Mapped[str] = mapped_column(String(500), default="")


class Testimonial(Row):
    """A participant's words about the event, shown because they consented to it."""

    __tablename__ = "testimonial"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    position: Mapped[int]
    quote: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(120), default="")
    organisation: Mapped[str] = mapped_column(String(160), default="")
    demonstration: Mapped[bool] = mapped_column(default=False)  # words written for demonstration


class Material(Row):
    __tablename__ = "material"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(160))
    about: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(String(500), default="")
    seen_by: Mapped[str] = mapped_column(String(20))


class Facilitation(Row):
    """A person facilitates an event: a role on the event, not a rank. `ended_at` ends it."""

    __tablename__ = "facilitation"
    __table_args__ = (
        unique_while("uq_facilitation_current", "event_id", "person_id", holds="ended_at IS NULL"),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
