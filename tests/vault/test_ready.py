"""Keys from every source, and a service that does not start with the wrong ones."""

import sys
from pathlib import Path
from uuid import uuid4

import pytest

from exchange.core.db import scope_of, transaction
from exchange.core.keysources import SourceFailed, source_of
from exchange.vault import content
from exchange.vault.content import vault
from exchange.vault.ready import why_not_ready
from exchange.web.application import Exchange

OLD, NEW, IMPOSTOR = ("old", b"o" * 32), ("new", b"n" * 32), ("old", b"x" * 32)
KEYS = "2026a:AAAA\n2025b:BBBB"


def test_keys_come_from_the_environment_a_file_or_a_command(tmp_path: Path):
    path = tmp_path / "keys"
    path.write_text(KEYS)
    printing = f"!{sys.executable} -c 'print(open(\"{path}\").read(), end=str())'"
    assert [source_of(value).read() for value in (KEYS, f"@{path}", printing)] == [KEYS] * 3


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("@/no/such/file", "cannot read that file"),
        ("!/no/such/program", "cannot be run"),
        ("!unclosed 'quote", "cannot be understood"),
        ("!false", "ended with status 1"),
    ],
)
def test_a_source_that_fails_says_why(value: str, why: str):
    with pytest.raises(SourceFailed, match=why):
        source_of(value).read()


def test_a_command_that_fails_is_not_quoted():
    with pytest.raises(SourceFailed) as failed:
        source_of("!sh -c 'echo the secret; echo the secret >&2; exit 3'").read()
    assert "the secret" not in str(failed.value)


def test_a_command_is_not_run_by_a_shell(tmp_path: Path):
    source_of(f"!echo 2026a:AAAA; touch {tmp_path / 'made'}").read()
    assert not (tmp_path / "made").exists()


@pytest.fixture
def sealed_under_old(app: Exchange):
    content.configure((OLD,))
    with scope_of(app.database), transaction():
        vault().make_keys(uuid4())
    yield
    content.configure(app.settings.content_keys)


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ((OLD,), None),
        ((NEW, OLD), None),
        ((NEW,), "“old”, which EXCHANGE_CONTENT_KEYS does not hold"),
        ((IMPOSTOR,), "another key “old” than the one"),
        ((NEW, IMPOSTOR), "another key “old” than the one"),
    ],
)
def test_only_the_keys_under_which_rooms_are_sealed_start_a_service(
    app: Exchange,
    sealed_under_old: None,
    keys: tuple[tuple[str, bytes], ...],
    why: str | None,
):
    content.configure(keys)
    with scope_of(app.database):
        fault = why_not_ready()
    assert (fault is None) if why is None else (why in str(fault))


def test_a_new_service_starts_with_any_key(app: Exchange):
    with scope_of(app.database):
        assert why_not_ready() is None
