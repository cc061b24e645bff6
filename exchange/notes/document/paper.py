"""A document to take along: a title, a line about it, and blocks. What PDF and Word are made of."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from exchange.notes.document.blocks import (
    Block,
    Cell,
    Code,
    Heading,
    Item,
    Listing,
    Paragraph,
    Quote,
    Span,
    Spans,
    Table,
)
from exchange.notes.document.markdown import to_markdown

DEEPEST = 9  # how many lists and quotations may stand in each other: programs that read files stop

# What neither XML nor a page can hold.
_UNPRINTABLE = re.compile(r"[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Paper:
    """A document as its reader gets it. `language` is a code such as "da"."""

    title: str
    about: str
    language: str
    blocks: Sequence[Block]

    def markdown(self) -> str:
        """The whole as Markdown."""
        head = Heading(1, (Span(self.title),)), Paragraph((Span(self.about),))
        return to_markdown([*head, *(_lowered(block) for block in self.blocks)])

    def tidied(self) -> "Paper":
        """As programs that are strict want it: headings skip no level, nothing is unprintable."""
        blocks = _in_steps(_tidy(block, DEEPEST) for block in self.blocks)
        return replace(
            self,
            title=_printable(self.title).replace("\n", " "),
            about=_printable(self.about),
            blocks=list(blocks),
        )


def _lowered(block: Block) -> Block:
    return replace(block, level=min(6, block.level + 1)) if isinstance(block, Heading) else block


def _in_steps(blocks: Iterable[Block]) -> Iterable[Block]:
    """Headings that go down by one level at most; empty ones are no headings."""
    level = 0
    for block in blocks:
        if not isinstance(block, Heading):
            yield block
        elif any(span.text.strip() for span in block.spans):
            level = min(block.level, level + 1)
            yield replace(block, level=level)


def _tidy(block: Block, depth: int) -> Block:
    match block:
        case Heading(level, spans) if depth == DEEPEST:
            return Heading(level, _clean(spans))
        case Paragraph(spans) | Heading(_, spans):  # a heading within another block structures none
            return Paragraph(_clean(spans))
        case Code(text):
            return replace(block, text=_printable(text))
        case Quote(inner):
            return replace(block, blocks=_within(inner, depth))
        case Listing() | Table():
            return _parted(block, depth)
    return block


def _parted(block: Listing | Table, depth: int) -> Block:
    if isinstance(block, Listing):
        items = (Item(_within(item.blocks, depth), item.checked) for item in block.items)
        return Listing(block.kind, tuple(items))
    rows = ((Cell(_within(cell.blocks, depth), cell.header) for cell in row) for row in block.rows)
    return Table(tuple(map(tuple, rows)))


def _within(blocks: Sequence[Block], depth: int) -> tuple[Block, ...]:
    if depth > 0:
        return tuple(_tidy(each, depth - 1) for each in blocks)
    return tuple(Paragraph(_clean(spans)) for each in blocks for spans in texts_of(each))


def texts_of(block: Block) -> Iterable[Spans]:
    """The text of a block without its form: what is left of one that stands too deep."""
    match block:
        case Paragraph(spans) | Heading(_, spans):
            yield spans
        case Code(text):
            yield (Span(text),)
        case Quote(inner):
            yield from (spans for each in inner for spans in texts_of(each))
        case Listing(_, items):
            yield from (s for item in items for each in item.blocks for s in texts_of(each))
        case Table(rows):
            cells = (cell for row in rows for cell in row)
            yield from (s for cell in cells for each in cell.blocks for s in texts_of(each))


def _clean(spans: Spans) -> Spans:
    return tuple(replace(span, text=_printable(span.text)) for span in spans)


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub("", text)
