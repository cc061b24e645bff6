"""How a staff form is sent: checked, acted upon, and answered."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from exchange.core.errors import ExchangeError, NotFound
from exchange.web.language import translate


def sent(form: FlaskForm, act: Callable[[], object]) -> bool:
    """Whether the form was sent and `act` has been done; a refusal is shown on the form."""
    if not form.validate_on_submit():
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
