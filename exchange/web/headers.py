"""Security headers on every answer: a content security policy with a nonce, and no embedding."""

import secrets

from flask import Flask, g, request
from werkzeug.wrappers import Response


def csp_nonce() -> str:
    """The nonce of this answer's scripts and styles."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def init_headers(app: Flask, *, secure: bool, live_origins: str) -> None:
    """Set the headers; `live_origins` are the ws:// or wss:// origins of the sockets."""

    @app.after_request
    def add(response: Response) -> Response:
        nonce = csp_nonce()
        headers = response.headers
        headers.setdefault(
            "Content-Security-Policy",
            "default-src 'self'; "
            f"script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
            f"connect-src 'self' {live_origins}; img-src 'self' data:; font-src 'self'; "
            "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        )
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if secure:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if request.path.startswith("/static/dist/assets/"):
            headers["Cache-Control"] = "public, max-age=31536000, immutable"  # hashed names
        elif not request.path.startswith("/static/"):
            headers.setdefault("Cache-Control", "no-store")
        return response
