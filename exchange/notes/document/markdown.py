"""Blocks as CommonMark with GitHub's tables, task lists and strike-through; all text is escaped."""

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from exchange.notes.document.blocks import (
    BREAK,
    Block,
    Cell,
    Code,
    Heading,
    Item,
    Listing,
    ListKind,
    Mark,
    Paragraph,
    Quote,
    Rule,
    Span,
    Table,
)

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&])")
# Only the start of a line makes a list, a rule or a heading of these.
_LINE_START = re.compile(r"^(\s*)([-+=]|\d{1,9}(?=[.)]))")
_OPEN_PIPE = re.compile(r"(?<!\\)\|")
_FENCE = re.compile(r"`+")
_AROUND = ((Mark.STRIKE, "~~"), (Mark.ITALIC, "*"), (Mark.BOLD, "**"))


def to_markdown(blocks: Sequence[Block]) -> str:
    """The note as Markdown, ending with one line feed."""
    return "\n".join(_lines(blocks)) + "\n"


def _lines(blocks: Iterable[Block]) -> list[str]:
    """Lines of the blocks with an empty one between each two."""
    lines: list[str] = []
    for block in blocks:
        if lines:
            lines.append("")
        lines.extend(_block(block))
    return lines


def _block(block: Block) -> list[str]:
    match block:
        case Heading(level, spans):
            return [f"{'#' * level} {_inline(spans).replace(chr(10), ' ')}".rstrip()]
        case Paragraph(spans):
            return [_guarded(line) for line in _inline(spans).split("\n")]
        case Code(text):
            fence = "`" * max([3, *(len(run) + 1 for run in _FENCE.findall(text))])
            return [fence, *text.split("\n"), fence]
        case Rule():
            return ["---"]
    return list(_nested(block))


def _nested(block: Quote | Listing | Table) -> Iterable[str]:
    match block:
        case Quote(inner):
            yield from (f"> {line}".rstrip() for line in _lines(inner) or [""])
        case Listing(kind, items):
            for n, item in enumerate(items, 1):
                yield from _item(kind, n, item)
        case Table(rows):
            yield from _table(rows)


def _item(kind: ListKind, number: int, item: Item) -> list[str]:
    bullet = f"{number}. " if kind is ListKind.ORDERED else "- "
    box = f"[{'x' if item.checked else ' '}] " if kind is ListKind.TASK else ""
    first, *rest = _tight(item.blocks) or [""]
    indent = " " * len(bullet)
    return [f"{bullet}{box}{first}".rstrip(), *(f"{indent}{line}".rstrip() for line in rest)]


def _table(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """A table needs a row of headings; where the note has none they stay empty."""
    head = rows[0] if all(cell.header for cell in rows[0]) else [Cell(())] * len(rows[0])
    body = rows[1:] if head is rows[0] else rows
    return [_row(head), "|" + " --- |" * len(head), *(_row(row) for row in body)]


def _row(row: Iterable[Cell]) -> str:
    return "|" + "|".join(f" {cell} " if cell else " " for cell in map(_cell, row)) + "|"


def _cell(cell: Cell) -> str:
    """A cell holds one line: what is below each other in it is parted by breaks."""
    text = "<br>".join(_in_one_line(cell.blocks))
    return _OPEN_PIPE.sub(r"\|", text)


def _in_one_line(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        match block:
            case Heading(_, spans) | Paragraph(spans):
                yield from _lines_between_breaks(spans)
            case Code(text):
                yield from (_code(line) for line in text.split("\n") if line)
            case Quote(inner):
                yield from _in_one_line(inner)
            case Listing(kind, items):
                yield from _items_in_one_line(kind, items)
            case Table(rows):
                yield from _in_one_line(chain.from_iterable(c.blocks for row in rows for c in row))


def _items_in_one_line(kind: ListKind, items: Iterable[Item]) -> Iterable[str]:
    for n, item in enumerate(items, 1):
        sign = f"{n}." if kind is ListKind.ORDERED else "-"
        yield " ".join([sign, *_in_one_line(item.blocks)])


def _lines_between_breaks(spans: Iterable[Span]) -> Iterable[str]:
    line: list[Span] = []
    for span in spans:
        if span == BREAK:
            yield _inline(line)
            line = []
        else:
            line.append(span)
    yield _inline(line)


def _tight(blocks: Sequence[Block]) -> list[str]:
    """An item's lines; a list right below its paragraph follows without an empty line."""
    lines: list[str] = []
    for block in blocks:
        if lines and not isinstance(block, Listing):
            lines.append("")
        lines.extend(_block(block))
    return lines


def _inline(spans: Iterable[Span]) -> str:
    return "".join("\\\n" if span is BREAK or span == BREAK else _span(span) for span in spans)


def _span(span: Span) -> str:
    core = span.text.strip()
    if not core:
        return span.text
    start = span.text.index(core)
    text = _code(core) if Mark.CODE in span.marks else _SPECIAL.sub(r"\\\1", core)
    for mark, sign in _AROUND:
        if mark in span.marks:
            text = f"{sign}{text}{sign}"
    if span.href is not None:
        text = f"[{text}](<{span.href}>)"
    return span.text[:start] + text + span.text[start + len(core) :]


def _code(text: str) -> str:
    """A code span whose fence is longer than any run of backticks in it."""
    fence = "`" * max([1, *(len(run) + 1 for run in _FENCE.findall(text))])
    pad = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _guarded(line: str) -> str:
    def escape(found: re.Match[str]) -> str:
        sign = found[2]
        return sign + "\\" if sign.isdigit() else "\\" + sign

    return _LINE_START.sub(escape, line)
