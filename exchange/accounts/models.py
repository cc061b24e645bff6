from datetime import datetime
from uuid import UUID

from flask_security.core import UserMixin
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.model import Row


class Person(Row, UserMixin):  # type: ignore[misc]  # the mixin is untyped
    """Someone with an account. What they may do follows from dated facts elsewhere."""

    __tablename__ = "person"

    email: Mapped[str] = mapped_column(String(254), unique=True)  # kept in lower case
    name: Mapped[str] = mapped_column(String(120))
    job_title: Mapped[str] = mapped_column(String(120), default="")
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    is_staff: Mapped[bool] = mapped_column(default=False)  # network staff; opens no room
    language: Mapped[str] = mapped_column(String(10), default="")  # empty: the network's first
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    deactivated_at: Mapped[datetime | None]
    demonstration_note: Mapped[str] = mapped_column(String(160), default="")
    """Who this is in the demonstration; such people are offered on its sign-in page."""


class AccountSession(Row):
    """One sign-in on one browser. The cookie names it; the server can end it at any moment."""

    __tablename__ = "account_session"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    revoked_at: Mapped[datetime | None]
    browser: Mapped[str] = mapped_column(String(80), default="")

    person: Mapped[Person] = relationship()


class SignInLink(Row):
    """A link sent by e-mail: used once, soon, in the browser that asked for it.

    A newcomer's link has no person yet but the `email` it was sent to.
    """

    __tablename__ = "sign_in_link"

    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), default="")
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    browser_fingerprint: Mapped[str] = mapped_column(String(64))
    next_path: Mapped[str] = mapped_column(String(300), default="")
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship()


class ApiToken(Row):
    """A person's token for /api/v1; acts with that person's standing at each call."""

    __tablename__ = "api_token"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
