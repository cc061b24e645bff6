"""Our session cookies are Flask's own, signed by one signer while the keys are the same."""

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from exchange.web.cookies import SessionCookies


def read(cookies: SessionCookies, app: Flask, cookie: str) -> dict[str, object]:
    request = app.request_class({"HTTP_COOKIE": f"session={cookie}"})
    return dict(cookies.open_session(app, request) or {})


def test_what_flask_signs_is_read_with_the_keys_of_the_moment() -> None:
    app, cookies, words = Flask(__name__), SessionCookies(), {"language": "da"}
    app.secret_key = "one"
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    cookie = str(signer.dumps(words))
    assert read(cookies, app, cookie) == words
    assert cookies.get_signing_serializer(app) is cookies.get_signing_serializer(app)
    app.secret_key = "another"
    assert read(cookies, app, cookie) == {}
    app.config["SECRET_KEY_FALLBACKS"] = ["one"]
    assert read(cookies, app, cookie) == words
