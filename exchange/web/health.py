"""For operators: whether the process lives, whether it can do its work, and its figures."""

import hmac
import time
from collections.abc import Callable
from datetime import timedelta

import redis
from flask import Blueprint, Response, abort, g, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, Histogram, generate_latest
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy import Select, func, select, text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as AnyResponse

from exchange.core import clock
from exchange.core.db import release, session
from exchange.outbox.models import OutboxMessage
from exchange.web.application import application

health = Blueprint("health", __name__)

OVERDUE = timedelta(minutes=10)  # work that waits longer says that no worker does it
PROMPTLY = 2  # seconds within which Redis has to answer

REQUESTS = Histogram(
    "exchange_http_seconds", "Requests by endpoint, in seconds", ["endpoint", "method", "status"]
)
PENDING = Gauge("exchange_outbox_pending", "Outbox messages that wait to be done")
GIVEN_UP = Gauge("exchange_outbox_given_up_rows", "Outbox messages given up, of the last weeks")


Check = Callable[[], str]  # "ok", or what is wrong
_features: dict[str, Check] = {}


def also_check(name: str, check: Check) -> None:
    """Have `/readyz` ask a feature too, which is built upon this one."""
    _features[name] = check


@health.after_app_request
def measure(response: AnyResponse) -> AnyResponse:
    """Count the request under its endpoint; an address could name a person or hold a secret."""
    seconds = time.monotonic() - g.get("began", time.monotonic())
    labels = (request.endpoint or "none", request.method, str(response.status_code))
    REQUESTS.labels(*labels).observe(seconds)
    return response


@health.get("/healthz")
def alive() -> Response:
    """The process answers. Asks nobody else, so that an outage elsewhere restarts no process."""
    return Response("ok\n", mimetype="text/plain")


@health.get("/readyz")
def ready() -> tuple[Response, int]:
    """Whether all that this process needs lets it do its work, each by name."""
    found = {"database": _database(), "redis": _redis(), "outbox": _outbox()}
    found |= {name: check() for name, check in _features.items()}
    checks = {name: state for name, state in found.items() if state is not None}
    return jsonify(checks), 200 if all(state == "ok" for state in checks.values()) else 503


def _database() -> str:
    try:
        session().execute(text("SELECT 1"))
    except SQLAlchemyError:
        release()
        return "unavailable"
    return "ok"


def _redis() -> str | None:
    url = application().settings.redis_url
    if url is None:
        return None
    try:
        with redis.Redis.from_url(
            url,
            socket_connect_timeout=PROMPTLY,
            socket_timeout=PROMPTLY,
            retry=Retry(NoBackoff(), 0),
        ) as connection:
            connection.ping()
    except (redis.RedisError, OSError):
        return "unavailable"
    return "ok"


def _outbox() -> str:
    waiting = _pending().where(OutboxMessage.due_at < clock.now() - OVERDUE)
    try:
        return "overdue" if session().scalar(waiting) else "ok"
    except SQLAlchemyError:
        release()
        return "unknown"


@health.get("/metrics")
def metrics() -> Response:
    """The figures, in Prometheus' text format, for whoever holds the token; else not there."""
    token = application().settings.metrics_token
    given = request.headers.get("Authorization", "")
    if token is None or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        abort(404)
    PENDING.set(session().scalar(_pending()) or 0)
    GIVEN_UP.set(session().scalar(_given_up()) or 0)
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def _pending() -> Select[int]:
    return (
        select(func.count())
        .select_from(OutboxMessage)
        .where(OutboxMessage.done_at.is_(None), OutboxMessage.given_up_at.is_(None))
    )


def _given_up() -> Select[int]:
    return (
        select(func.count())
        .select_from(OutboxMessage)
        .where(OutboxMessage.given_up_at.is_not(None))
    )
