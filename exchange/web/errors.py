"""One mapping from errors to answers: pages for people, JSON for the API."""

from urllib.parse import urlencode

import structlog
from flask import Flask, Response, jsonify, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import NotFound as NotFoundPage
from werkzeug.wrappers import Response as AnyResponse

from exchange.core.errors import ExchangeError, Invalid, NotFound, NotSignedIn, TooMany, Unavailable
from exchange.core.text import N_, Sentence, say
from exchange.web.language import translate

log = structlog.get_logger()

SENTENCES = {
    400: say(N_("The request could not be understood. Go back and try again.")),
    403: say(N_("You may not do that.")),
    404: NotFound.default,
    405: say(N_("That cannot be done here. Go back and use the buttons on the page.")),
    413: say(N_("That is too large to send.")),
    415: say(N_("The request has to be sent as JSON.")),
    422: say(N_("Some of what was sent cannot be used.")),
    429: TooMany.default,
}
BROKEN = say(N_("Something went wrong on our side. It has been noted. Please try again."))


def init_errors(app: Flask) -> None:
    """Register the one mapping."""
    app.register_error_handler(ExchangeError, _expected)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(Exception, _unexpected)


def init_clean_input(app: Flask) -> None:
    """Refuse addresses with the NUL character, which PostgreSQL cannot compare with any text.

    In forms it is an error of its field (`web/forms.py`), so that nothing typed is lost; the API's
    schemas name the parameter.
    """

    @app.before_request
    def refuse_nul() -> None:
        if "\x00" in request.path:
            raise NotFound
        if not wants_json() and any("\x00" in value for value in request.args.values()):
            raise Invalid(say(N_("A character was sent that no text holds. Type it again.")))


def wants_json() -> bool:
    """Whether the request came to the API."""
    return request.path.startswith("/api/")


def _expected(error: ExchangeError) -> AnyResponse:
    if isinstance(error, NotSignedIn) and not wants_json():
        return _to_sign_in()
    code = getattr(error, "reason", error.code)  # a rule's own reason, where a rule refused
    response = _answer(error.status, code, error.sentence, error.data)
    if "retry_after" in error.data:
        response.headers["Retry-After"] = str(error.data["retry_after"])
    return response


def _to_sign_in() -> AnyResponse:
    back = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return redirect("/sign-in?" + urlencode({"next": back}))


def _stale_form(_: CSRFError) -> Response:
    sentence = say(
        N_(
            "This page was open for too long, or the form did not come from it. "
            "Go back, reload, send again."
        )
    )
    return _answer(400, "csrf", sentence)


def _http(error: HTTPException) -> AnyResponse:
    status = error.code or 500
    if status < 400 and error.response is not None:
        return error.get_response()
    sentence = SENTENCES.get(status, BROKEN)
    code = "not_found" if isinstance(error, NotFoundPage) else f"http_{status}"
    response = _answer(status, code, sentence)
    for name, value in error.get_headers():
        if name.lower() in ("retry-after", "allow"):
            response.headers[name] = value
    return response


def _database(error: DBAPIError) -> Response:
    if isinstance(error, OperationalError | InterfaceError):
        log.error("database_unavailable", error=type(error.orig).__name__)
        return _answer(503, Unavailable.code, Unavailable.default, {"retry_after": 5})
    return _unexpected(error)


def _unexpected(error: Exception) -> Response:
    # The type and the place alone: a message may quote what somebody wrote.
    trace, place = error.__traceback__, ""
    while trace is not None:
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
        trace = trace.tb_next
    log.error(
        "unexpected_error", error=type(error).__name__, place=place, endpoint=request.endpoint
    )
    return _answer(500, "broken", BROKEN)


def _answer(
    status: int, code: str, sentence: Sentence, data: dict[str, object] | None = None
) -> Response:
    if wants_json():
        response = jsonify(code=code, message=translate(sentence), **(data or {}))
    else:
        page = f"errors/{status}.html" if status in (404, 500, 503) else "errors/error.html"
        response = Response(
            render_template(page, message=translate(sentence), status=status), mimetype="text/html"
        )
    response.status_code = status
    return response
