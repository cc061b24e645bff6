"""What every template may count on."""

from typing import Any

from flask import Flask, g
from sqlalchemy.exc import DBAPIError

from exchange.core.actor import ANONYMOUS, Actor
from exchange.web.actor import current_actor
from exchange.web.language import SUPPORTED, current_language


def init_context(app: Flask) -> None:
    """Give templates the actor, the network, and the language of this answer."""
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    return {
        "actor": _actor(),
        "network": g.get("network"),
        "locale": current_language(),
        "languages": SUPPORTED,
    }


def _actor() -> Actor:
    """The actor; nobody, when the database is away and the page is the one that says so."""
    try:
        return current_actor()
    except DBAPIError:
        return ANONYMOUS
