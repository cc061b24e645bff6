"""A demonstration served as people meet it, and browsers to meet it with.

A test that asks for `site` runs twice: on SQLite with one process, and on PostgreSQL and Redis with
two web processes and a worker, the people spread over both; under `scaled_in_soak` the second time
is for `make soak` alone.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.postgres import Postgres
from tests.support.process import Child, free_port
from tests.support.redis_server import RedisServer
from tests.support.server import ROOT, Server

expect.set_options(timeout=15_000)
# For journeys that show what the page does. That processes work as one is shown by the newcomer's
# minute, and by tests/faults.
scaled_in_soak = pytest.mark.parametrize(
    "site", ["one process", pytest.param("two processes", marks=pytest.mark.soak)], indirect=True
)


@dataclass
class Site:
    """A running demonstration: its processes, where they listen, and what they have logged."""

    servers: list[Server]
    env: dict[str, str]

    def address(self, number: int = 0) -> str:
        """Where person `number` goes: people are spread over the processes."""
        return self.servers[number % len(self.servers)].base_url

    def logs(self) -> str:
        return "\n".join(server.log() for server in self.servers)

    def run(self, *command: str) -> str:
        """An operator's command on this installation; returns what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *command],
            env={**os.environ, **self.env},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def fill(folder: Path, **more: str) -> dict[str, str]:
    """Migrate and fill an installation in `folder`; returns its settings."""
    env = {"EXCHANGE_MODE": "demonstration", "EXCHANGE_DATA_DIR": str(folder), **more}
    Site([], env).run("db", "upgrade")
    Site([], env).run("seed")
    return env


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of an embedded installation, filled once a run; each module's is a copy."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent  # by all workers of this run
    folder = shared / "filled"
    with (shared / "filling").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            making = tmp_path_factory.mktemp("filled")
            fill(making)
            making.rename(folder)
    return folder


@pytest.fixture(scope="session")
def filled_postgres(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: Postgres
) -> tuple[Path, str]:
    """As `filled`, on PostgreSQL: its folder, which holds the keys, and its database."""
    folder, url = tmp_path_factory.mktemp("filled"), postgres_server.new_database()
    fill(folder, EXCHANGE_DATABASE_URL=url)
    return folder, url


def demonstration(folder: Path) -> Site:
    """The embedded mode, filled before, not started yet: SQLite, one process."""
    port = free_port()
    env = {
        "EXCHANGE_MODE": "demonstration",
        "EXCHANGE_DATA_DIR": str(folder),
        "EXCHANGE_BASE_URL": f"http://127.0.0.1:{port}",
    }
    return Site([Server({**env, "EXCHANGE_PORT": str(port)}, log_path=folder / "log")], env)


@pytest.fixture(scope="module")
def one_process(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The embedded mode."""
    folder = tmp_path_factory.mktemp("embedded")
    site = demonstration(shutil.copytree(filled, folder, dirs_exist_ok=True))
    with site.servers[0]:
        yield site


@pytest.fixture(scope="module")
def two_processes(
    filled_postgres: tuple[Path, str],
    tmp_path_factory: pytest.TempPathFactory,
    postgres_server: Postgres,
    redis_server: RedisServer,
) -> Iterator[Site]:
    """The scaled mode: PostgreSQL, Redis, two web processes and a worker."""
    original, url = filled_postgres
    folder = tmp_path_factory.mktemp("scaled")
    shutil.copytree(original, folder, dirs_exist_ok=True)
    redis_server.empty()
    env = {
        "EXCHANGE_MODE": "demonstration",
        "EXCHANGE_DATA_DIR": str(folder),
        "EXCHANGE_DATABASE_URL": postgres_server.new_database(url),
        "EXCHANGE_REDIS_URL": redis_server.url,
    }
    with ExitStack() as stack:
        servers = []
        for number in range(2):
            port = str(free_port())
            own = {"EXCHANGE_PROCESS": "web", "EXCHANGE_PORT": port}
            server = Server({**env, **own}, log_path=folder / f"web-{number}.log")
            servers.append(stack.enter_context(server))
        worker = _worker(env, folder / "worker.log")
        stack.callback(worker.end, signal.SIGTERM)
        yield Site(servers, env)


def _worker(env: dict[str, str], log: Path) -> Child:
    given = {**os.environ, **env, "EXCHANGE_PROCESS": "worker"}
    return Child([sys.executable, "-m", "exchange.worker"], log=log, env=given, cwd=ROOT)


@pytest.fixture(params=["one process", "two processes"])
def site(request: pytest.FixtureRequest) -> Site:
    """The demonstration in either mode."""
    name = "one_process" if request.param == "one process" else "two_processes"
    found: Site = request.getfixturevalue(name)
    return found


@dataclass
class Someone:
    """A person at their own browser window."""

    page: Page
    address: str

    def go(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")

    def see(self, text: str) -> None:
        """Wait until `text` can be read on the page."""
        expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()

    def press(self, name: str) -> None:
        """Press the button, or follow the link, of this name."""
        button = self.page.get_by_role("button", name=name, exact=True)
        link = self.page.get_by_role("link", name=name, exact=True)
        button.or_(link).filter(visible=True).first.click()


@pytest.fixture
def someone(chromium: Browser) -> Iterator[Callable[..., Someone]]:
    """Open a browser window of its own for a demonstration person, signed in."""
    with ExitStack() as stack:

        def open_window(
            site: Site, note: str | None, number: int = 0, width: int = 1280
        ) -> Someone:
            context = chromium.new_context(
                viewport={"width": width, "height": 900}, locale="en-GB", reduced_motion="reduce"
            )
            stack.callback(context.close)
            person = Someone(context.new_page(), site.address(number))
            if note is not None:
                person.go("/sign-in")
                person.page.get_by_role("button", name=note).first.click()
            return person

        yield open_window
