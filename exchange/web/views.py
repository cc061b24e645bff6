"""Pages that belong to no feature: the choice of language."""

from urllib.parse import urlsplit

from flask import Blueprint, abort, redirect, request, session
from werkzeug.wrappers import Response

from exchange.web.language import SESSION_KEY, SUPPORTED

pages = Blueprint("web", __name__)


@pages.post("/language/<code>")
def set_language(code: str) -> Response:
    """Keep the reader's choice of language for this browser."""
    if code not in SUPPORTED:
        abort(404)
    session[SESSION_KEY] = code
    return redirect(own_path(request.form.get("next", "")))


def own_path(given: str, otherwise: str = "/") -> str:
    """`given` if it is a path on this site, else `otherwise`: no redirect leads elsewhere."""
    parts = urlsplit(given)
    is_path = given.startswith("/") and not given.startswith(("//", "/\\"))
    clean = is_path and not parts.scheme and not parts.netloc and "\\" not in given
    return given if clean and given.isprintable() and len(given) <= 300 else otherwise
