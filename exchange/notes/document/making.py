"""The server's side of making files: a child for each, so that live rooms never wait for one.

The child inherits no environment, and what it is to print goes through a pipe: nothing of it stands
in an argument or in a file. Plain standard library, cooperative once gevent has patched it.
"""

import pickle
import subprocess
import sys
import threading
import time
from pathlib import Path

import structlog

from exchange.notes.document.paper import Paper

log = structlog.get_logger()

LONGEST = 20.0  # seconds for one file, its turn included
AT_ONCE = 2  # of which each may take the memory that a child is given

_SOURCES = Path(__file__).resolve().parents[3]
_START = (
    "import sys; sys.path.append(sys.argv.pop(1)); "
    "from exchange.notes.document.press import main; main()"
)
_turns = threading.BoundedSemaphore(AT_ONCE)


class NotMade(Exception):
    """The file was not made: it was late, or could not be. Carries no content."""

    def __init__(self, *, late: bool) -> None:
        self.late = late
        super().__init__("late" if late else "failed")


def made(paper: Paper, form: str, *, within: float = LONGEST) -> bytes:
    """The document as a file of this ending, within so many seconds. Raises `NotMade`."""
    began = time.monotonic()
    if not _turns.acquire(timeout=within):
        raise _not_made(form, late=True)
    try:
        return _printed(paper, form, within - (time.monotonic() - began))
    finally:
        _turns.release()


def _printed(paper: Paper, form: str, within: float) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and sources
            [sys.executable, "-I", "-c", _START, str(_SOURCES), form],
            input=pickle.dumps(paper),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a traceback quotes what it could not print
            timeout=within,
            cwd="/",
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _not_made(form, late=True) from None
    except OSError:
        raise _not_made(form, late=False) from None
    if done.returncode != 0:
        raise _not_made(form, late=False)
    return done.stdout


def _not_made(form: str, *, late: bool) -> NotMade:
    log.warning("file_not_made", form=form, late=late)
    return NotMade(late=late)
