"""The namespace /live: authenticate, limit, validate, act, acknowledge; each message anew."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import structlog
from flask_socketio import ConnectionRefusedError as Refusal
from flask_socketio import Namespace
from marshmallow import ValidationError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from exchange.core.actor import Actor
from exchange.core.db import scope_on_demand
from exchange.core.errors import ExchangeError, Invalid, NotSignedIn, TooMany, Unavailable
from exchange.core.signing import is_signed, sign
from exchange.core.text import N_, say
from exchange.extensions import socketio
from exchange.realtime.actors import RecentActors
from exchange.realtime.budgets import Budget
from exchange.realtime.connections import Connected, Connections
from exchange.realtime.leaving import under_way
from exchange.realtime.measures import CONNECTIONS
from exchange.realtime.measures import MESSAGES as COUNTED
from exchange.realtime.publish import NAMESPACE
from exchange.realtime.wire import MESSAGES, Message
from exchange.web.actor import session_named_in
from exchange.web.application import Exchange
from exchange.web.language import SESSION_KEY as CHOSEN
from exchange.web.language import language_for, translate_to

log = structlog.get_logger()
PURPOSE = "live"
KEEPING = "keep"

connections = Connections()
CONNECTIONS.set_function(lambda: len(connections))
_on_disconnect: list[Callable[[Connected], None]] = []


def on_disconnect(hook: Callable[[Connected], None]) -> Callable[[Connected], None]:
    """Call `hook` inside a scope when one of this process's sockets has gone."""
    if hook not in _on_disconnect:
        _on_disconnect.append(hook)
    return hook


def live_token(app: Exchange, session: UUID) -> str:
    """What a page gives its browser to connect with: proof that our page of this session asks."""
    return sign(app.settings.secret_key.encode(), PURPOSE, session.hex)


def keep_key(app: Exchange, session: UUID) -> str:
    """What a page seals words with that wait in its browser: 256 bits in hex, stored nowhere.

    It is given out while the session lasts, and to nobody after it.
    """
    return sign(app.settings.secret_key.encode(), KEEPING, session.hex)


class Live(Namespace):
    """One entrance for every message; features register handlers with `realtime.wire.message`."""

    def __init__(self, app: Exchange) -> None:
        super().__init__(NAMESPACE)
        self.app = app
        self._actors = RecentActors(lambda named: app.actors_of_sessions(named))  # noqa: PLW0108  # set later

    def trigger_event(self, event: str, *args: Any) -> Any:
        sid = args[0]
        if event == "connect":
            return self._connect(sid, args[1], args[2] if len(args) > 2 else None)
        if event == "disconnect":
            return self._disconnect(sid)
        with under_way.one():
            answer = self._message(event, sid, args[1] if len(args) == 2 else None)
        kind = event if event in MESSAGES else "unknown"
        COUNTED.labels(kind, "ok" if answer["ok"] else answer["code"]).inc()
        return answer

    def _connect(self, sid: str, environ: dict[str, Any], auth: Any) -> None:
        # Read without a page's context around it, which cost more than all else about connecting.
        asking = self.app.request_class(environ)
        cookie: Mapping[str, Any] = self.app.session_interface.open_session(self.app, asking) or {}
        with scope_on_demand(self.app.database):
            named, given = session_named_in(cookie), auth if isinstance(auth, dict) else {}
            token, language = given.get("token"), given.get("language")
            if named is None or not isinstance(token, str) or not self._is_ours(named, token):
                raise Refusal("not_signed_in")
            actor = self._actors.of_session(named, recent=False)
            if actor.person_id is None:
                raise Refusal("not_signed_in")
            spoken = language_for(asking, language, cookie.get(CHOSEN))
            connections.add(Connected(sid, actor.person_id, named, spoken))

    def _is_ours(self, session: UUID, token: str) -> bool:
        return is_signed(self.app.settings.secret_key.encode(), PURPOSE, session.hex, token)

    def _disconnect(self, sid: str) -> None:
        connected = connections.drop(sid)
        if connected is None:
            return
        with scope_on_demand(self.app.database), self.app.app_context():
            gone(connected)

    def _message(self, event: str, sid: str, data: Any) -> dict[str, Any]:
        connected = connections.get(sid)
        if connected is None:
            return {"ok": False, "code": NotSignedIn.code, "message": ""}
        with scope_on_demand(self.app.database), self.app.app_context():
            try:
                return {"ok": True, **self._handle(event, connected, data)}
            except ExchangeError as error:
                return refusal(error, connected.language)
            except (OperationalError, InterfaceError, PoolTimeout) as error:
                log.error("database_unavailable", message=event, error=type(error).__name__)
                return refusal(Unavailable(), connected.language)
            except Exception as error:  # noqa: BLE001  # every message is acknowledged
                log.error("unexpected_error", message=event, error=type(error).__name__)
                return refusal(Broken(), connected.language)

    def _handle(self, event: str, connected: Connected, data: Any) -> Mapping[str, Any]:
        message = MESSAGES.get(event)
        if message is None:
            raise Invalid(say(N_("This page is out of date. Reload it.")))
        _spend(connected, message)
        loaded = _loaded(message, data)
        actor = self._actor(connected, recent=message.recent_actor)
        try:
            return message.handler(actor, connected, loaded) or {}
        except NotSignedIn:
            raise SignedOut from None

    def _actor(self, connected: Connected, *, recent: bool) -> Actor:
        actor = self._actors.of_session(connected.session_id, recent=recent)
        if actor.person_id != connected.person_id:
            raise SignedOut
        return actor


