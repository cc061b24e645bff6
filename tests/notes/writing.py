"""A room's log and somebody who writes into it, for the tests of the notes reader."""

from collections.abc import Iterator
from uuid import UUID, uuid4

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from exchange.notes.document import NotesReader, Verdict


class Log:
    """A room's log as the database would give it."""

    def __init__(self) -> None:
        self.room: UUID = uuid4()
        self.rows: list[bytes] = []
        self.reads: list[int] = []

    def since(self, after: int) -> Iterator[tuple[int, bytes]]:
        self.reads.append(after)
        return iter(list(enumerate(self.rows, 1))[after:])

    def append(self, update: bytes) -> int:
        self.rows.append(update)
        return len(self.rows)

    def check(self, reader: NotesReader, update: bytes) -> Verdict:
        return reader.check(self.room, update, self.since, len(self.rows))

    def store(self, reader: NotesReader, update: bytes) -> Verdict:
        if (verdict := self.check(reader, update)) is Verdict.OK:
            reader.committed(self.room, self.append(update), update)
        return verdict

    def markdown(self, reader: NotesReader) -> str:
        return reader.markdown(self.room, self.since, len(self.rows))


class Editor:
    """Somebody who types; each edit is one update."""

    def __init__(self, client: int | None = None) -> None:
        self.doc: Doc[XmlFragment] = Doc(client_id=client)
        self.fragment = self.doc.get("notes", type=XmlFragment)
        self.updates: list[bytes] = []
        self._subscription = self.doc.observe(lambda event: self.updates.append(event.update))

    def write(self, text: str, tag: str = "paragraph") -> bytes:
        with self.doc.transaction():
            self.fragment.children.append(XmlElement(tag, contents=[XmlText(text)]))
        return self.updates[-1]

    def type(self, text: str) -> bytes:
        last = self.fragment.children[len(self.fragment.children) - 1]
        last.children[0].insert(0, text)
        return self.updates[-1]

    def erase(self) -> bytes:
        del self.fragment.children[0]
        return self.updates[-1]
