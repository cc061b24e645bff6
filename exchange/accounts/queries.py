"""Named reads of people, their sessions and tokens, and of who asks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select

from exchange.accounts.models import AccountSession, ApiToken, Person, SignInLink
from exchange.accounts.rules import SEEN_EVERY, SESSION_IDLE, LinkFacts
from exchange.core import clock
from exchange.core.actor import ANONYMOUS, Actor, ActorKind
from exchange.core.bulk import among, columns
from exchange.core.db import find, session
from exchange.core.errors import NotFound
from exchange.core.model import UtcDateTime
from exchange.core.paging import Page, paginate
from exchange.core.prepared import built_once
from exchange.core.signing import fingerprint


@dataclass(frozen=True)
class Asking:
    """Who asks, and when they were last noted to be there (UTC; None for a visitor)."""

    actor: Actor
    seen_at: datetime | None = None
    by: UUID | None = None  # the session or token

    @property
    def is_stale(self) -> bool:
        """Whether their presence should be noted again."""
        return self.seen_at is not None and self.seen_at < clock.now() - SEEN_EVERY


NOBODY = Asking(ANONYMOUS)


def actor_of_session(session_id: UUID) -> Actor:
    """The person of a session; anonymous if it is over or they have no open account any more."""
    return asking_by_sessions([session_id])[session_id].actor


def actor_of_token(token: str) -> Actor:
    """The person of an API token, with their own rights of now; anonymous if it is not valid."""
    return asking_by_token(token).actor


def asking_by_sessions(session_ids: Collection[UUID]) -> dict[UUID, Asking]:
    """Who asks by each of these sessions, in one statement."""
    rows = columns(_asking(), {"ids": list(session_ids), **_instants()})
    return dict.fromkeys(session_ids, NOBODY) | {
        row.session_id: Asking(
            Actor(ActorKind.PERSON, row.id, row.session_id, row.name, row.is_staff),
            row.seen_at,
            row.session_id,
        )
        for row in rows
    }


def sessions_that_stand(session_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Those of the sessions by which somebody is signed in now, and when each ends by the clock.

    Whoever is seen again before that may have longer.
    """
    found = columns(_asking(), {"ids": list(session_ids), **_instants()})
    return {row.session_id: min(row.expires_at, row.seen_at + SESSION_IDLE) for row in found}


@built_once  # asked at every request and message
def _asking() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Person.id,
            Person.name,
            Person.is_staff,
            AccountSession.id.label("session_id"),
            AccountSession.seen_at,
            AccountSession.expires_at,
        )
        .join(AccountSession, AccountSession.person_id == Person.id)
        .where(among(AccountSession.id, "ids"), *_stands(), Person.active)
    )


def _stands() -> tuple[ColumnElement[bool], ...]:
    """What holds for a session by which somebody is signed in at `_instants()`."""
    return (
        AccountSession.revoked_at.is_(None),
        AccountSession.expires_at > bindparam("now", type_=UtcDateTime()),
        AccountSession.seen_at > bindparam("idle_since", type_=UtcDateTime()),
    )


def _instants() -> dict[str, datetime]:
    now = clock.now()
    return {"now": now, "idle_since": now - SESSION_IDLE}


def asking_by_token(token: str) -> Asking:
    """Who asks by this API token, in one statement."""
    statement = (
        select(
            Person.id,
            Person.name,
            Person.is_staff,
            ApiToken.id.label("token_id"),
            func.coalesce(ApiToken.used_at, ApiToken.created_at, type_=UtcDateTime).label(
                "seen_at"
            ),
        )
        .join(ApiToken, ApiToken.person_id == Person.id)
        .where(
            ApiToken.fingerprint == fingerprint(token),
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > clock.now(),
            Person.active,
        )
    )
    row = session().execute(statement).one_or_none()
    if row is None:
        return NOBODY
    actor = Actor(ActorKind.PERSON, row.id, name=row.name, is_staff=row.is_staff)
    return Asking(actor, row.seen_at, row.token_id)


def normal_email(email: str) -> str:
    """An address as it is stored and compared: without spaces around it, in lower case."""
    return email.strip().lower()


def person_by_email(email: str) -> Person | None:
    """The person with this address, whether their account is open or not."""
    statement = select(Person).where(Person.email == normal_email(email))
    return session().scalars(statement).one_or_none()


def get_person(id: UUID) -> Person:
    """The person; raises `NotFound`."""
    person = find(Person, id)
    if person is None:
        raise NotFound
    return person


def people(search: str = "", number: int = 1) -> Page[Person]:
    """People whose name or address contains `search`, by name; for network staff."""
    statement = select(Person).order_by(func.lower(Person.name), Person.seq)
    if search:
        statement = statement.where(
            or_(
                Person.name.icontains(search, autoescape=True),
                Person.email.icontains(search, autoescape=True),
            )
        )
    return paginate(statement, number)


def link_by_token(token: str) -> SignInLink | None:
    """The sign-in link with this secret."""
    statement = select(SignInLink).where(SignInLink.fingerprint == fingerprint(token))
    return session().scalars(statement).one_or_none()


def link_facts(link: SignInLink | None, browser_secret: str) -> LinkFacts:
    """What decides about `link` when a browser with `browser_secret` brings it."""
    if link is None or (link.person is not None and not link.person.active):
        return LinkFacts(known=False)
    return LinkFacts(
        used=link.used_at is not None,
        expired=link.expires_at <= clock.now(),
        same_browser=link.browser_fingerprint == fingerprint(browser_secret),
    )


def open_sessions(person_id: UUID) -> Sequence[AccountSession]:
    """The person's sessions that would be let in now, the latest seen first."""
    statement = (
        select(AccountSession)
        .where(AccountSession.person_id == person_id, *_stands())
        .order_by(AccountSession.seen_at.desc(), AccountSession.seq.desc())
    )
    return session().scalars(statement, _instants()).all()


def sign_in_age(actor: Actor) -> timedelta | None:
    """How long ago the actor signed in; None if it was not by a session."""
    used = find(AccountSession, actor.session_id) if actor.session_id else None
    return clock.now() - used.began_at if used else None


def valid_tokens(person_id: UUID) -> Sequence[ApiToken]:
    """The person's API tokens that work now, the newest first."""
    statement = (
        select(ApiToken)
        .where(
            ApiToken.person_id == person_id,
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > clock.now(),
        )
        .order_by(ApiToken.seq.desc())
    )
    return session().scalars(statement).all()


def demonstration_people() -> Sequence[Person]:
    """The invented people that a demonstration offers to be."""
    statement = (
        select(Person).where(Person.demonstration_note != "", Person.active).order_by(Person.seq)
    )
    return session().scalars(statement).all()
