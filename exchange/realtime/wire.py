"""The messages that browsers may send on /live: each with its schema, its rate and its handler."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, pre_load

from exchange.core.actor import Actor
from exchange.realtime.budgets import ORDINARY, Rate
from exchange.realtime.connections import Connected

Handler = Callable[[Actor, Connected, Mapping[str, Any]], Mapping[str, Any] | None]


class WireSchema(Schema):
    """Root of what comes over the wire: unknown fields are refused, and the NUL character."""

    class Meta:
        unknown = RAISE

    @pre_load
    def refuse_nul(self, data: Any, **_: Any) -> Any:
        """No text holds a NUL, and PostgreSQL cannot store one."""
        for name, value in data.items():
            if isinstance(value, str) and "\x00" in value:
                raise ValidationError({str(name): ["holds a character that no text has"]})
        return data


@dataclass(frozen=True)
class Message:
    """A kind of message that browsers may send."""

    name: str
    schema: Schema
    rate: Rate
    handler: Handler
    recent_actor: bool = False


MESSAGES: dict[str, Message] = {}


def message(
    name: str, schema: type[WireSchema], *, rate: Rate = ORDINARY, recent_actor: bool = False
) -> Callable[[Handler], Handler]:
    """Register a handler: `(actor, connected, data) -> acknowledgement`.

    The actor is built anew for each message. `recent_actor` lets it be up to ten seconds old: for
    handlers that judge the actor's session themselves, inside the transaction for what is stored,
    by an answer of the last second for what is not. What the handler returns is sent back with
    `ok: true`; an `ExchangeError` becomes `{"ok": false, "code", "message", …}`.
    """

    def register(handler: Handler) -> Handler:
        if name in MESSAGES and MESSAGES[name].handler is not handler:
            raise ValueError(f"two handlers for the message {name!r}")
        MESSAGES[name] = Message(name, schema(), rate, handler, recent_actor)
        return handler

    return register
