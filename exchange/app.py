"""create_app: the only list of features and extensions."""

from pathlib import Path
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix

from exchange.cli import data_commands, database_commands
from exchange.core.db import Database
from exchange.events.views import pages as event_pages
from exchange.events.views import staff_pages as event_staff_pages
from exchange.extensions import babel, csrf, limiter, socketio
from exchange.realtime.live import Live
from exchange.settings import Settings, read_settings
from exchange.vault import content as vault
from exchange.web.application import Exchange
from exchange.web.assets import init_assets
from exchange.web.context import init_context
from exchange.web.errors import init_errors
from exchange.web.filters import init_filters
from exchange.web.forms import init_forms
from exchange.web.headers import csp_nonce, init_headers
from exchange.web.language import init_languages
from exchange.web.logs import configure_logs, init_request_log
from exchange.web.views import pages as web_pages

ROOT = Path(__file__).resolve().parent.parent
WEBSOCKET_MESSAGE = 256 * 1024  # bytes; the largest message taken in


def create_app(settings: Settings | None = None) -> Exchange:
    """The application for `settings` (read from EXCHANGE_* when None)."""
    settings = settings or read_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    configure_logs(settings.log_level, settings.log_format)
    app = Exchange(
        "exchange", root_path=str(ROOT), template_folder="templates", static_folder="static"
    )
    app.settings = settings
    app.database = Database(settings.database_url)
    app.config.update(_flask_config(settings))
    vault.configure(settings.content_keys)
    _init_web(app, settings)
    _init_live(app, settings)
    _init_features(app)
    return app


def _flask_config(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "exchange",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.is_secure,
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": 8 * 3600,
        "TRANSLATIONS": ROOT / "exchange" / "translations",
        "RATELIMIT_STORAGE_URI": settings.redis_url or "memory://",
    }


def _init_web(app: Exchange, settings: Settings) -> None:
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]
    csrf.init_app(app)
    limiter.init_app(app)
    init_languages(babel, app)
    init_request_log(app)
    init_headers(app, secure=settings.is_secure, live_origin=_live_origin(settings))
    init_errors(app)
    init_assets(app)
    init_forms(app)
    init_filters(app)
    init_context(app)
    app.jinja_env.globals.update(csp_nonce=csp_nonce, demonstration=settings.is_demonstration)


def _live_origin(settings: Settings) -> str:
    return settings.base_url.replace("http", "ws", 1)


def _init_live(app: Exchange, settings: Settings) -> None:
    socketio.init_app(
        app,
        async_mode="gevent",
        async_handlers=False,  # one client's messages are handled in the order they were sent
        cors_allowed_origins=list(settings.origins),
        manage_session=False,
        logger=False,
        engineio_logger=False,
        max_http_buffer_size=WEBSOCKET_MESSAGE,
        message_queue=settings.redis_url,
    )
    socketio.on_namespace(Live(app))


def _init_features(app: Exchange) -> None:
    """Pages, API, messages, jobs and commands of each feature."""
    app.register_blueprint(web_pages)
    app.cli.add_command(database_commands)
    app.cli.add_command(data_commands)
    for blueprint in (event_pages, event_staff_pages):
        app.register_blueprint(blueprint)
