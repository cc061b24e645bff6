"""What the browser's cookie holds: the id of the account session, and what a visitor needs."""

import re

from flask import flash, g, redirect, request, session
from flask_babel import gettext
from werkzeug.wrappers import Response

from exchange.accounts.actions import end_session
from exchange.accounts.models import AccountSession
from exchange.core.signing import new_secret
from exchange.web.actor import SESSION_KEY, current_actor
from exchange.web.language import SESSION_KEY as LANGUAGE

SECRET = "sign_in_browser"  # noqa: S105  # the name under which the cookie keeps it
BROWSERS = (  # the first that occurs; those that pretend to be others come first
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def browser_secret() -> str:
    """The secret that ties sign-in links to this browser; "" if it never asked for one."""
    return str(session.get(SECRET, ""))


def new_browser_secret() -> str:
    """The same, made now if there is none."""
    session.setdefault(SECRET, new_secret())
    return browser_secret()


def browser_name() -> str:
    """This browser as its owner would call it: "Firefox, Windows"."""
    agent = request.user_agent.string
    names = [_first(BROWSERS, agent), _first(SYSTEMS, agent)]
    return ", ".join(filter(None, names))


def _first(known: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for sign, name in known if re.search(re.escape(sign), agent)), "")


def enter(begun: AccountSession) -> None:
    """Let this browser stand for `begun`. Nothing but the language survives in its cookie."""
    leave()
    session[SESSION_KEY] = begun.id.hex
    session.permanent = True  # the server, not the browser's closing, says when it is over
    if begun.person.language:
        session[LANGUAGE] = begun.person.language


def signed_out() -> Response:
    """Leave, and have the browser forget what its tabs keep: words from a room that were unsent."""
    leave()
    flash(gettext("You are signed out."), "success")
    response = redirect("/")
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


def leave() -> None:
    """End this browser's session, if it has one, and forget everything but the language."""
    actor = current_actor()
    if actor.session_id is not None:
        end_session(actor=actor, session_id=actor.session_id)
    language = session.get(LANGUAGE)
    session.clear()
    g.pop("actor", None)
    if language:
        session[LANGUAGE] = language
