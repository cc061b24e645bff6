"""One frozen `Settings`, read from EXCHANGE_* and refused with a sentence that says what to set."""

import base64
import binascii
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from exchange.core.keysources import SourceFailed, source_of

PREFIX = "EXCHANGE_"


class Mode(StrEnum):
    DEMONSTRATION = "demonstration"
    PRODUCTION = "production"


class Process(StrEnum):
    """What a process does: everything (embedded), pages and sockets, or the outbox and schedule."""

    ALL = "all"
    WEB = "web"
    WORKER = "worker"


class SettingsError(Exception):
    """The environment cannot be used; the text says which variable to set, and to what."""


@dataclass(frozen=True)
class Settings:
    """How this installation runs. Each field is the variable EXCHANGE_<FIELD IN CAPITALS>."""

    mode: Mode
    data_dir: Path  # where SQLite and, in demonstration mode, made-up secrets lie
    secret_key: str  # signs cookies and tokens
    content_keys: tuple[
        tuple[str, bytes], ...
    ]  # key-encryption keys, (id, 32 bytes); first is current
    database_url: str
    redis_url: str | None
    base_url: str  # the address that people see, without a slash at the end
    process: Process
    host: str
    port: int
    trusted_proxies: int  # how many proxies in front set X-Forwarded-*
    mail_url: str | None  # smtp://user:password@host:587?tls=start; None: demonstration's mailbox
    mail_from: str
    log_level: str
    log_format: str
    metrics_token: str | None  # bearer token that /metrics asks for; None: no /metrics

    @property
    def is_demonstration(self) -> bool:
        return self.mode is Mode.DEMONSTRATION

    @property
    def is_secure(self) -> bool:
        """Whether people reach the service by HTTPS."""
        return self.base_url.startswith("https://")

    @property
    def origins(self) -> tuple[str, ...]:
        """The only origins from which sockets may connect.

        A demonstration on this machine is opened as localhost just as often.
        """
        here = "//127.0.0.1:"
        if self.is_demonstration and here in self.base_url:
            return (self.base_url, self.base_url.replace(here, "//localhost:"))
        return (self.base_url,)


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read `environ` (the process's by default). Raises `SettingsError` for anything amiss."""
    given = {
        name.removeprefix(PREFIX): value
        for name, value in (os.environ if environ is None else environ).items()
        if name.startswith(PREFIX)
    }
    known = {field.name.upper() for field in fields(Settings)}
    for name in sorted(given.keys() - known):
        raise SettingsError(f"{PREFIX}{name} is not a setting. Known: {', '.join(sorted(known))}.")
    return _Reader(given).settings()


class _Reader:
    def __init__(self, given: Mapping[str, str]) -> None:
        self.given = given
        self.mode = self.choice("MODE", Mode, Mode.PRODUCTION)

    def settings(self) -> Settings:
        data_dir = Path(self.given.get("DATA_DIR", "var")).resolve()
        host, port = self.given.get("HOST", "127.0.0.1"), self.number("PORT", 8000, 1, 65535)
        database_url = self.database_url(data_dir)
        redis_url = self.address("REDIS_URL", ("redis", "rediss", "unix"))
        process = self.choice("PROCESS", Process, Process.ALL)
        if process is not Process.ALL and database_url.startswith("sqlite"):
            raise SettingsError(
                f"{PREFIX}PROCESS={process} needs PostgreSQL: set {PREFIX}DATABASE_URL to "
                "postgresql+psycopg://…, or leave out PROCESS to run everything in one process."
            )
        if process is not Process.ALL and redis_url is None:
            raise SettingsError(f"{PREFIX}PROCESS={process} needs {PREFIX}REDIS_URL (redis://…).")
        return Settings(
            mode=self.mode,
            data_dir=data_dir,
            secret_key=self.secret_key(data_dir),
            content_keys=self.content_keys(data_dir),
            database_url=database_url,
            redis_url=redis_url,
            base_url=self.base_url(port),
            process=process,
            host=host,
            port=port,
            trusted_proxies=self.number("TRUSTED_PROXIES", 0, 0, 5),
            mail_url=self.mail_url(),
            mail_from=self.given.get("MAIL_FROM", "exchange@example.org"),
            log_level=self.choice("LOG_LEVEL", _Level, _Level.INFO).value,
            log_format=self.choice("LOG_FORMAT", _Format, _Format.JSON).value,
            metrics_token=self.given.get("METRICS_TOKEN") or None,
        )

    def choice(self, name: str, kind: type[Any], default: Any) -> Any:
        value = self.given.get(name, default.value)
        try:
            return kind(value)
        except ValueError:
            allowed = ", ".join(member.value for member in kind)
            raise SettingsError(f"{PREFIX}{name}={value!r} is none of: {allowed}.") from None

    def number(self, name: str, default: int, least: int, most: int) -> int:
        value = self.given.get(name, str(default))
        if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
            raise SettingsError(
                f"{PREFIX}{name}={value!r}: give a whole number, {least} to {most}."
            )
        return int(value)

    def address(self, name: str, schemes: tuple[str, ...]) -> str | None:
        value = self.given.get(name)
        if value and urlsplit(value).scheme not in schemes:
            raise SettingsError(
                f"{PREFIX}{name}: begin it with one of {', '.join(schemes)}, then ://"
            )
        return value or None

    def database_url(self, data_dir: Path) -> str:
        schemes = ("sqlite", "postgresql+psycopg")
        return self.address("DATABASE_URL", schemes) or f"sqlite:///{data_dir / 'exchange.db'}"

    def base_url(self, port: int) -> str:
        value = self.given.get("BASE_URL")
        if value is None:
            if self.mode is Mode.PRODUCTION:
                raise SettingsError(
                    f"Set {PREFIX}BASE_URL to the address people use, e.g. https://exchange.example.org."
                )
            return f"http://127.0.0.1:{port}"
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/"):
            raise SettingsError(f"{PREFIX}BASE_URL={value!r}: give scheme and host alone.")
        return f"{parts.scheme}://{parts.netloc}"

    def mail_url(self) -> str | None:
        value = self.address("MAIL_URL", ("smtp", "smtps"))
        if value is None and self.mode is Mode.PRODUCTION:
            raise SettingsError(
                f"Set {PREFIX}MAIL_URL to your mail server, as people sign in by e-mail link: "
                "smtp://user:password@mail.example.org:587"
            )
        return value

    def secret_key(self, data_dir: Path) -> str:
        value = self.given.get("SECRET_KEY") or self.made_up(data_dir / "secret-key", "SECRET_KEY")
        if len(value) < 32:
            raise SettingsError(f"{PREFIX}SECRET_KEY is too short: {self.recipe}")
        return value

    key_recipe = 'echo "2026a:$(head -c32 /dev/urandom | base64)"'
    recipe = 'make one with: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'

    def content_keys(self, data_dir: Path) -> tuple[tuple[str, bytes], ...]:
        """`id:base64,id:base64`, or `@/path/of/a/file` or `!a command` that gives the same."""
        value = self.given.get("CONTENT_KEYS") or self.made_up(
            data_dir / "content-keys", "CONTENT_KEYS"
        )
        try:
            text = source_of(value).read()
        except SourceFailed as error:
            raise SettingsError(f"{PREFIX}CONTENT_KEYS: {error}") from None
        keys = tuple(self.content_key(item) for item in text.replace(",", "\n").split())
        if not keys or len({id for id, _ in keys}) != len(keys):
            raise SettingsError(
                f"{PREFIX}CONTENT_KEYS: give at least one key, each with its own id."
            )
        return keys

    def content_key(self, item: str) -> tuple[str, bytes]:
        id, _, encoded = item.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            key = b""
        if not id or len(id) > 20 or len(key) != 32:
            raise SettingsError(
                f"{PREFIX}CONTENT_KEYS: give each as id:key, the key being 32 random bytes in "
                f"base64: {self.key_recipe}"
            )
        return id, key

    def made_up(self, path: Path, name: str) -> str:
        """In demonstration mode alone: a secret made once and kept in the data folder."""
        if self.mode is Mode.PRODUCTION:
            recipe = self.recipe if name == "SECRET_KEY" else self.key_recipe
            raise SettingsError(f"Set {PREFIX}{name}: {recipe}")
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            key = base64.b64encode(secrets.token_bytes(32)).decode()
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48) if name == "SECRET_KEY" else f"demo:{key}")
        return path.read_text().strip()


class _Level(StrEnum):
    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


class _Format(StrEnum):
    JSON = "json"
    TEXT = "text"
