from uuid import UUID, uuid4

from sqlalchemy import update

from exchange.accounts import rules
from exchange.accounts.actions.sessions import revoke_sessions
from exchange.accounts.errors import EmailTaken, NameMissing, NotAnEmail
from exchange.accounts.models import ApiToken, Person
from exchange.accounts.queries import normal_email, person_by_email, sign_in_age
from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, lock, session
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.realtime.control import announce


@action
def create_person(
    *,
    actor: Actor,
    email: str,
    name: str,
    job_title: str = "",
    is_staff: bool = False,
    demonstration_note: str = "",
) -> Person:
    """Open an account. Raises `NotAnEmail`, `NameMissing` or `EmailTaken`."""
    require(rules.manages_people(actor))
    return _new_person(
        actor,
        email=email,
        name=name,
        job_title=job_title,
        is_staff=is_staff,
        demonstration_note=demonstration_note,
    )


def _new_person(
    actor: Actor, *, email: str, name: str, job_title: str, **given: str | bool
) -> Person:
    email = normal_email(email)
    if len(email) > 254 or not rules.EMAIL.fullmatch(email):
        raise NotAnEmail
    if person_by_email(email) is not None:
        raise EmailTaken
    person = Person(
        email=email,
        name=_name(name),
        job_title=job_title.strip()[:120],
        fs_uniquifier=uuid4().hex,
        created_at=clock.now(),
        **given,
    )
    record(actor, Tag.PERSON_CREATED, add(person), is_staff=person.is_staff)
    return person


def _name(name: str) -> str:
    cleaned = " ".join(name.split())
    if not 1 <= len(cleaned) <= 120:
        raise NameMissing
    return cleaned


@action
def sign_up(*, actor: Actor, email: str, name: str, job_title: str) -> Person:
    """Open an account for whoever has proved to read `email`, through a sign-in link."""
    return _new_person(actor, email=email, name=name, job_title=job_title)


@action
def change_profile(*, actor: Actor, name: str, job_title: str, language: str) -> Person:
    """Change one's own name, job title and language ("" follows the browser)."""
    person = _locked(actor.person)
    person.name, person.job_title, person.language = _name(name), job_title.strip(), language
    record(actor, Tag.PERSON_CHANGED, person)
    return person


@action
def deactivate_person(*, actor: Actor, person_id: UUID) -> Person:
    """Close an account: end its sessions and tokens, and its place in live rooms, at once."""
    person = _locked(person_id)
    require(rules.may_deactivate(actor, person.id))
    if not person.active:
        return person
    person.active, person.deactivated_at = False, clock.now()
    record(actor, Tag.PERSON_DEACTIVATED, person)
    revoke_sessions(actor=actor, person_id=person.id)
    session().execute(
        update(ApiToken)
        .where(ApiToken.person_id == person.id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )
    announce("access_changed", person_id=person.id.hex)
    return person


@action
def reactivate_person(*, actor: Actor, person_id: UUID) -> Person:
    """Open a closed account again. They sign in anew; ended sessions and tokens stay ended."""
    person = _locked(person_id)
    require(rules.manages_people(actor))
    if person.active:
        return person
    person.active, person.deactivated_at = True, None
    record(actor, Tag.PERSON_REACTIVATED, person)
    announce("access_changed", person_id=person.id.hex)
    return person


@action
def set_password(*, actor: Actor, hashed: str) -> None:
    """Set one's own password, hashed by `accounts.passwords`, and end one's other sessions.

    Hashing is slow on purpose, so it is done before the transaction. Raises `Refused` unless the
    sign-in is fresh.
    """
    require(rules.is_fresh(sign_in_age(actor)))
    person = _locked(actor.person)
    person.password = hashed
    record(actor, Tag.PASSWORD_SET, person)
    revoke_sessions(actor=actor, person_id=person.id, keep=actor.session_id)


@action
def remove_password(*, actor: Actor) -> None:
    """Sign in by e-mail link alone from now on."""
    person = _locked(actor.person)
    person.password = None
    record(actor, Tag.PASSWORD_REMOVED, person)


def _locked(person_id: UUID) -> Person:
    person = lock(Person, person_id)
    if person is None:
        raise NotFound
    return person