class SignedOut(NotSignedIn):
    """The session that this socket was opened by is over."""

    default = say(N_("You have been signed out. Sign in to go on."))


class Broken(ExchangeError):
    """A fault of ours; the log has its kind."""

    code = "broken"
    status = 500
    default = say(N_("Something went wrong on our side. It has been noted. Please try again."))


def _spend(connected: Connected, message: Message) -> None:
    budget = connected.budgets.setdefault(message.name, Budget(message.rate))
    wait = budget.spend()
    if wait:
        raise TooMany(retry_after=round(wait + 0.05, 2))


def _loaded(message: Message, data: Any) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise Invalid(say(N_("This page is out of date. Reload it.")))
    try:
        loaded: Mapping[str, Any] = message.schema.load(data)
    except ValidationError as error:
        raise Invalid(fields=_field_names(error)) from None
    return loaded


def _field_names(error: ValidationError) -> list[str]:
    """The names of the fields at fault; never their values, which may be content."""
    messages = error.messages
    return sorted(str(name)[:40] for name in messages) if isinstance(messages, dict) else []


def refusal(error: ExchangeError, language: str) -> dict[str, Any]:
    """An error as an acknowledgement."""
    code = getattr(error, "reason", error.code)
    return {
        "ok": False,
        "code": code,
        "message": translate_to(language, error.sentence),
        **error.data,
    }


def gone(connected: Connected) -> None:
    """Do what follows when a socket has gone, in the scope that is open."""
    for hook in _on_disconnect:
        hook(connected)


def close(connected: Connected, code: str, message: str) -> None:
    """Tell a socket of this process that it is out, and close it with its transport.

    Disconnecting the namespace alone would leave the WebSocket open for another try. The word goes
    to the socket directly: by way of the queue it would come after the line is cut. The database
    is not asked: whoever closes many sockets closes them all at one moment, and then ends what each
    of them held, by `gone` if by nothing else.
    """
    connections.drop(connected.sid)
    told = {"code": code, "message": message}
    socketio.emit("out", told, to=connected.sid, namespace=NAMESPACE, ignore_queue=True)
    server = socketio.server
    if server is None:
        return
    eio_sid = server.manager.eio_sid_from_sid(connected.sid, NAMESPACE)
    server.disconnect(connected.sid, namespace=NAMESPACE)
    if eio_sid is not None:
        server.eio.disconnect(eio_sid)
