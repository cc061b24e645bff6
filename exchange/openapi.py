"""Assembles /api/v1 and its OpenAPI 3.1 document (/api/v1/openapi.json).

Errors below /api are JSON and pages elsewhere are pages: `web/errors.py` decides by the path, so
Flask-Smorest's own handler, which would turn every page's error into JSON, stays out.
"""

from typing import Any

from flask import Flask
from flask_limiter.util import get_remote_address
from flask_smorest import Api

from exchange.events.api import api as events
from exchange.extensions import csrf, limiter
from exchange.membership.api import api as membership
from exchange.registration.api import api as registration
from exchange.web import fields
from exchange.web.actor import current_actor
from exchange.web.rest import PREFIX, Amount, Problem

BLUEPRINTS = (events, registration, membership)
ABOUT = """The exchange programme for programs. Make a token on your account page and send it as
`Authorization: Bearer <token>`; it acts with your standing at each call. Cookies count for nothing
here. Instants are ISO 8601 with an offset, days are those of the network's time zone."""


def caller() -> str:
    """Whose calls are counted together: the person's, or a visitor's address."""
    person_id = current_actor().person_id
    return person_id.hex if person_id else get_remote_address()


for _blueprint in BLUEPRINTS:
    csrf.exempt(_blueprint)  # no cookie counts here, so there is nothing to forge
    limiter.limit("120/minute", key_func=caller)(_blueprint)


class _Api(Api):
    ERROR_SCHEMA = Problem  # type: ignore[assignment]  # untyped parent

    def _register_error_handlers(self) -> None:
        """Leave errors to `web/errors.py`."""


def init_api(app: Flask) -> None:
    """Serve /api/v1; `flask openapi write docs/openapi.json` writes its document."""
    app.config.update(
        API_TITLE="Exchange",
        API_VERSION="1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=PREFIX,
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={"info": {"description": ABOUT}},
    )
    api: Any = _Api(app)  # type: ignore[no-untyped-call]
    for field, kind, form in (
        (Amount, "string", "decimal"),
        (fields.Day, "string", "date"),
        (fields.Flag, "boolean", None),
    ):
        api.register_field(field, kind, form)
    scheme: dict[str, Any] = {"type": "http", "scheme": "bearer"}
    api.spec.components.security_scheme("token", scheme)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint)
