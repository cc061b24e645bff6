"""Passwords and `current_user`: what Flask-Security does for us, and nothing else of it.

See docs/decisions/0002-sign-in.md. Needs an application context.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any, NoReturn

from flask import Flask, Request, current_app
from flask_security import Security, hash_password, verify_password
from flask_security.core import RoleMixin, UserMixin
from flask_security.datastore import UserDatastore

from exchange.accounts.models import Person
from exchange.core.signing import new_secret
from exchange.web.actor import current_actor

CONFIG = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],  # no pepper, which a new secret key would break
    "SECURITY_PASSWORD_NORMALIZE_FORM": "NFKD",
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_CLI_USERS_NAME": "",  # its commands would write past our actions
    "SECURITY_CLI_ROLES_NAME": "",
}


class People(UserDatastore):
    """Flask-Security finds and writes nobody by itself: queries read, actions commit."""

    def find_user(self, *_: Any, **__: Any) -> None:
        return None

    def commit(self) -> NoReturn:
        raise NotImplementedError("actions commit; Flask-Security does not")

    def put(self, model: Any) -> NoReturn:
        raise NotImplementedError("actions write; Flask-Security does not")

    def delete(self, model: Any) -> NoReturn:
        raise NotImplementedError("actions write; Flask-Security does not")


@dataclass
class SignedIn(UserMixin):
    """Flask-Login's `current_user`: the actor of this request, by way of our own session."""

    fs_uniquifier: str
    name: str
    active: bool = True
    roles: list[Any] = field(default_factory=list)


def init_security(app: Flask) -> None:
    """Bind Flask-Security without its pages; `current_user` follows our server-side session."""
    app.config.update(CONFIG)
    security = Security(app, People(Person, RoleMixin), register_blueprint=False)
    # Its own loaders would take a user id from the cookie, and tokens from any address or body.
    security.login_manager.user_loader(_nobody)
    security.login_manager.request_loader(_user_of_request)


def _nobody(_: str) -> None:
    return None


def _user_of_request(_: Request) -> SignedIn | None:
    actor = current_actor()
    if actor.person_id is None:
        return None
    return SignedIn(actor.person_id.hex, actor.name)


def hashed(password: str) -> str:
    """`password` by argon2, to be stored. Slow on purpose: call it outside a transaction."""
    return str(hash_password(normal(password)))


def normal(password: str) -> str:
    """The same password however a keyboard composes its letters (NIST SP 800-63B, 3.1.1.2)."""
    return str(current_app.extensions["security"].password_util.normalize(password))


def is_password_of(person: Person | None, password: str) -> bool:
    """Whether this is the password of a person with an open account.

    Takes the same time whether there is such a person, and such a password, or not.
    """
    stored = person.password if person is not None and person.active else None
    matches = verify_password(normal(password), stored or _decoy())
    return bool(matches and stored)


@cache
def _decoy() -> str:
    """The hash of a password that nobody knows."""
    return hashed(new_secret())
