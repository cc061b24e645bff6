"""How a staff form is sent: checked, acted upon, and answered."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.core.errors import ExchangeError, NotFound
from exchange.web.forms import Form
from exchange.web.language import translate


def sent(form: Form, act: Callable[[], object]) -> bool:
    """Whether the form was sent and `act` has been done; a refusal is shown on the form."""
    if request.method != "POST" or not form.validate():
        return False
    try:
        act()
    except NotFound:
        raise
    except ExchangeError as error:
        form.form_errors.append(translate(error.sentence))
        return False
    return True


def done(text: str, endpoint: str, **values: Any) -> Response:
    """Say what was done, on the page where one sees it."""
    flash(text, "success")
    return redirect(url_for(f"membership.{endpoint}", **values), 303)


def search_words() -> str:
    """What was typed into the search field."""
    return request.args.get("search", "").strip()
