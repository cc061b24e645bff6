from datetime import timedelta
from uuid import UUID

from sqlalchemy import update

from exchange.accounts import rules
from exchange.accounts.errors import NameMissing
from exchange.accounts.models import ApiToken, Person
from exchange.accounts.queries import asking_by_token, sign_in_age, valid_tokens
from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, lock, session
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.core.signing import fingerprint, new_secret

PREFIX = "exchange_"  # lets secret scanners recognise a token that was published by mistake
READING = "a reading of the clock, which changes nothing that anybody may do"


@action
def create_token(*, actor: Actor, name: str, days: int) -> tuple[ApiToken, str]:
    """Make a token for /api/v1 that acts as oneself for `days` (1 to 365).

    The second of the pair is its secret, which is not kept. Raises `NameMissing`, or
    `Refused` when the sign-in is not fresh, or there are as many as one may have.
    """
    require(rules.is_fresh(sign_in_age(actor)))
    lock(Person, actor.person)  # so that two at once are counted one after the other
    require(rules.may_create_token(len(valid_tokens(actor.person))))
    name = " ".join(name.split())
    if not 1 <= len(name) <= 80:
        raise NameMissing
    secret, now = PREFIX + new_secret(), clock.now()
    token = ApiToken(
        person_id=actor.person,
        name=name,
        fingerprint=fingerprint(secret),
        created_at=now,
        expires_at=now + timedelta(days=min(max(days, 1), rules.TOKEN_DAYS_MOST)),
    )
    record(actor, Tag.TOKEN_CREATED, add(token), days=days)
    return token, secret


@action
def revoke_token(*, actor: Actor, token_id: UUID) -> None:
    """End one of one's own tokens. Others' are not there: `NotFound`."""
    token = lock(ApiToken, token_id)
    if token is None or token.person_id != actor.person_id:
        raise NotFound
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        record(actor, Tag.TOKEN_REVOKED, token)


def actor_bearing(secret: str) -> Actor:
    """Who asks by this token, noting now and then that it is in use; else anonymous."""
    asking = asking_by_token(secret)
    if asking.is_stale and asking.by is not None:
        note_token_used(actor=asking.actor, token_id=asking.by)
    return asking.actor


@action(unaudited_because=READING)
def note_token_used(*, actor: Actor, token_id: UUID) -> None:
    """Note that the token is in use, for its owner to see."""
    session().execute(
        update(ApiToken)
        .where(ApiToken.id == token_id, ApiToken.person_id == actor.person)
        .values(used_at=clock.now())
    )
