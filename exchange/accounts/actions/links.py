"""Signing in by a link: asked for, sent, used once.

Asking does the same work for every address: it writes one message for the worker, which then finds
out whether anybody is to be written to. So neither the answer nor its time tells who has an
account.
"""

from exchange.accounts import newcomers, rules
from exchange.accounts.actions.people import sign_up
from exchange.accounts.actions.sessions import begin_session
from exchange.accounts.models import AccountSession, Person, SignInLink
from exchange.accounts.queries import link_by_token, link_facts, normal_email, person_by_email
from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, find, lock
from exchange.core.decision import require
from exchange.core.signing import fingerprint, new_secret
from exchange.mail.letter import letter
from exchange.outbox.enqueue import enqueue

SEND = "accounts.sign_in_link"


@action
def ask_sign_in_link(
    *, actor: Actor, email: str, browser_secret: str, next_path: str = "", language: str = "en"
) -> None:
    """Have a link sent to `email`, if that belongs to somebody; it works in this browser alone.

    `next_path` is where the link leads (a path on this site), `language` that of newcomers' mail.
    """
    enqueue(
        SEND,
        {
            "email": normal_email(email),
            "browser": fingerprint(browser_secret),
            "next": next_path[:300],
            "language": language,
        },
    )
    record(actor, Tag.SIGN_IN_LINK_ASKED)


@action
def send_sign_in_link(
    *, actor: Actor, email: str, browser_fingerprint: str, next_path: str, language: str
) -> None:
    """Make and mail a link for whoever has an account, or may open one, with this address."""
    person = person_by_email(email)
    if not _may_have_link(person, email):
        return
    now, secret = clock.now(), new_secret()
    link = add(
        SignInLink(
            person_id=person.id if person else None,
            email="" if person else email,
            fingerprint=fingerprint(secret),
            browser_fingerprint=browser_fingerprint,
            next_path=next_path,
            asked_at=now,
            expires_at=now + rules.LINK_LIFE,
        )
    )
    record(actor, Tag.SIGN_IN_LINK_SENT, link)
    message = letter(
        email,
        "sign_in_link",
        language=(person.language if person else "") or language,
        useless_after=link.expires_at,
        name=person.name if person else "",
        path=f"/sign-in/link/{secret}",
        minutes=int(rules.LINK_LIFE.total_seconds() // 60),
    )
    enqueue("mail", message)


def _may_have_link(person: Person | None, email: str) -> bool:
    if person is not None:
        return person.active
    return bool(rules.EMAIL.fullmatch(email)) and newcomers.may_sign_up(email)


@action
def use_sign_in_link(
    *,
    actor: Actor,
    token: str,
    browser_secret: str,
    browser: str,
    name: str = "",
    job_title: str = "",
) -> tuple[AccountSession, str]:
    """Sign in by a link, which is used up; the session, and the path that the link leads to.

    A newcomer gives `name` and `job_title`, and so opens their account. Raises `Refused` with the
    link's reason; of two uses at once, one is refused.
    """
    known = link_by_token(token)
    link = lock(SignInLink, known.id) if known else None
    require(rules.link_opens(link_facts(link, browser_secret)))
    assert link is not None  # noqa: S101  # an unknown link was refused above
    link.used_at = clock.now()
    person = _person_of(actor, link, name, job_title)
    begun = begin_session(actor=actor, person_id=person.id, browser=browser, by="link")
    return begun, link.next_path


def _person_of(actor: Actor, link: SignInLink, name: str, job_title: str) -> Person:
    """The link's person; a newcomer's account is made here, unless another link has made it."""
    person = find(Person, link.person_id) if link.person_id else person_by_email(link.email)
    if person is None:
        person = sign_up(actor=actor, email=link.email, name=name, job_title=job_title)
        newcomers.welcome(actor, person)
    link.person_id, link.email = person.id, ""
    return person
