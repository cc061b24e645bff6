"""While a file is made, everybody else goes on: its child is stopped underway, to be sure."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.faults.conftest import Editor, Member, Site
from tests.faults.window import Window
from tests.support.server import Server
from tests.support.waiting import wait_until

pytestmark = pytest.mark.faults


def presses(server: Server) -> list[int]:
    """The children of the server that make files now."""
    of_server = Path(f"/proc/{server.child.process.pid}/task").glob("*/children")
    pids = [int(pid) for each in of_server for pid in each.read_text().split()]
    return [pid for pid in pids if b"document.press" in _of(pid, "cmdline")]


def _of(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:  # it has ended
        return b""


def noted_and_closed(site: Site, server: Server) -> tuple[Member, str]:
    """Somebody whose room has closed with its notes, and where their files are."""
    anna, facilitator = site.member("Anna").connect(server), site.facilitator().connect(server)
    assert anna.note(Editor().write("the leader will resign"))["ok"]
    assert facilitator.ask("close_part", part=facilitator.part)["ok"]
    for each in (anna, facilitator):
        each.close()
    return anna, f"/live/{anna.part}/notes/{anna.room}"


def test_others_are_answered_while_a_file_is_made(sqlite_site: Site, server: Server):
    anna, notes = noted_and_closed(sqlite_site, server)
    sqlite_site.meet_anew()
    bob = sqlite_site.member("Bob").connect(server)
    hers = Window(server, anna)
    with ThreadPoolExecutor() as pool:
        file = pool.submit(hers.read, f"{notes}.pdf")
        wait_until(lambda: bool(presses(server)))
        (press,) = presses(server)
        os.kill(press, signal.SIGSTOP)
        try:
            assert bob.say("Good morning")["ok"]
            assert not file.done()
            assert b"leader" not in _of(press, "cmdline")
            assert _of(press, "environ") == b""
        finally:
            os.kill(press, signal.SIGCONT)
        assert file.result().startswith(b"%PDF-")
        assert b"the leader will resign" in hers.read(f"{notes}.md")
        lost = pool.submit(hers.read, f"{notes}.pdf")
        wait_until(lambda: bool(presses(server)))
        os.kill(presses(server)[0], signal.SIGKILL)
        assert b"This file cannot be made" in lost.result()
    bob.close()
    assert "leader" not in server.log()
