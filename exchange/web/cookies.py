"""The signed cookie of a session."""

from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer


class SessionCookies(SecureCookieSessionInterface):
    """Flask's own, whose signer is made once for the application's keys.

    Flask makes it anew for every request and every line, which costs as much as reading the cookie.
    """

    def __init__(self) -> None:
        self._keys: tuple[Any, ...] = ()
        self._signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        keys = (app.secret_key, app.config["SECRET_KEY_FALLBACKS"])
        if keys != self._keys:
            self._keys, self._signer = keys, super().get_signing_serializer(app)
        return self._signer
