"""The child that reads notes is killed, hangs or is missing; and what it has given up."""

import os
import signal
import threading
from pathlib import Path

import pytest

from exchange.notes.document import NotesReader, NotesUnreadable, Verdict, process
from tests.notes.writing import Editor, Log


def child_of(reader: NotesReader) -> int:
    assert reader._child is not None
    return reader._child.pid


def test_a_child_killed_between_calls_is_replaced(reader: NotesReader) -> None:
    log, editor = Log(), Editor()
    log.store(reader, editor.write("before"))
    os.kill(child_of(reader), signal.SIGKILL)
    update = editor.write("after")
    assert log.check(reader, update) is Verdict.UNAVAILABLE
    assert log.store(reader, update) is Verdict.OK
    assert log.markdown(reader) == "before\n\nafter\n"
    assert (reader.restarts, reader.last_reason) == (1, "died")


def test_a_lost_child_is_replaced_by_whoever_asks_whether_there_is_one(
    reader: NotesReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (reader.can_read(), reader.is_running) == (True, False), "none was needed yet"
    log, editor = Log(), Editor()
    log.store(reader, editor.write("before"))
    os.kill(child_of(reader), signal.SIGKILL)
    assert log.check(reader, editor.write("after")) is Verdict.UNAVAILABLE
    monkeypatch.setattr(process.sys, "executable", "/bin/false")
    assert (reader.can_read(), reader.is_running) == (False, False)
    monkeypatch.undo()
    assert (reader.can_read(), reader.is_running) == (True, True)


def test_a_child_killed_during_a_call_is_replaced(reader: NotesReader) -> None:
    log, editor = Log(), Editor()
    log.store(reader, editor.write("before"))
    pid = child_of(reader)
    os.kill(pid, signal.SIGSTOP)  # so that the call is certainly under way
    killer = threading.Timer(0.2, os.kill, (pid, signal.SIGKILL))
    killer.start()
    assert log.check(reader, editor.write("after")) is Verdict.UNAVAILABLE
    killer.join()
    assert reader.last_reason == "died"
    assert log.markdown(reader) == "before\n"


def test_a_child_that_hangs_is_killed() -> None:
    reader, log, editor = NotesReader(timeout=0.3), Log(), Editor()
    log.store(reader, editor.write("before"))
    pid = child_of(reader)
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(NotesUnreadable):
        log.markdown(reader)
    assert (reader.restarts, reader.last_reason) == (1, "hung")
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    reader._timeout = 10
    assert log.markdown(reader) == "before\n"
    reader.close()


def test_the_child_runs_without_privileges_and_dumps_no_core(reader: NotesReader) -> None:
    Log().store(reader, Editor().write("x"))
    process = Path(f"/proc/{child_of(reader)}")
    if not process.exists():
        pytest.skip("this system has no /proc to look at the child with")
    status = dict(line.split(":\t", 1) for line in (process / "status").read_text().splitlines())
    assert status["NoNewPrivs"] == "1"
    assert "0" not in status["Uid"].split()
    child = reader._child
    assert child is not None
    assert {"user", "memory", "files", "processes", "core", "privileges"} <= set(child.given_up)
    own = (process / "ns" / "net").readlink() == Path("/proc/self/ns/net").readlink()
    assert own == ("network" not in child.given_up)  # where the system allows it
    limits = (process / "limits").read_text().splitlines()
    assert any(line.split()[:5] == ["Max", "core", "file", "size", "0"] for line in limits)
