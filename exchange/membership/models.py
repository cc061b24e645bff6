from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.accounts.models import Person
from exchange.core.model import Row


class Network(Row):
    """The body that runs this installation: exactly one row."""

    __tablename__ = "network"

    only: Mapped[bool] = mapped_column(default=True, unique=True)
    name: Mapped[str] = mapped_column(String(120))
    short_name: Mapped[str] = mapped_column(String(30))
    languages: Mapped[list[str]]
    currency: Mapped[str] = mapped_column(String(3))
    vat_rate: Mapped[Decimal] = mapped_column(Numeric(5, 4))
    time_zone: Mapped[str] = mapped_column(String(40))
    member_word: Mapped[str] = mapped_column(String(40))
    member_word_plural: Mapped[str] = mapped_column(String(40))
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    introduction: Mapped[str] = mapped_column(Text, default="")  # Markdown, on the start page


class Organisation(Row):
    """A council, team or other body. It, not a person, holds a membership."""

    __tablename__ = "organisation"

    name: Mapped[str] = mapped_column(String(160), unique=True)
    kind: Mapped[str] = mapped_column(String(60), default="")  # the network's words: "unitary"
    created_at: Mapped[datetime]

    domains: Mapped[list["OrganisationDomain"]] = relationship(
        back_populates="organisation",
        cascade="all, delete-orphan",
        order_by="OrganisationDomain.name",
    )
    terms: Mapped[list["Term"]] = relationship(
        back_populates="organisation", order_by="Term.starts_on"
    )
    suspensions: Mapped[list["Suspension"]] = relationship(
        back_populates="organisation", order_by="Suspension.began_at"
    )


class OrganisationDomain(Row):
    """An e-mail domain, in lower case: people with such an address belong to the organisation."""

    __tablename__ = "organisation_domain"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(253), unique=True)

    organisation: Mapped[Organisation] = relationship(back_populates="domains")


class Term(Row):
    """A dated membership of a tier; both days belong to it. `grace_days` follow `ends_on`."""

    __tablename__ = "membership_term"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("grace_days >= 0", name="grace_not_negative"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    tier: Mapped[str] = mapped_column(String(60))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    grace_days: Mapped[int] = mapped_column(default=0)

    organisation: Mapped[Organisation] = relationship(back_populates="terms")


class Suspension(Row):
    """From `began_at` until `ended_at` (None: still) the membership opens nothing."""

    __tablename__ = "suspension"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(300))  # for staff; others are told whom to ask

    organisation: Mapped[Organisation] = relationship(back_populates="suspensions")


class Affiliation(Row):
    """A person belongs to an organisation from `starts_on` to `ends_on` (None: open), inclusive."""

    __tablename__ = "affiliation"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation] = relationship()
