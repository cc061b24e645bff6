"""However edits of several people travel, everybody ends with the same note, and so do we."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from exchange.notes.document import NotesReader, Verdict

TAGS = ("paragraph", "heading", "blockquote", "codeBlock")


@dataclass
class Client:
    """One person's document and the edits made in it."""

    doc: Doc[XmlFragment] = field(default_factory=Doc)

    def __post_init__(self) -> None:
        self.fragment = self.doc.get("notes", type=XmlFragment)

    def edit(self, kind: int, where: int, text: str) -> bytes:
        caught: list[bytes] = []
        subscription = self.doc.observe(lambda event: caught.append(event.update))
        with self.doc.transaction():
            self._change(kind, where, text)
        self.doc.unobserve(subscription)
        return caught[-1] if caught else b"\0\0"

    def _change(self, kind: int, where: int, text: str) -> None:
        count = len(self.fragment.children)
        if kind == 0 or not count:
            element = XmlElement(TAGS[where % len(TAGS)], contents=[XmlText(text)])
            self.fragment.children.insert(where % (count + 1), element)
        elif kind == 1:
            del self.fragment.children[where % count]
        else:
            run = self.fragment.children[where % count].children[0]
            if kind == 2:
                # At an end: pycrdt counts in bytes of UTF-8, and would cut a sign in two.
                run.insert(len(run) * (where % 2), text)
            elif len(run):
                run.format(0, len(run), {"bold": {}})


edits = st.tuples(
    st.integers(0, 2),  # who
    st.integers(0, 3),  # what
    st.integers(0, 20),  # where
    st.text("ab <*é😀\n", min_size=1, max_size=5),
    st.booleans(),  # whether that person first hears what the others did
)


@pytest.fixture(scope="module")
def reader() -> Iterator[NotesReader]:
    reader = NotesReader(timeout=20)
    yield reader
    reader.close()


def history(steps: list[tuple[int, int, int, str, bool]]) -> list[tuple[bytes, frozenset[int]]]:
    """The edits, each with the numbers of those that its author knew."""
    clients, known = [Client() for _ in range(3)], [set() for _ in range(3)]
    made: list[tuple[bytes, frozenset[int]]] = []
    for who, kind, where, text, hears in steps:
        if hears:
            for number in range(len(made)):
                if number not in known[who]:
                    clients[who].doc.apply_update(made[number][0])
                    known[who].add(number)
        update = clients[who].edit(kind, where, text)
        made.append((update, frozenset(known[who])))
        known[who].add(len(made) - 1)
    return made


def causal_order(data: st.DataObject, made: list[tuple[bytes, frozenset[int]]]) -> list[bytes]:
    """Some order in which no edit comes before one that it was made upon, with repetitions."""
    sent: list[int] = []
    while len(set(sent)) < len(made):
        ready = [n for n in range(len(made)) if n not in sent and made[n][1] <= set(sent)]
        sent.append(data.draw(st.sampled_from(ready)))
        if data.draw(st.booleans()):
            sent.append(data.draw(st.sampled_from(sent)))
    return [made[number][0] for number in sent]


def stored(reader: NotesReader, updates: list[bytes]) -> str:
    room, log = uuid4(), []
    for update in updates:
        since = lambda after: list(enumerate(log, 1))[after:]  # noqa: E731
        assert reader.check(room, update, since, len(log)) is Verdict.OK
        log.append(update)
        reader.committed(room, len(log), update)
    return reader.markdown(room, lambda after: list(enumerate(log, 1))[after:], len(log))


@settings(max_examples=25, deadline=None)
@given(steps=st.lists(edits, min_size=1, max_size=12), data=st.data())
def test_any_causal_order_gives_one_note(
    reader: NotesReader, steps: list[tuple[int, int, int, str, bool]], data: st.DataObject
) -> None:
    made = history(steps)
    first = stored(reader, causal_order(data, made))
    second = stored(reader, causal_order(data, made))
    assert first == second
    assert reader.restarts == 0
