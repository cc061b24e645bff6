"""Files are made in a child of their own: in time or not at all, and without a trace elsewhere."""

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from exchange.notes.document import NotMade, Paper, Paragraph, Span, making
from exchange.notes.document.making import AT_ONCE, made
from tests.support.server import ROOT

PAPER = Paper("Notes", "An exchange", "en", (Paragraph((Span("the leader will resign"),)),))
LEAK = """
import sys
from exchange.notes.document import press
def leak(paper):
    if paper is not press.REHEARSAL:
        open(sys.argv[2], "w").write(paper.title)
    return b""
press.WRITERS = {{"pdf": leak}}
{more}
press.main()
"""


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_it_is_made(form: str, begins: bytes) -> None:
    assert made(PAPER, form).startswith(begins)


def test_what_is_late_is_given_up_and_its_turn_given_back() -> None:
    for _ in range(AT_ONCE + 1):
        with pytest.raises(NotMade) as met:
            made(PAPER, "pdf", within=0.001)
        assert met.value.late
    assert making._turns.acquire(blocking=False)
    making._turns.release()


def test_whoever_comes_when_all_turns_are_taken_waits_no_longer_than_that() -> None:
    for _ in range(AT_ONCE):
        making._turns.acquire()
    try:
        with pytest.raises(NotMade) as met:
            made(PAPER, "pdf", within=0.001)
    finally:
        making._turns.release(AT_ONCE)
    assert met.value.late


def test_what_cannot_be_made_says_so() -> None:
    with pytest.raises(NotMade) as met:
        made(PAPER, "no such form")
    assert not met.value.late


@pytest.mark.parametrize(("more", "leaks"), [("", False), ("press.confine = lambda: None", True)])
def test_a_writer_can_leave_nothing_on_the_disk(tmp_path: Path, more: str, leaks: bool) -> None:
    file = tmp_path / "leak"
    command = [sys.executable, "-c", LEAK.format(more=more), "pdf", str(file)]
    subprocess.run(command, input=pickle.dumps(PAPER), cwd=ROOT, timeout=60, check=False)
    assert (file.exists() and file.read_text() == PAPER.title) is leaks
