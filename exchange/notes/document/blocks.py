"""One neutral model of a note, from which Markdown, PDF and DOCX are made.

Built from what the child sends, which is not trusted: names outside the list keep their text and
lose their form, links outside the list lose their target.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>\"\\\x00-\x20\x7f]+", re.IGNORECASE)
MAX_LINK = 2000
MAX_HEADING = 6
MAX_DEPTH = 64
MAX_CELLS = 20_000  # of one table, with the holes; a larger one is shown as what its cells hold


class Mark(StrEnum):
    """How a span is set off."""

    BOLD = "bold"
    ITALIC = "italic"
    STRIKE = "strike"
    CODE = "code"


class ListKind(StrEnum):
    """Which list it is."""

    BULLET = "bulletlist"
    ORDERED = "orderedlist"
    TASK = "tasklist"


_LISTS = {kind.value: kind for kind in ListKind}


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text with the same marks; `BREAK` is a hard line break."""

    text: str
    marks: frozenset[Mark] = frozenset()
    href: str | None = None


Spans = tuple[Span, ...]
BREAK = Span("\n")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` is 1 to 6."""

    level: int
    spans: Spans


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; without spans it is an empty line."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Code:
    """Preformatted text, line feeds kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation."""

    blocks: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list; `checked` counts in task lists only."""

    blocks: "tuple[Block, ...]"
    checked: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of any kind."""

    kind: ListKind
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; `header` when it names what is below it."""

    blocks: "tuple[Block, ...]"
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table, row by row. Rows are of one length: edits that crossed may have left holes."""

    rows: tuple[tuple[Cell, ...], ...]


Block = Heading | Paragraph | Code | Rule | Quote | Listing | Table


def blocks_of(tree: Any) -> list[Block]:
    """Blocks from the nodes of `tree.tree_of`; whatever has another shape is left out."""
    return list(_blocks(_nodes(tree), MAX_DEPTH))


def _blocks(nodes: list[list[Any]], depth: int) -> Iterable[Block]:
    inline: list[list[Any]] = []
    for node in nodes:
        if _is_inline(node):
            inline.append(node)
            continue
        yield from _paragraph(inline)
        inline = []
        yield from _block(node, depth)
    yield from _paragraph(inline)


def _paragraph(inline: list[list[Any]]) -> Iterable[Block]:
    if spans := _spans(inline):
        yield Paragraph(spans)


def _block(node: list[Any], depth: int) -> Iterable[Block]:
    if depth == 0:
        return
    tag, children = node[0].lower(), _nodes(node[2])
    if leaf := _leaf(tag, node[1], children):
        yield leaf
    elif tag == "blockquote":
        yield Quote(tuple(_blocks(children, depth - 1)))
    elif kind := _LISTS.get(tag):
        yield Listing(kind, tuple(_item(child, depth - 1) for child in children))
    elif tag == "table":
        yield from _table(children, depth - 1)
    else:
        yield from _blocks(children, depth - 1)


def _leaf(tag: str, attributes: dict[str, Any], children: list[list[Any]]) -> Block | None:
    """The block if it is one that holds no others."""
    match tag:
        case "heading":
            return Heading(_level(attributes.get("level")), _spans(children))
        case "paragraph":
            return Paragraph(_spans(children))
        case "codeblock":
            return Code("".join(span.text for span in _spans(children, keep_lines=True)))
        case "horizontalrule":
            return Rule()
    return None


def _item(node: list[Any], depth: int) -> Item:
    if _is_inline(node):
        return Item(tuple(_paragraph([node])))
    return Item(tuple(_blocks(_nodes(node[2]), depth)), _truth(node[1].get("checked")))


def _table(nodes: list[list[Any]], depth: int) -> Iterable[Block]:
    """The table, and in front of it whatever does not belong into one."""
    rows = [node for node in nodes if node[0].lower() == "tablerow"]
    yield from _blocks([node for node in nodes if node not in rows], depth)
    cells = [[_cell(cell, depth) for cell in _nodes(row[2])] for row in rows]
    width = max(map(len, cells), default=0)
    if 0 < width * len(cells) <= MAX_CELLS:
        yield Table(tuple((*row, *[Cell(())] * (width - len(row))) for row in cells))
    else:
        yield from (block for row in cells for cell in row for block in cell.blocks)


def _cell(node: list[Any], depth: int) -> Cell:
    if _is_inline(node):
        return Cell(tuple(_paragraph([node])))
    return Cell(tuple(_blocks(_nodes(node[2]), depth)), node[0].lower() == "tableheader")


def _spans(nodes: list[list[Any]], *, keep_lines: bool = False) -> Spans:
    found: list[Span] = []
    waiting = nodes[::-1]
    while waiting:
        node = waiting.pop()
        if node[0] == "":
            found.extend(_span(run, keep_lines) for run in node[1] if _is_run(run))
        elif node[0].lower() == "hardbreak":
            found.append(BREAK)
        else:
            waiting.extend(_nodes(node[2])[::-1])
    return tuple(span for span in found if span.text)


def _span(run: list[Any], keep_lines: bool) -> Span:
    text, marks = run
    # Overlapping marks carry a suffix in the editor's binding: "link--Zm9v".
    names = {name.partition("--")[0]: value for name, value in marks.items()}
    if not keep_lines:
        text = re.sub(r"\s*\n\s*", " ", text)
    return Span(text, frozenset(mark for mark in Mark if mark in names), _href(names.get("link")))


def _href(target: Any) -> str | None:
    if isinstance(target, str) and len(target) <= MAX_LINK and _LINK.fullmatch(target):
        return target
    return None


def _level(value: Any) -> int:
    """Numbers arrive as floats, and from a hostile document as anything."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return 1
    return min(MAX_HEADING, max(1, int(number))) if math.isfinite(number) else 1


def _truth(value: Any) -> bool:
    return value.lower() == "true" if isinstance(value, str) else value is True


def _nodes(value: Any) -> list[list[Any]]:
    return [node for node in value if _is_node(node)] if isinstance(value, list) else []


def _is_node(node: Any) -> bool:
    match node:
        case ["", list()] | [str(), dict(), list()]:
            return True
    return False


def _is_run(run: Any) -> bool:
    match run:
        case [str(), dict()]:
            return True
    return False


def _is_inline(node: list[Any]) -> bool:
    return bool(node[0] == "" or node[0].lower() == "hardbreak")
