"""Whatever is sent as an update: the answer is clear, and nobody else is hurt by it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from exchange.notes.document import NotesReader, Verdict
from tests.notes.hostile import CORPUS, GAPS, HARMLESS, hostile, written
from tests.notes.writing import Editor, Log

# Updates of the editor's own binding, one on each line: every kind of block and mark, tables, lists
# in lists, all of it undone and done again, and the document as a whole.
EDITS = Path(__file__).parent / "data" / "edits.txt"


class Rooms:
    """A document that is attacked, and another beside it, read by one child."""

    def __init__(self) -> None:
        self.reader = NotesReader(timeout=10)
        self.quiet, self.bystander = Log(), Editor()
        self.quiet.store(self.reader, self.bystander.write("untouched"))

    def attack(self, update: bytes) -> Verdict:
        """Send `update` to a document in which people have written; they go on writing."""
        log, friend = Log(), Editor()
        for each in written():
            log.append(each)
        verdict = log.check(self.reader, update)
        if verdict is Verdict.OK:  # then the server keeps it, and everybody has to live with it
            self.reader.committed(log.room, log.append(update), update)
        restarts = self.reader.restarts
        assert log.store(self.reader, friend.write("a friend's words")) is Verdict.OK
        assert "a friend's words" in log.markdown(self.reader)
        assert self.reader.whole(log.room, log.since, len(log.rows))
        assert self.quiet.markdown(self.reader) == "untouched\n"
        assert self.quiet.check(self.reader, self.bystander.write("on")) is Verdict.OK
        assert self.reader.restarts == restarts, "what was kept goes on costing children"
        self.bystander = Editor()
        self.reader.forget(log.room)
        return verdict


@pytest.fixture(scope="module")
def rooms() -> Iterator[Rooms]:
    rooms = Rooms()
    yield rooms
    rooms.reader.close()


def test_what_our_own_editor_makes_is_never_refused(rooms: Rooms) -> None:
    log = Log()
    made = [bytes.fromhex(line) for line in EDITS.read_text().split()]
    assert [log.store(rooms.reader, each) for each in made] == [Verdict.OK] * len(made)


@pytest.mark.parametrize("name", CORPUS)
def test_known_kinds_hurt_nobody(rooms: Rooms, name: str) -> None:
    verdict = rooms.attack(CORPUS[name])
    expected = {**dict.fromkeys(HARMLESS, Verdict.OK), **dict.fromkeys(GAPS, Verdict.GAP)}
    assert verdict is expected.get(name, Verdict.BAD)


@pytest.mark.parametrize("times", [150, pytest.param(20_000, marks=pytest.mark.soak)])
def test_what_chance_makes_hurts_nobody(rooms: Rooms, times: int) -> None:
    @settings(max_examples=times, deadline=None, suppress_health_check=list(HealthCheck))
    @given(hostile)
    def attack(update: bytes) -> None:
        rooms.attack(update)

    attack()
