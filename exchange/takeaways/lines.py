"""The lines of a note that may leave a room, one by one. Pure."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from exchange.notes.document import Block
from exchange.notes.document.blocks import (
    Code,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Spans,
)


@dataclass(frozen=True)
class Line:
    """A line, and the heading of the note under which it stands ("": none)."""

    text: str
    heading: str = ""

    @property
    def key(self) -> str:
        """What a form names the line by; another text has another."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:32]


def lines_of(blocks: Sequence[Block]) -> list[Line]:
    """Every line of the note that holds something, in order; of equal ones the first."""
    found: dict[str, Line] = {}
    heading = ""
    for block in blocks:
        if isinstance(block, Heading):
            heading = _plain(block.spans)
            continue
        for text in _texts(block):
            found.setdefault(text, Line(text, heading))
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
        case Rule():
            return


def _split(text: str) -> Iterable[str]:
    for line in text.splitlines():
        if plain := " ".join(line.split()):
            yield plain


def _plain(spans: Spans) -> str:
    return " ".join("".join(span.text for span in spans).split())
