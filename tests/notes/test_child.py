"""The limits of the child that reads notes, in interpreters of their own; each with its control."""

import signal
import subprocess
import sys

import pytest

from tests.support.server import ROOT

START = "import socket, time; from exchange.notes.document import child, confinement; "
ALLOCATE = "bytearray(2 * confinement.MEMORY)"
SLOW = """
child.LONGEST_REQUEST = 1
child.answer = lambda *_: {does} or {{"status": "done"}}
ours, theirs = socket.socketpair()
ours.sendall(child.pack({{"op": "tree"}}))
ours.shutdown(socket.SHUT_WR)
child.serve(theirs, None)
"""


def run(script: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", START + script]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


def test_memory_has_an_end() -> None:
    assert "MemoryError" in run(f"confinement.confine(); {ALLOCATE}").stderr


def test_without_the_limit_the_same_memory_is_there() -> None:
    assert run(ALLOCATE).returncode == 0


@pytest.mark.parametrize(
    ("does", "ends"),
    [
        ("None", 0),
        ("time.sleep(30)", -signal.SIGALRM),
        ("all(iter(lambda: 1, 0))", -signal.SIGALRM),  # it spins, and asks nobody
    ],
    ids=["answers", "waits", "spins"],
)
def test_a_child_that_its_server_left_ends_by_itself(does: str, ends: int) -> None:
    assert run(SLOW.format(does=does)).returncode == ends
