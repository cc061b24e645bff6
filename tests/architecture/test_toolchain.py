"""The lists of packages, the commands and their first sentences are what the documents promise."""

import os
import re
import subprocess
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LISTS = ("uv", "base", "build", "test")
COMMANDS = {
    *("run", "test", "lint", "screenshots", "bench", "soak"),
    *("i18n", "lock", "build", "clean", "help"),
}


def pins(name: str) -> dict[str, Requirement]:
    """The pinned requirements of one lock file, by canonical name."""
    lines = (ROOT / f"requirements/{name}.txt").read_text().replace("\\\n", " ").splitlines()
    found = [
        Requirement(re.split(r"\s--hash|\s#", line)[0])
        for line in lines
        if line and not line.startswith((" ", "#"))
    ]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def wanted(name: str) -> list[Requirement]:
    lines = (ROOT / f"requirements/{name}.in").read_text().splitlines()
    texts = (line.split("#")[0].strip() for line in lines)
    return [Requirement(text) for text in texts if text and not text.startswith("-")]


def make(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    # What an outer `make` hands down would change what the inner one does.
    handed_down = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "CHROMIUM")
    inherited = {name: value for name, value in os.environ.items() if name not in handed_down}
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=ROOT,
        env={**inherited, **env},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", LISTS)
def test_lock_files_name_no_host_and_no_path(name: str) -> None:
    text = (ROOT / f"requirements/{name}.txt").read_text()
    assert "://" not in text
    assert not re.search(r"(^|\s)(/|--index|--find-links|-i )", text)


@pytest.mark.parametrize("name", LISTS)
def test_every_pin_has_a_version_and_hashes(name: str) -> None:
    text = (ROOT / f"requirements/{name}.txt").read_text().replace("\\\n", " ")
    pinned = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert pinned
    for line in pinned:
        assert re.match(r"[a-z0-9.-]+(\[[a-z,]+\])?==\S+", line), line
        assert "--hash=sha256:" in line, line


@pytest.mark.parametrize("name", LISTS)
def test_lock_files_follow_from_what_is_wanted(name: str) -> None:
    locked = pins(name)
    for requirement in wanted(name):
        pin = locked[canonicalize_name(requirement.name)]
        version = str(pin.specifier).removeprefix("==")
        assert requirement.specifier.contains(version), f"{requirement}: run `make lock`"


@pytest.mark.parametrize("name", ["base", "build"])
def test_tests_run_on_the_versions_that_are_shipped(name: str) -> None:
    tested = pins("test")
    assert {key: str(pin.specifier) for key, pin in pins(name).items()} == {
        key: str(tested[key].specifier) for key in pins(name)
    }


def test_the_environment_holds_exactly_the_pinned_versions() -> None:
    locked = {**pins("test"), **pins("uv")}
    installed = {canonicalize_name(d.metadata["Name"]): d.version for d in metadata.distributions()}
    from_venv_itself = {"pip", "setuptools"}
    strays = installed.keys() - locked.keys() - from_venv_itself
    assert not strays, "installed by hand: add to requirements/*.in or remove"
    for key, pin in locked.items():
        if pin.marker is None or pin.marker.evaluate():
            assert f"=={installed.get(key)}" == str(pin.specifier), key


def test_gevent_websocket_stays_out() -> None:
    # Engine.IO prefers it over simple-websocket, and the upgrade of a connection then fails.
    with pytest.raises(metadata.PackageNotFoundError):
        metadata.version("gevent-websocket")
    assert not any("gevent-websocket" in pins(name) for name in LISTS)


@pytest.mark.parametrize(("folder", "places"), [(".", []), ("benchmarks/hocuspocus", ["driver"])])
def test_the_lock_files_of_npm_name_no_registry(folder: str, places: list[str]) -> None:
    text = (ROOT / folder / "package-lock.json").read_text()
    assert '"integrity"' in text
    assert re.findall(r'"resolved": "(.*)"', text) == places


def test_help_lists_every_command_with_a_sentence() -> None:
    described = dict(re.findall(r"make (\w+) +(\S.+)", make("help").stdout))
    assert described.keys() == COMMANDS


@pytest.mark.parametrize("mark", ["faults", "browser"])
def test_no_marked_test_lies_where_make_does_not_look(mark: str) -> None:
    named = re.search(r"^WHOLE := (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert named
    folders = [ROOT / folder for folder in named[1].split()]
    marked = [p for p in (ROOT / "tests").rglob("*.py") if f"pytest.mark.{mark}" in p.read_text()]
    assert marked
    assert [p for p in marked if not any(p.is_relative_to(each) for each in folders)] == []


def test_without_chromium_the_tests_say_what_to_install() -> None:
    result = make("test", CHROMIUM="/nowhere/chromium")
    assert result.returncode != 0
    assert "No Chromium at /nowhere/chromium" in result.stderr
    assert "apt-get install chromium-headless-shell" in result.stderr
    assert result.stdout == ""


def test_without_a_new_enough_python_the_commands_say_so() -> None:
    result = make("--always-make", ".venv/.uv", "PYTHONS=no-such-python")
    assert result.returncode != 0
    assert "Python 3.11 or newer" in result.stderr


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("npm error code EAI_AGAIN", "could not be reached"),
        ("error: hash mismatch", "error: hash mismatch"),
    ],
)
def test_a_failed_step_says_why(tmp_path: Path, output: str, sentence: str) -> None:
    step = ROOT / "scripts/step"
    command = [step, "npm", "Fetching…", "sh", "-c", 'echo "$0"; exit 7', output]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert result.stdout == "Fetching…\n"
    assert sentence in result.stderr
    assert output in (tmp_path / "build/logs/npm.log").read_text()


def test_a_step_that_works_says_only_what_it_does(tmp_path: Path) -> None:
    command = [ROOT / "scripts/step", "npm", "Fetching…", "echo", "much noise"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert (result.stdout, result.stderr) == ("Fetching…\n", "")


def test_continuous_integration_runs_what_people_run() -> None:
    script = ROOT / ".ci/run"
    assert os.access(script, os.X_OK)
    assert script.read_text().splitlines()[-1] == "exec make test"
    subprocess.run(["bash", "-n", script], check=True)
