"""The lines of a note that may leave a room, one by one. Pure."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from exchange.notes.document import Block
from exchange.notes.document.blocks import (
    Cell,
    Code,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Spans,
    Table,
)
from exchange.notes.enums import PointKind
from exchange.notes.queries import KeptPoint


@dataclass(frozen=True)
class Line:
    """A line, and the heading of the note under which it stands ("": none), or its kind.

    An idea or an action stands beside the note.
    """

    text: str
    heading: str = ""
    kind: PointKind | None = None

    @property
    def key(self) -> str:
        """What a form names the line by; another text has another."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:32]


def lines_of(blocks: Sequence[Block], points: Sequence[KeptPoint] = ()) -> list[Line]:
    """Every line of the note that holds something, then ideas and actions; equal ones once."""
    found: dict[str, Line] = {}
    heading = ""
    for block in blocks:
        if isinstance(block, Heading):
            heading = _plain(block.spans)
            continue
        for text in _texts(block):
            found.setdefault(text, Line(text, heading))
    for point in points:
        text = " ".join(point.text.split())
        found.setdefault(text, Line(text, kind=point.kind))
    return list(found.values())


def _texts(block: Block) -> Iterable[str]:
    match block:
        case Paragraph(spans) | Heading(_, spans):  # a heading within a quotation or a list
            yield from _split("".join(span.text for span in spans))
        case Code(text):
            yield from _split(text)
        case Quote(inner):
            yield from chain.from_iterable(map(_texts, inner))
        case Listing(_, items):
            yield from chain.from_iterable(_texts(each) for item in items for each in item.blocks)
        case Table(rows):
            yield from (_row(row) for row in rows if not all(cell.header for cell in row))
        case Rule():
            return


def _row(row: Sequence[Cell]) -> str:
    """A row of a table as one line, each filled cell parted from the next."""
    cells = (" ".join(chain.from_iterable(map(_texts, cell.blocks))) for cell in row)
    return "; ".join(text for text in cells if text)


def _split(text: str) -> Iterable[str]:
    for line in text.splitlines():
        if plain := " ".join(line.split()):
            yield plain


def _plain(spans: Spans) -> str:
    return " ".join("".join(span.text for span in spans).split())
