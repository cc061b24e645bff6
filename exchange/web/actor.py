"""Who asks: from the signed-in session's cookie on pages, from the bearer token on the API."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast
from uuid import UUID

from flask import g, request, session

from exchange.core.actor import ANONYMOUS, Actor
from exchange.core.errors import NotFound, NotSignedIn
from exchange.web.application import application

P = ParamSpec("P")
T = TypeVar("T")

SESSION_KEY = "account_session"  # the cookie's only word about a person: their session's id


def current_actor() -> Actor:
    """The actor of this request, asked of the database once per request."""
    if "actor" not in g:
        g.actor = _load()
    return cast(Actor, g.actor)


def session_id() -> UUID | None:
    """The account session that the cookie names, if any; whether it is valid is not said here."""
    return session_named_in(session)


def session_named_in(cookie: Mapping[str, Any]) -> UUID | None:
    """The account session that a cookie's content names, if any."""
    try:
        return UUID(cookie.get(SESSION_KEY, ""))
    except ValueError:
        return None


def _load() -> Actor:
    if request.path.startswith("/api/"):
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        return application().actor_of_token(token) if scheme.lower() == "bearer" else ANONYMOUS
    named = session_id()
    return application().actor_of_session(named) if named else ANONYMOUS


def signed_in(view: Callable[P, T]) -> Callable[P, T]:
    """Let signed-in people alone reach the view; others are asked to sign in and come back."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
        if not current_actor().is_signed_in:
            raise NotSignedIn
        return view(*args, **kwargs)

    return guarded


def staff_only(view: Callable[P, T]) -> Callable[P, T]:
    """Let network staff alone reach the view. For others it is not there."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
        actor = current_actor()
        if not actor.is_signed_in:
            raise NotSignedIn
        if not actor.is_staff:
            raise NotFound
        return view(*args, **kwargs)

    return guarded
