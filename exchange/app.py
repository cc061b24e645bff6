"""create_app: the only list of features and extensions."""

from pathlib import Path
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix

from exchange.accounts import jobs as _account_jobs  # noqa: F401  # registers them
from exchange.accounts.actions import actor_bearing, actor_present, actors_present
from exchange.accounts.cli import commands as people_commands
from exchange.accounts.newcomers import decide_by
from exchange.accounts.passwords import init_security
from exchange.accounts.views import blueprints as account_blueprints
from exchange.audit.views import pages as audit_pages
from exchange.cases.actions import end_with
from exchange.cases.queries import ask_doors
from exchange.cases.views import pages as case_pages
from exchange.cli import data_commands, database_commands, vault_commands
from exchange.commitments import jobs as _commitment_jobs  # noqa: F401  # registers them
from exchange.commitments.views import pages as commitment_pages
from exchange.confidentiality.views import blueprints as protocol_blueprints
from exchange.core.engine import Database
from exchange.disclosure import jobs as _disclosure_jobs  # noqa: F401  # registers them
from exchange.disclosure.views import pages as disclosure_pages
from exchange.events.queries import count_places_by
from exchange.events.views import pages as event_pages
from exchange.events.views import staff_pages as event_staff_pages
from exchange.extensions import babel, csrf, limiter, socketio
from exchange.feedback import jobs as _feedback_jobs  # noqa: F401  # registers them
from exchange.feedback.views import blueprints as feedback_blueprints
from exchange.harvest.views import pages as harvest_pages
from exchange.harvest.views import staff_pages as harvest_staff_pages
from exchange.mail import sender as _mail  # noqa: F401  # registers its job
from exchange.membership.actions import welcome
from exchange.membership.queries import has_known_domain
from exchange.membership.views import pages as membership_pages
from exchange.membership.views.context import load_network
from exchange.notes import jobs as _note_jobs  # noqa: F401  # registers them
from exchange.notes import sockets as _note_messages  # noqa: F401  # registers them
from exchange.notes.views import pages as note_pages
from exchange.openapi import init_api
from exchange.realtime.carrier import BrowserQueue
from exchange.realtime.channels import Channels
from exchange.realtime.live import Live
from exchange.realtime.packets import LivePacket
from exchange.realtime.transport import LARGEST_MESSAGE, harden
from exchange.registration import jobs as _registration_jobs  # noqa: F401  # registers
from exchange.registration.queries import places_taken
from exchange.registration.views import blueprints as registration_blueprints
from exchange.retention import jobs as _retention_jobs  # noqa: F401  # registers them
from exchange.retention.views import blueprints as retention_blueprints
from exchange.rooms import jobs as _room_jobs  # noqa: F401  # registers them
from exchange.rooms.actions import case_withdrawn
from exchange.rooms.queries import was_opened, was_removed
from exchange.rooms.sockets import init_rooms
from exchange.rooms.views import blueprints as room_blueprints
from exchange.seed import seed_command
from exchange.settings import Process, Settings, read_settings
from exchange.takeaways import jobs as _takeaway_jobs  # noqa: F401  # registers them
from exchange.takeaways.views import pages as takeaway_pages
from exchange.vault import content as vault
from exchange.web.application import Exchange
from exchange.web.assets import init_assets
from exchange.web.context import init_context
from exchange.web.cookies import SessionCookies
from exchange.web.errors import init_clean_input, init_errors
from exchange.web.filters import init_filters
from exchange.web.forms import init_forms
from exchange.web.headers import csp_nonce, init_headers
from exchange.web.health import health
from exchange.web.language import init_languages
from exchange.web.logs import configure_logs, init_request_log
from exchange.web.views import pages as web_pages

ROOT = Path(__file__).resolve().parent.parent


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
    app.session_interface = SessionCookies()
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
        # Only an answer that changes the session sets its cookie. A picture that comes late must
        # not put back what a page has changed since: its notices would be lost.
        "SESSION_REFRESH_EACH_REQUEST": False,
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": 8 * 3600,
        "TRANSLATIONS": ROOT / "exchange" / "translations",
        "RATELIMIT_STORAGE_URI": settings.redis_url or "memory://",
    }


def _init_web(app: Exchange, settings: Settings) -> None:
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]
    app.before_request(load_network)  # first: every refusal shows it, in the right language
    csrf.init_app(app)
    limiter.init_app(app)
    init_languages(babel, app)
    init_request_log(app)
    init_headers(app, secure=settings.is_secure, live_origins=_live_origins(settings))
    init_errors(app)
    init_clean_input(app)
    init_assets(app)
    init_forms(app)
    init_filters(app)
    init_context(app)
    app.jinja_env.globals.update(csp_nonce=csp_nonce, demonstration=settings.is_demonstration)


def _live_origins(settings: Settings) -> str:
    return " ".join(origin.replace("http", "ws", 1) for origin in settings.origins)


def _init_live(app: Exchange, settings: Settings) -> None:
    socketio.init_app(
        app,
        async_mode="gevent",
        async_handlers=False,  # one client's messages are handled in the order they were sent
        cors_allowed_origins=list(settings.origins),
        manage_session=False,
        logger=False,
        engineio_logger=False,
        max_http_buffer_size=LARGEST_MESSAGE,
        client_manager=_channels(settings),
        serializer=LivePacket,
    )
    if socketio.server is not None:  # there is one after init_app, which its types do not say
        harden(socketio.server.eio)
    socketio.on_namespace(Live(app))


def _channels(settings: Settings) -> Channels:
    if settings.redis_url is None:
        return Channels()
    return BrowserQueue(settings.redis_url, write_only=settings.process is Process.WORKER)


def _init_features(app: Exchange) -> None:
    """Pages, API, messages, jobs and commands of each feature."""
    app.register_blueprint(health)
    app.register_blueprint(web_pages)
    app.cli.add_command(database_commands)
    app.cli.add_command(data_commands)
    app.cli.add_command(vault_commands)
    app.cli.add_command(seed_command)
    count_places_by(places_taken)
    ask_doors(was_opened, was_removed)
    end_with(case_withdrawn)
    for blueprint in (event_pages, event_staff_pages):
        app.register_blueprint(blueprint)
    for blueprint in (audit_pages, membership_pages):
        app.register_blueprint(blueprint)
    for blueprint in (*protocol_blueprints, *registration_blueprints):
        app.register_blueprint(blueprint)
    for blueprint in (case_pages, note_pages, takeaway_pages, harvest_pages, harvest_staff_pages):
        app.register_blueprint(blueprint)
    for blueprint in (
        *retention_blueprints,
        disclosure_pages,
        commitment_pages,
        *feedback_blueprints,
    ):
        app.register_blueprint(blueprint)
    for blueprint in room_blueprints:
        app.register_blueprint(blueprint)
    init_rooms(app)
    init_api(app)
    init_security(app)
    app.actor_of_session, app.actors_of_sessions = actor_present, actors_present
    app.actor_of_token = actor_bearing
    for blueprint in account_blueprints:
        app.register_blueprint(blueprint)
    app.cli.add_command(people_commands)
    decide_by(may_sign_up=has_known_domain, welcome=welcome)
