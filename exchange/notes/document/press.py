"""The child that makes one file: a document comes in, a file goes out, and it ends.

Started as a fresh interpreter by `making.py`. It can write no file and reach nobody, so that what
people wrote lies in its memory alone.
"""

import os
import pickle
import signal
import sys
from collections.abc import Callable, Mapping

from exchange.notes.document.blocks import Paragraph, Span
from exchange.notes.document.confinement import confine
from exchange.notes.document.paper import Paper
from exchange.notes.document.pdf import to_pdf
from exchange.notes.document.word import to_word

WRITERS: Mapping[str, Callable[[Paper], bytes]] = {"pdf": to_pdf, "docx": to_word}
REHEARSAL = Paper("æ", "æ", "en", (Paragraph((Span("æ"),)),))
LIVE_ROOMS_FIRST = 10  # of niceness
# The server kills a child that is late; this is for a server that is gone itself.
LONGEST = 60


def main() -> None:
    """Read a document from standard input, and write its file to standard output."""
    signal.alarm(LONGEST)
    os.nice(LIVE_ROOMS_FIRST)
    write = WRITERS[sys.argv[1]]
    write(REHEARSAL)  # libraries import late and start threads, which `confine` makes impossible
    confine()
    # Pickle goes this way alone: the server reads what comes back as bytes.
    paper = pickle.loads(sys.stdin.buffer.read())  # noqa: S301
    sys.stdout.buffer.write(write(paper))
    sys.stdout.buffer.flush()
