"""Telling browsers: after the commit, to everybody in a channel, in every process."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from exchange.core.db import on_commit
from exchange.extensions import socketio

NAMESPACE = "/live"


def room_channel(room_id: UUID) -> str:
    """Those who are in a room now."""
    return f"room:{room_id.hex}"


def person_channel(part_id: UUID, person_id: UUID) -> str:
    """Every socket of one person in one part."""
    return f"person:{part_id.hex}:{person_id.hex}"


def facilitators_channel(part_id: UUID) -> str:
    """The facilitators of a part, wherever they stand."""
    return f"facilitators:{part_id.hex}"


def publish(event: str, payload: Mapping[str, Any], *, to: str) -> None:
    """Send `payload` to the channel once the transaction under way has committed.

    The payload is built now, so that nothing is asked of the database afterwards.
    """
    on_commit(lambda: publish_now_unsafe(event, payload, to=to))


def publish_now_unsafe(
    event: str, payload: Mapping[str, Any], *, to: str, skip: str | None = None
) -> None:
    """Send at once, whether or not anything is committed.

    For what is not stored (carets) and for repeating what has been committed before.
    """
    socketio.emit(event, dict(payload), to=to, namespace=NAMESPACE, skip_sid=skip)
