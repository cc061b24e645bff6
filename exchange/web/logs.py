"""Structured logs without content: what happened, to which ids, how long it took."""

import logging
import time

import structlog
from flask import Flask, g, request
from werkzeug.wrappers import Response

log = structlog.get_logger()

# These print payloads or parameters at their chattier levels.
SILENCED = ("engineio", "socketio", "sqlalchemy.engine", "sqlalchemy.pool", "geventwebsocket")


def configure_logs(level: str, style: str) -> None:
    """Send structlog to standard error as JSON lines, or as text for a terminal."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer() if style == "json" else structlog.dev.ConsoleRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=False,
    )
    for name in SILENCED:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def init_request_log(app: Flask) -> None:
    """One line per request, by endpoint; never the path, which may hold a secret link."""

    @app.before_request
    def begin() -> None:
        g.began = time.monotonic()

    @app.after_request
    def end(response: Response) -> Response:
        if request.endpoint not in ("static", "health.alive", "health.ready"):
            log.info(
                "request",
                method=request.method,
                endpoint=request.endpoint,
                status=response.status_code,
                ms=round((time.monotonic() - g.get("began", time.monotonic())) * 1000, 1),
            )
        return response
