"""The real services behind the scaled mode start, restart, keep tests apart, and leave nothing."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import redis
from sqlalchemy import create_engine, text

from tests.support.postgres import Postgres
from tests.support.process import Child
from tests.support.redis_server import RedisServer
from tests.support.server import ROOT


def value(url: str, statement: str) -> object:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return connection.execute(text(statement)).scalar()
    finally:
        engine.dispose()


@pytest.mark.postgres
class TestPostgres:
    def test_it_is_a_real_postgresql_at_read_committed(self, postgres_url: str) -> None:
        assert str(value(postgres_url, "SELECT version()")).startswith("PostgreSQL ")
        assert value(postgres_url, "SHOW transaction_isolation") == "read committed"

    def test_databases_know_nothing_of_each_other(self, postgres_server: Postgres) -> None:
        one, other = postgres_server.new_database(), postgres_server.new_database()
        engine = create_engine(one)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE seen ()"))
        engine.dispose()
        assert value(one, "SELECT to_regclass('seen')::text") == "seen"
        assert value(other, "SELECT to_regclass('seen')::text") is None
        for url in (one, other):
            postgres_server.drop_database(url)

    @pytest.mark.faults
    @pytest.mark.parametrize("end", [Postgres.stop, Postgres.kill])
    def test_it_comes_back_at_the_same_address(self, end) -> None:
        server = Postgres()
        server.start()
        url = server.new_database()
        end(server)
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(url.replace("+psycopg", ""))
        server.start()
        assert value(url, "SELECT 1") == 1
        server.close()
        assert not server.folder.exists()
        assert not server.child.running


@pytest.mark.postgres
class TestRedis:
    def test_each_test_finds_it_empty(self, redis_server: RedisServer) -> None:
        with redis.Redis.from_url(redis_server.url) as connection:
            connection.set("left", "behind")
            redis_server.empty()
            assert connection.keys() == []

    @pytest.mark.faults
    @pytest.mark.parametrize("end", [RedisServer.stop, RedisServer.kill])
    def test_it_comes_back_at_the_same_address(self, end) -> None:
        server = RedisServer()
        server.start()
        end(server)
        with redis.Redis.from_url(server.url) as connection, pytest.raises(redis.ConnectionError):
            connection.ping()
        server.start()
        with redis.Redis.from_url(server.url) as connection:
            assert connection.ping()
        server.close()
        assert not server.folder.exists()


def test_a_child_that_ends_early_shows_its_log(tmp_path: Path) -> None:
    child = Child(["sh", "-c", "echo no such luck; exit 3"], log=tmp_path / "log")
    with pytest.raises(RuntimeError, match="ended:\nno such luck"):
        child.wait_until(lambda: False)


@pytest.mark.faults
def test_a_killed_test_run_leaves_no_child(tmp_path: Path) -> None:
    script = (
        "import os, pathlib, signal; from tests.support.process import Child;"
        f"child = Child(['sleep', '600'], log=pathlib.Path({str(tmp_path / 'log')!r}));"
        "print(child.process.pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    command = [sys.executable, "-c", script]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    pid = int(run.stdout)
    watcher = Child(["sleep", "600"], log=tmp_path / "watcher")
    watcher.wait_until(lambda: not _lives(pid))
    watcher.end(9)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat")
        return not state.exists() or " Z " not in state.read_text()
    except ProcessLookupError:
        return False
