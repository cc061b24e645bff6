"""A reader of notes of the test's own."""

from collections.abc import Iterator

import pytest

from exchange.notes.document import NotesReader


@pytest.fixture
def reader() -> Iterator[NotesReader]:
    reader = NotesReader(timeout=10)
    yield reader
    reader.close()
