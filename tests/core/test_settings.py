import base64
from pathlib import Path

import pytest

from exchange.settings import Process, SettingsError, read_settings

KEY = base64.b64encode(b"k" * 32).decode()
PRODUCTION = {
    "EXCHANGE_SECRET_KEY": "s" * 40,
    "EXCHANGE_CONTENT_KEYS": f"2026a:{KEY}",
    "EXCHANGE_BASE_URL": "https://exchange.example.org",
    "EXCHANGE_MAIL_URL": "smtp://mail.example.org:587",
}
SCALED = {
    "EXCHANGE_DATABASE_URL": "postgresql+psycopg://db/exchange",
    "EXCHANGE_REDIS_URL": "redis://redis:6379/0",
}


def test_production_with_everything_is_accepted():
    settings = read_settings(PRODUCTION)
    assert not settings.is_demonstration
    assert settings.is_secure
    assert settings.content_keys == (("2026a", b"k" * 32),)
    assert settings.origins == ("https://exchange.example.org",)


@pytest.mark.parametrize("missing", sorted(PRODUCTION))
def test_production_without_a_secret_says_what_to_set(missing: str):
    given = {name: value for name, value in PRODUCTION.items() if name != missing}
    with pytest.raises(SettingsError, match=f"Set {missing}"):
        read_settings(given)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("EXCHANGE_TYPO", "1", "EXCHANGE_TYPO is not a setting"),
        ("EXCHANGE_MODE", "demo", "none of: demonstration, production"),
        ("EXCHANGE_PORT", "0", "whole number, 1 to 65535"),
        ("EXCHANGE_PORT", "８０", "whole number"),
        ("EXCHANGE_DATABASE_URL", "mysql://x/y", "begin it with one of sqlite"),
        ("EXCHANGE_REDIS_URL", "localhost", "begin it with one of redis"),
        ("EXCHANGE_BASE_URL", "exchange.example.org", "scheme and host alone"),
        ("EXCHANGE_BASE_URL", "https://x.example/exchange", "scheme and host alone"),
        ("EXCHANGE_SECRET_KEY", "short", "too short"),
        ("EXCHANGE_CONTENT_KEYS", "2026a:abc", "32 random bytes"),
        ("EXCHANGE_CONTENT_KEYS", KEY, "id:key"),
        ("EXCHANGE_CONTENT_KEYS", f"a:{KEY},a:{KEY}", "its own id"),
        ("EXCHANGE_CONTENT_KEYS", "@/nowhere/keys", "cannot read that file"),
        ("EXCHANGE_PROCESS", "worker", "needs PostgreSQL"),
        ("EXCHANGE_TRUSTED_PROXIES", "-1", "whole number, 0 to 5"),
        ("EXCHANGE_LOG_LEVEL", "loud", "none of: DEBUG"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(name: str, value: str, says: str):
    with pytest.raises(SettingsError, match=says):
        read_settings({**PRODUCTION, name: value})


def test_several_processes_need_redis():
    given = {**PRODUCTION, **SCALED, "EXCHANGE_PROCESS": "web"}
    assert read_settings(given).process is Process.WEB
    del given["EXCHANGE_REDIS_URL"]
    with pytest.raises(SettingsError, match="EXCHANGE_REDIS_URL"):
        read_settings(given)


def test_content_keys_may_lie_in_a_file(tmp_path: Path):
    path = tmp_path / "keys"
    path.write_text(f"new:{KEY}\nold:{KEY}\n")
    settings = read_settings({**PRODUCTION, "EXCHANGE_CONTENT_KEYS": f"@{path}"})
    assert [id for id, _ in settings.content_keys] == ["new", "old"]


def test_demonstration_makes_secrets_once_and_keeps_them_to_itself(tmp_path: Path):
    given = {"EXCHANGE_MODE": "demonstration", "EXCHANGE_DATA_DIR": str(tmp_path)}
    first, second = read_settings(given), read_settings(given)
    assert first.secret_key == second.secret_key
    assert first.content_keys == second.content_keys
    for name in ("secret-key", "content-keys"):
        assert (tmp_path / name).stat().st_mode & 0o077 == 0


def test_a_demonstration_on_this_machine_is_opened_as_localhost_too(tmp_path: Path):
    given = {"EXCHANGE_MODE": "demonstration", "EXCHANGE_DATA_DIR": str(tmp_path)}
    assert read_settings({**given, "EXCHANGE_PORT": "8001"}).origins == (
        "http://127.0.0.1:8001",
        "http://localhost:8001",
    )
    elsewhere = {**given, "EXCHANGE_BASE_URL": "https://try.example.org"}
    assert read_settings(elsewhere).origins == ("https://try.example.org",)


def test_no_secret_appears_in_a_refusal():
    with pytest.raises(SettingsError) as refused:
        read_settings({**PRODUCTION, "EXCHANGE_CONTENT_KEYS": f"x:{KEY[:-4]}"})
    assert KEY[:10] not in str(refused.value)
