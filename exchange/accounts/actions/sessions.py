from collections.abc import Collection
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, Delete, delete, or_, select, update

from exchange.accounts import rules
from exchange.accounts.models import AccountSession, ApiToken, Person, SignInLink
from exchange.accounts.queries import asking_by_sessions
from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor, ActorKind
from exchange.core.db import add, find, lock, session
from exchange.core.errors import NotFound
from exchange.realtime.control import announce

READING = "a reading of the clock, which changes nothing that anybody may do"


@action
def begin_session(
    *,
    actor: Actor,  # noqa: ARG001  # a visitor still; it is recorded as the person's own act
    person_id: UUID,
    browser: str,
    by: str = "",
) -> AccountSession:
    """Sign a person in on a browser (`browser` is its name for people; `by` says how).

    The caller has proved who it is: by link, by password, or in a demonstration by choice. Raises
    `NotFound` for a closed account.
    """
    person = find(Person, person_id)
    if person is None or not person.active:
        raise NotFound
    now = clock.now()
    begun = add(
        AccountSession(
            person_id=person.id,
            began_at=now,
            seen_at=now,
            expires_at=now + rules.SESSION_LIFE,
            browser=browser[:80],
        )
    )
    themselves = Actor(ActorKind.PERSON, person.id, begun.id, person.name, person.is_staff)
    record(themselves, Tag.SIGNED_IN, begun, by=by)
    return begun


@action
def end_session(*, actor: Actor, session_id: UUID) -> None:
    """Sign out, or end another of one's own sessions. Others' are not there: `NotFound`."""
    ending = lock(AccountSession, session_id)
    if ending is None or ending.person_id != actor.person_id:
        raise NotFound
    if ending.revoked_at is None:
        ending.revoked_at = clock.now()
        is_this = ending.id == actor.session_id
        record(actor, Tag.SIGNED_OUT if is_this else Tag.SESSION_REVOKED, ending)
        announce("access_changed", person_id=ending.person_id.hex)


@action
def revoke_sessions(*, actor: Actor, person_id: UUID, keep: UUID | None = None) -> int:
    """End all of a person's sessions but `keep`; one's own, or anybody's for staff. How many."""
    if person_id != actor.person_id and not actor.is_staff:
        raise NotFound
    statement = select(AccountSession).where(
        AccountSession.person_id == person_id, AccountSession.revoked_at.is_(None)
    )
    ending = [s for s in session().scalars(statement.with_for_update()) if s.id != keep]
    for one in ending:
        one.revoked_at = clock.now()
        record(actor, Tag.SESSION_REVOKED, one)
    if ending:
        announce("access_changed", person_id=person_id.hex)
    return len(ending)


@action
def note_failed_sign_in(*, actor: Actor, person_id: UUID | None) -> None:
    """Record a wrong password; of people we do not know, nothing but that it happened."""
    person = find(Person, person_id) if person_id else None
    record(actor, Tag.SIGN_IN_FAILED, person)


def actor_present(session_id: UUID) -> Actor:
    """Who asks by this session, noting now and then that it is in use; else anonymous."""
    return actors_present([session_id])[session_id]


def actors_present(session_ids: Collection[UUID]) -> dict[UUID, Actor]:
    """As `actor_present`, for several sessions in one statement."""
    asking = asking_by_sessions(session_ids)
    for each in asking.values():
        if each.is_stale:
            note_seen(actor=each.actor)
    return {session_id: each.actor for session_id, each in asking.items()}


@action(unaudited_because=READING)
def note_seen(*, actor: Actor) -> None:
    """Note that the actor's session is in use, unless another request has just done so."""
    now = clock.now()
    session().execute(
        update(AccountSession)
        .where(
            AccountSession.id == actor.session_id, AccountSession.seen_at < now - rules.SEEN_EVERY
        )
        .values(seen_at=now)
    )


@action
def forget_past_sign_ins(*, actor: Actor) -> None:
    """Delete links, sessions and tokens whose time has been over for as long as people are told."""
    now = clock.now()
    gone = now - rules.SESSION_KEPT
    links = delete(SignInLink).where(SignInLink.expires_at < now - rules.LINK_KEPT)
    sessions = delete(AccountSession).where(
        or_(
            AccountSession.revoked_at < gone,
            AccountSession.expires_at < gone,
            AccountSession.seen_at < gone - rules.SESSION_IDLE,
        )
    )
    tokens = delete(ApiToken).where(or_(ApiToken.revoked_at < gone, ApiToken.expires_at < gone))
    counts = {
        "links": _deleted(links),
        "sessions": _deleted(sessions),
        "tokens": _deleted(tokens),
    }
    record(actor, Tag.SIGN_INS_FORGOTTEN, None, **counts)


def _deleted(statement: Delete) -> int:
    return cast(CursorResult[Any], session().execute(statement)).rowcount
